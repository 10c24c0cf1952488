package org.dnn.compiler.check;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gives layers the paths under which their weights are saved: the value's name or {@code as name}, else the layer's kind and
 * its number in its scope.
 */
final class Paths {
    private final String prefix;
    private final Map<String, Integer> counts;
    /** The name of the value being computed, if only one layer of it has weights; that layer takes it. */
    private final Optional<String> own;
    private final String turns;

    private Paths(String prefix, Map<String, Integer> counts, Optional<String> own, String turns) {
        this.prefix = prefix;
        this.counts = counts;
        this.own = own;
        this.turns = turns;
    }

    static Paths root() {
        return new Paths("", new HashMap<>(), Optional.empty(), "");
    }

    /** Within the value of this name. */
    Paths value(String name, boolean oneLayer) {
        return oneLayer
                ? new Paths(prefix, counts, Optional.of(name), turns)
                : new Paths(prefix + name + ".", new HashMap<>(), Optional.empty(), "");
    }

    /** Within a block or layer at this path. */
    static Paths within(String path) {
        return new Paths(path + ".", new HashMap<>(), Optional.empty(), "");
    }

    /** Within a turn of a repetition: {@code *}, or the number of one that is written out. */
    Paths turn(String turn) {
        return new Paths(prefix, counts, own, turns + "." + turn);
    }

    /** The same with counts of its own, so that what is written twice is named alike. */
    Paths copy() {
        return new Paths(prefix, new HashMap<>(counts), own, turns);
    }

    void catchUp(Paths other) {
        counts.putAll(other.counts);
    }

    /** The path of the next layer of a kind. */
    String next(String kind, Optional<String> name, boolean hasWeights) {
        String lower = kind.toLowerCase(Locale.ROOT);
        Optional<String> given = name.isPresent() || !hasWeights ? name : own;
        String last = given.orElseGet(() -> lower + counts.merge(lower, 1, Integer::sum));
        return prefix + last + turns;
    }
}
