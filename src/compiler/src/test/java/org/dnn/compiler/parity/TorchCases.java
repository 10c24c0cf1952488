package org.dnn.compiler.parity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;

/** What PyTorch 1.13 computed in float32: one operation a file, with what went in and what came out. */
final class TorchCases {
    private static final Pattern MODULE = Pattern.compile("\"module\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TRAINING = Pattern.compile("\"training\": (true|false)");

    /** Read once: several tests look at them. */
    static final List<OperationCase> ALL = GoldenFiles.in("parity/ops", ".safetensors").stream().map(TorchCases::read)
            .toList();

    private TorchCases() {}

    private static OperationCase read(Path file) {
        Safetensors.Content content = Safetensors.read(file);
        String name = file.getFileName().toString().replace(".safetensors", "");
        String spec = Objects.requireNonNull(content.metadata().get("spec"));
        TorchModule module = TorchModule.parse(find(MODULE, spec));
        return name.startsWith("loss-")
                ? loss(name, module, content.tensors())
                : layer(name, module, Boolean.parseBoolean(find(TRAINING, spec)), content.tensors());
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    private static OperationCase layer(String name, TorchModule module, boolean training,
            Map<String, Tensor> tensors) {
        long[] sizes = tensor(tensors, "in.x").shape();
        int rowAxes = module.axes() == 0 ? 1 : sizes.length - module.axes();
        int rows = (int) Arrays.stream(sizes).limit(rowAxes).reduce(1, Math::multiplyExact);
        Network network = OperationCase.network("x -> " + module.call(), shape(sizes, rowAxes),
                shape(tensor(tensors, "out").shape(), rowAxes));
        Map<String, String> patterns = network.weights().stream()
                .collect(Collectors.toMap(w -> w.weight().name(), Network.NamedWeight::pattern));
        Map<String, double[]> given = new HashMap<>();
        Map<String, double[]> expected = new HashMap<>();
        tensors.forEach((key, tensor) -> {
            String weight = key.substring(key.lastIndexOf('.') + 1);
            String pattern = patterns.getOrDefault(weight, "");
            if (key.equals("in.x")) {
                given.put("x", doubles(tensor));
            } else if (key.equals("grad.out")) {
                given.put("grad", doubles(tensor));
            } else if (key.equals("out") || key.equals("grad.in.x")) {
                expected.put(key.replace(".in", ""), doubles(tensor));
            } else if (key.startsWith("param.") && !pattern.isEmpty()) {
                given.put(pattern, doubles(tensor));
            } else if (key.startsWith("grad.param.")) {
                expected.put("grad." + pattern, doubles(tensor));
            } else if (key.startsWith("after.") && !pattern.isEmpty() && training) {
                expected.put(pattern, doubles(tensor));
            } else if (!weight.equals("num_batches_tracked") && training) {
                throw new AssertionError(name + ": what is " + key + "?");
            }
        });
        return OperationCase.of(name, network, training, rows, given, expected);
    }

    /** The axes behind those of the rows; a global pool leaves axes of 1, which we do not have. */
    private static List<Integer> shape(long[] sizes, int rowAxes) {
        boolean pooled = sizes.length == 4 && sizes[2] == 1 && sizes[3] == 1;
        return Arrays.stream(sizes).limit(pooled ? 2 : sizes.length).skip(rowAxes).mapToObj(s -> (int) s).toList();
    }

    /** The specification names the module alone; what else the case is of, its name says. */
    private static OperationCase loss(String name, TorchModule module, Map<String, Tensor> tensors) {
        Entry entry = module.entry(Group.LOSS);
        Tensor target = tensor(tensors, "in.const_target");
        int width = (int) tensor(tensors, "in.prediction").shape()[1];
        String call = entry.name() + "(output, D.y, reduction: " + name.substring(name.lastIndexOf('-') + 1)
                + (name.contains("smoothing") ? ", smoothing: 0.1" : "")
                + (tensors.containsKey("param.weight")
                        ? ", weight: " + Arrays.toString(tensor(tensors, "param.weight").floats())
                        : "")
                + ")";
        String function = switch (entry.name()) {
            case "bce" -> "sigmoid";
            case "nll" -> "log_softmax";
            default -> "relu";
        };
        String type = target.dtype().equals("I64")
                ? "class(" + width + ")"
                : (entry.name().startsWith("bce") ? "probability[" : "float[") + width + "]";
        Training training = OperationCase.loss(call, width, function, type);
        return OperationCase.of(name, training, (int) target.shape()[0],
                Map.of("prediction", doubles(tensor(tensors, "in.prediction")), "y", doubles(target), "grad",
                        doubles(tensor(tensors, "grad.out"))),
                Map.of("out", doubles(tensor(tensors, "out")), "grad.prediction",
                        doubles(tensor(tensors, "grad.in.prediction"))));
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static double[] doubles(Tensor tensor) {
        if (tensor.dtype().equals("I64")) {
            return Arrays.stream(tensor.longs()).asDoubleStream().toArray();
        }
        float[] floats = tensor.floats();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }
}
