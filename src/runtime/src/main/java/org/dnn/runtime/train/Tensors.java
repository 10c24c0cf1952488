package org.dnn.runtime.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.runtime.Problem;
import org.dnn.runtime.device.Memory;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;

/** The tensors of a training or a model: how they begin, how they are saved, and how they come back. */
public final class Tensors {
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
                        ? java.util.Objects.requireNonNull(statistics.get(element.name()), element.name())
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
        return java.util.Arrays.stream(shape).asLongStream().toArray();
    }

    /**
     * Takes tensors of some roles over from a file.
     *
     * @throws Problem naming each that is missing, unknown, or of another shape
     */
    public void load(Path file, Map<String, Tensor> tensors, Set<TensorSetup.Role> roles) {
        List<String> wrong = new ArrayList<>();
        Set<String> rest = new java.util.LinkedHashSet<>(tensors.keySet());
        for (TensorSetup setup : setups) {
            for (TensorSetup.Element element : roles.contains(setup.role())
                    ? setup.all()
                    : List.<TensorSetup.Element>of()) {
                Tensor tensor = tensors.get(element.name());
                rest.remove(element.name());
                if (tensor == null) {
                    wrong.add(element.name() + " is missing");
                } else if (!java.util.Arrays.equals(tensor.shape(), longs(setup.shape()))) {
                    wrong.add(element.name() + " is " + java.util.Arrays.toString(tensor.shape()) + ", not "
                            + java.util.Arrays.toString(setup.shape()));
                }
            }
        }
        rest.forEach(name -> wrong.add(name + " is not of this network"));
        if (!wrong.isEmpty()) {
            int shown = Math.min(12, wrong.size());
            throw Problem.in(file, "these are the weights of another network: "
                    + String.join("; ", wrong.subList(0, shown))
                    + (wrong.size() > shown ? "; and " + (wrong.size() - shown) + " more" : ""));
        }
        for (TensorSetup setup : setups) {
            if (roles.contains(setup.role())) {
                setup.all().forEach(e -> memory.write(e.offset(),
                        java.util.Objects.requireNonNull(tensors.get(e.name())).floats()));
            }
        }
    }

    /** Writes what a saved model holds. */
    public void save(Path file, Map<String, String> metadata) {
        Safetensors.write(file, metadata, read(model()));
    }
}
