package org.dnn.runtime.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.dnn.runtime.Problem;
import org.dnn.runtime.device.Memory;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;

/** The tensors of a training or a model: how they begin, how they are saved, and how they come back. */
public final class Tensors {
    /** Differences that a message names, at most. */
    private static final int SHOWN = 12;

    private final List<TensorSetup> setups;
    private final Memory memory;

    public Tensors(List<TensorSetup> setups, Memory memory) {
        this.setups = setups;
        this.memory = memory;
    }

    /** First values by seed and name; what preprocessing has learnt. */
    void begin(long seed, Map<String, float[]> statistics) {
        for (TensorSetup setup : setups) {
            for (TensorSetup.Element element : setup.all()) {
                float[] values = setup.role() == TensorSetup.Role.STATISTIC
                        ? Objects.requireNonNull(statistics.get(element.name()), element.name())
                        : setup.fill().values(seed, element.name(), setup.shape());
                memory.write(element.offset(), values);
            }
        }
    }

    /** What a saved model holds. */
    public static Set<TensorSetup.Role> model() {
        return Set.of(TensorSetup.Role.PARAMETER, TensorSetup.Role.BUFFER, TensorSetup.Role.STATISTIC);
    }

    /** All tensors of some roles, by name. */
    Map<String, Tensor> read(Set<TensorSetup.Role> roles) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSetup setup : setups) {
            if (roles.contains(setup.role())) {
                for (TensorSetup.Element element : setup.all()) {
                    float[] values = new float[setup.elements()];
                    memory.read(element.offset(), values);
                    tensors.put(element.name(), Tensor.of(values, longs(setup.shape())));
                }
            }
        }
        return tensors;
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    /**
     * Takes tensors of some roles over from a file. What the file holds beside them of the same network, such as what an
     * optimizer remembers of a weight, is left aside.
     *
     * @throws Problem naming each that is missing, unknown, or of another shape, and the first number that is not finite
     */
    public void load(Path file, Map<String, Tensor> tensors, Set<TensorSetup.Role> roles) {
        Set<String> known = new HashSet<>();
        Map<String, long[]> wanted = new LinkedHashMap<>();
        for (TensorSetup setup : setups) {
            for (TensorSetup.Element element : setup.all()) {
                known.add(element.name());
                if (roles.contains(setup.role())) {
                    wanted.put(element.name(), longs(setup.shape()));
                }
            }
        }
        Map<String, long[]> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            boolean belongs = known.stream().anyMatch(k -> name.equals(k) || name.startsWith(k + "."));
            if (wanted.containsKey(name) || !belongs) {
                found.put(name, tensor.shape());
            }
        });
        List<String> wrong = new ArrayList<>(new WeightDifferences(wanted, found).list());
        tensors.forEach((name, tensor) -> {
            if (wanted.containsKey(name) && !tensor.dtype().equals("F32")) {
                wrong.add(name + " is " + tensor.dtype() + ", not F32");
            }
        });
        if (!wrong.isEmpty()) {
            throw another(file, wrong);
        }
        for (TensorSetup setup : setups) {
            for (TensorSetup.Element element : setup.all()) {
                if (wanted.containsKey(element.name())) {
                    float[] values = Objects.requireNonNull(tensors.get(element.name())).floats();
                    requireFinite(file, element.name(), values);
                    memory.write(element.offset(), values);
                }
            }
        }
    }

    private static void requireFinite(Path file, String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw Problem.in(file,
                        "number " + (i + 1) + " of the " + values.length + " of " + name + " is " + values[i]
                                + "; use the weights of a training that did not diverge, or copy the file again");
            }
        }
    }

    private static Problem another(Path file, List<String> wrong) {
        int shown = Math.min(SHOWN, wrong.size());
        return Problem.in(file, "these are the weights of another network: "
                + String.join("; ", wrong.subList(0, shown))
                + (wrong.size() > shown ? "; and " + (wrong.size() - shown) + " more" : ""));
    }

    /** Writes what a saved model holds. */
    public void save(Path file, Map<String, String> metadata) {
        Safetensors.write(file, metadata, read(model()));
    }
}
