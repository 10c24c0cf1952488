package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the tensors of a file differ from those of a network, by names and shapes. */
final class WeightDifferences {
    private final Map<String, long[]> network;
    private final Map<String, long[]> file;

    /** Shapes by name, in the order of the network and of the file. */
    WeightDifferences(Map<String, long[]> network, Map<String, long[]> file) {
        this.network = network;
        this.file = file;
    }

    /** A few words about each; none where they are the same. */
    List<String> list() {
        List<String> differences = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(file.keySet());
        unknown.removeAll(network.keySet());
        network.forEach((name, shape) -> {
            long[] found = file.get(name);
            if (found == null) {
                differences.add(missing(name, shape, unknown));
            } else if (!Arrays.equals(found, shape)) {
                differences.add(name + " is " + Arrays.toString(found) + ", not " + Arrays.toString(shape));
            }
        });
        unknown.forEach(name -> differences.add(name + " is not of this network"));
        return differences;
    }

    /** One of the same shape and the same last word may be meant: {@code fc1.weight} for {@code linear1.weight}. */
    private String missing(String name, long[] shape, Set<String> unknown) {
        Optional<String> meant = unknown.stream()
                .filter(u -> last(u).equals(last(name)) && Arrays.equals(file.get(u), shape)).findFirst();
        meant.ifPresent(unknown::remove);
        return meant.map(u -> name + " is missing; " + u + " has its shape, rename it?").orElse(name + " is missing");
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
