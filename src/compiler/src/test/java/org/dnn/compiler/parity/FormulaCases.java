package org.dnn.compiler.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Network.NamedWeight;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Training;

/**
 * Operations under other settings than PyTorch's files have. What must come out is what a plain formula says, and what its
 * finite differences say of the gradients. Numbers are random: none is near a kink.
 */
final class FormulaCases {
    private static final int ROWS = 3;
    private static final double STEP = 1e-5;

    /** Made once: several tests look at them. */
    static final List<OperationCase> ALL = Stream
            .of(activations(), alongAxes(), layers(), convolutions(), pools(), norms(), networks(), losses())
            .flatMap(List::stream).toList();

    private FormulaCases() {}

    private static List<OperationCase> activations() {
        return Stream.of("relu", "relu6", "sigmoid", "hardsigmoid", "tanh", "silu", "mish", "hardswish", "selu",
                "logsigmoid", "softsign", "tanhshrink", "threshold(0.5, -1)", "threshold(-0.5, 2)",
                "hardtanh(min_val: -0.5)", "hardtanh(min_val: -3, max_val: 0.25)", "hardtanh(max_val: 2)",
                "elu(alpha: 0.5)", "elu(alpha: 2)", "celu(alpha: 0.5)", "celu(alpha: 2)", "gelu",
                "gelu(approximate: tanh)", "hardshrink(lambda: 0)", "hardshrink(lambda: 1.5)",
                "leaky_relu(negative_slope: 0.2)", "leaky_relu(negative_slope: -0.5)", "softplus(beta: 2)",
                "softplus(beta: 0.5, threshold: 1)", "softplus(threshold: 2)", "softshrink(lambda: 0)",
                "softshrink(lambda: 1.5)").map(call -> layer(call, List.of(13), List.of(13), true)).toList();
    }

    private static List<OperationCase> alongAxes() {
        List<OperationCase> cases = new ArrayList<>();
        for (String name : List.of("softmax", "softmin", "log_softmax")) {
            for (String axis : List.of("", "(axis: 0)", "(axis: 1)", "(axis: -3)")) {
                cases.add(layer(name + axis, List.of(3, 4, 2), List.of(3, 4, 2), true));
            }
        }
        cases.add(layer("softmax2d", List.of(3, 4, 2), List.of(3, 4, 2), true));
        cases.add(layer("glu(axis: 0)", List.of(6, 4, 2), List.of(3, 4, 2), true));
        cases.add(layer("glu(axis: -2)", List.of(3, 4, 2), List.of(3, 2, 2), true));
        return cases;
    }

    private static List<OperationCase> layers() {
        return List.of(layer("Linear(1)", List.of(5), List.of(1), true),
                layer("Linear(17, bias: false)", List.of(5), List.of(17), true),
                layer("Linear(4, bias: false)", List.of(1), List.of(4), true),
                layer("flatten", List.of(2, 3, 2), List.of(12), true),
                layer("global_avg_pool", List.of(4, 3, 2), List.of(4), true),
                layer("Dropout(0)", List.of(33), List.of(33), true),
                layer("Dropout(0.2)", List.of(33), List.of(33), true),
                layer("Dropout(0.8)", List.of(3, 4, 5), List.of(3, 4, 5), true),
                layer("Dropout(0.8)", List.of(33), List.of(33), false),
                layer("PReLU(per_channel: true)", List.of(3, 4, 2), List.of(3, 4, 2), true),
                layer("PReLU(per_channel: true)", List.of(7), List.of(7), true),
                layer("RReLU", List.of(33), List.of(33), true),
                layer("RReLU(lower: 0.1, upper: 0.9)", List.of(33), List.of(33), true),
                layer("RReLU(lower: 0.3, upper: 0.5)", List.of(33), List.of(33), false));
    }

    /** Each pair of values of two settings together, in 27 cases. */
    private static List<OperationCase> convolutions() {
        List<OperationCase> cases = new ArrayList<>();
        cases.add(convolution("kernel: 3, padding: same, dilation: 2", 4, 6, 5));
        cases.add(convolution("kernel: [1, 5], padding: same, groups: 2", 8, 6, 5));
        for (int i = 0; i < 27; i++) {
            int a = i % 3;
            int b = i / 3 % 3;
            int c = i / 9;
            cases.add(convolution(a, b, c, (a + b + c) % 3, (a + 2 * b + c) % 3, (a + b + 2 * c) % 3 == 0));
        }
        return cases;
    }

    /** Every combination: three values each of kernel, stride, padding, dilation and groups, with and without bias. */
    static List<OperationCase> crossedConvolutions() {
        return IntStream.range(0, 486).mapToObj(
                i -> convolution(i % 3, i / 3 % 3, i / 9 % 3, i / 27 % 3, i / 81 % 3, i / 243 == 0)).toList();
    }

    private static OperationCase convolution(int kernel, int stride, int padding, int dilation, int groups,
            boolean bias) {
        int[][] kernels = {{1, 1}, {3, 3}, {2, 3}};
        int[][] steps = {{1, 1}, {2, 2}, {1, 2}};
        int[][] paddings = {{0, 0}, {1, 1}, {2, 1}};
        int[] k = kernels[kernel];
        int[] s = steps[stride];
        int[] p = paddings[padding];
        int[] d = steps[dilation];
        String settings = "kernel: %s, stride: %s, padding: %s, dilation: %s, groups: %d, bias: %s".formatted(
                Arrays.toString(k), Arrays.toString(s), Arrays.toString(p), Arrays.toString(d),
                List.of(1, 2, 4).get(groups), bias);
        int height = (6 + 2 * p[0] - d[0] * (k[0] - 1) - 1) / s[0] + 1;
        int width = (5 + 2 * p[1] - d[1] * (k[1] - 1) - 1) / s[1] + 1;
        return convolution(settings, groups == 0 ? 3 : 8, height, width);
    }

    private static OperationCase convolution(String settings, int filters, int height, int width) {
        return layer("Conv2d(" + filters + ", " + settings + ")", List.of(4, 6, 5), List.of(filters, height, width),
                true);
    }

    private static List<OperationCase> pools() {
        List<Integer> image = List.of(2, 7, 6);
        return List.of(layer("MaxPool2d(2)", image, List.of(2, 3, 3), true),
                layer("MaxPool2d([2, 3])", image, List.of(2, 3, 2), true),
                layer("MaxPool2d(3, stride: 1)", image, List.of(2, 5, 4), true),
                layer("MaxPool2d(3, stride: [1, 2], padding: 1)", image, List.of(2, 7, 3), true),
                layer("MaxPool2d([3, 2], padding: [1, 0])", image, List.of(2, 3, 3), true),
                layer("MaxPool2d(2, ceil_mode: true)", image, List.of(2, 4, 3), true),
                layer("MaxPool2d(2, padding: 1, ceil_mode: true)", image, List.of(2, 4, 4), true),
                layer("MaxPool2d(2, dilation: 2)", image, List.of(2, 3, 2), true),
                layer("MaxPool2d([3, 2], stride: 1, dilation: [1, 3], ceil_mode: true)", image, List.of(2, 5, 3),
                        true),
                layer("AvgPool2d(2)", image, List.of(2, 3, 3), true),
                layer("AvgPool2d([2, 3])", image, List.of(2, 3, 2), true),
                layer("AvgPool2d(3, stride: 1)", image, List.of(2, 5, 4), true),
                layer("AvgPool2d(3, stride: [1, 2], padding: 1)", image, List.of(2, 7, 3), true),
                layer("AvgPool2d(3, padding: 1, count_include_pad: false)", image, List.of(2, 3, 2), true),
                layer("AvgPool2d([2, 3], padding: [1, 0], count_include_pad: false)", image, List.of(2, 4, 2), true),
                layer("AvgPool2d(2, ceil_mode: true)", image, List.of(2, 4, 3), true),
                layer("AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true)", image, List.of(2, 4, 4), true),
                layer("AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false)", image,
                        List.of(2, 4, 4), true));
    }

    private static List<OperationCase> norms() {
        List<OperationCase> cases = new ArrayList<>();
        List<Integer> image = List.of(3, 4, 2);
        for (String settings : List.of("", "eps: 0.001", "eps: 0.1", "momentum: 0.3", "momentum: 1", "momentum: 0",
                "affine: false", "track_running_stats: false", "affine: false, track_running_stats: false")) {
            cases.add(layer("BatchNorm(" + settings + ")", image, image, true));
            cases.add(layer("BatchNorm(" + settings + ")", List.of(5), List.of(5), false));
        }
        cases.add(layer("BatchNorm(eps: 0.1, momentum: 0.3)", List.of(5), List.of(5), true));
        for (String settings : List.of("", "eps: 0.001", "eps: 0.1", "elementwise_affine: false", "bias: false",
                "elementwise_affine: false, bias: false")) {
            cases.add(layer("LayerNorm(" + settings + ")", image, image, true));
            cases.add(layer("LayerNorm(" + settings + ")", List.of(5), List.of(5), false));
        }
        return cases;
    }

    /** Values used by several, joined, computed with, and repeated. */
    private static List<OperationCase> networks() {
        return List.of(
                network("concat(x, x -> relu, x * 2)", List.of(3, 2, 2), List.of(9, 2, 2), given -> {
                    Tensor x = x(given, List.of(3, 2, 2));
                    return PlainLayers.joined(List.of(x, PlainLayers.each(x, v -> Math.max(0, v)),
                            PlainLayers.each(x, v -> 2 * v)));
                }),
                network("concat(x)", List.of(3), List.of(3), given -> x(given, List.of(3))),
                network("(1 - x) * (x / 4) / (x * x + 2) - x", List.of(5), List.of(5),
                        given -> PlainLayers.each(x(given, List.of(5)), v -> (1 - v) * (v / 4) / (v * v + 2) - v)),
                network("(x -> softmax) + (x -> Linear(4) as first)", List.of(4), List.of(4), given -> {
                    Tensor x = x(given, List.of(4));
                    return sum(plain("softmax", "", x, given), plain("Linear(4)", "first", x, given));
                }),
                network("(x -> BatchNorm as norm -> relu -> Linear(2) as first) + (x -> Linear(2) as second)",
                        List.of(3), List.of(2), given -> {
                            Tensor norm = plain("BatchNorm", "norm", x(given, List.of(3)), given);
                            return sum(plain("Linear(2)", "first", plain("relu", "", norm, given), given),
                                    plain("Linear(2)", "second", x(given, List.of(3)), given));
                        }),
                network("x -> repeat 3 { Linear(4) as own -> tanh }", List.of(4), List.of(4),
                        given -> turns(x(given, List.of(4)), 3, given)),
                network("x -> repeat 0 { Linear(4) as own -> tanh } -> relu", List.of(4), List.of(4),
                        given -> PlainLayers.each(x(given, List.of(4)), v -> Math.max(0, v))));
    }

    private static Tensor sum(Tensor a, Tensor b) {
        return new Tensor(a.sizes(),
                IntStream.range(0, a.numbers().length).mapToDouble(i -> a.numbers()[i] + b.numbers()[i]).toArray());
    }

    private static Tensor x(Map<String, double[]> given, List<Integer> shape) {
        return tensor(given.getOrDefault("x", new double[0]), shape);
    }

    private static Tensor tensor(double[] numbers, List<Integer> shape) {
        return new Tensor(IntStream.concat(IntStream.of(ROWS), shape.stream().mapToInt(s -> s)).toArray(), numbers);
    }

    private static Tensor plain(String call, String path, Tensor x, Map<String, double[]> given) {
        List<Integer> shape = Arrays.stream(x.sizes()).skip(1).boxed().toList();
        List<Integer> result = call.startsWith("Linear(2)") ? List.of(2) : shape;
        Node.Layer layer = (Node.Layer) OperationCase.network("x -> " + call, shape, result).nodes().getLast();
        return PlainLayers.of(layer.entry().name(), layer.arguments(), path, given, x, true).out();
    }

    /** Turn t of a repetition has the t-th matrix of the stack. */
    private static Tensor turns(Tensor x, int count, Map<String, double[]> given) {
        Tensor now = x;
        for (int t = 0; t < count; t++) {
            Map<String, double[]> own = new HashMap<>();
            int turn = t;
            given.forEach((name, numbers) -> {
                if (name.startsWith("own.")) {
                    int size = numbers.length / count;
                    own.put("own" + name.substring(name.lastIndexOf('.')),
                            Arrays.copyOfRange(numbers, turn * size, (turn + 1) * size));
                }
            });
            now = PlainLayers.each(plain("Linear(4)", "own", now, own), Math::tanh);
        }
        return now;
    }

    private static List<OperationCase> losses() {
        List<OperationCase> cases = new ArrayList<>();
        for (String reduction : List.of("", ", reduction: sum")) {
            for (String call : List.of("mse(output, D.y%s)", "l1(output, D.y%s)", "smooth_l1(output, D.y, beta: 0%s)",
                    "smooth_l1(output, D.y, beta: 0.5%s)", "smooth_l1(output, D.y, beta: 2%s)",
                    "huber(output, D.y, delta: 0.5%s)", "huber(output, D.y, delta: 2%s)")) {
                cases.add(loss(call.formatted(reduction), "relu", "float[4]"));
            }
            cases.add(loss("bce(output, D.y%s)".formatted(reduction), "sigmoid", "bool[4]"));
            cases.add(loss("bce(output, D.y%s)".formatted(reduction), "sigmoid", "probability[4]"));
            for (String call : List.of("bce_with_logits(output, D.y%s)",
                    "bce_with_logits(output, D.y, pos_weight: 3%s)",
                    "bce_with_logits(output, D.y, pos_weight: [0.5, 1, 2, 0]%s)")) {
                cases.add(loss(call.formatted(reduction), "relu", "bool[4]"));
            }
            for (String target : List.of("class(4)", "one_hot(4)")) {
                for (String settings : List.of("", ", smoothing: 0.3", ", smoothing: 1", ", weight: [1, 2, 0.5, 0]",
                        ", weight: [3, 3, 3, 3]", ", weight: [1, 2, 0.5, 3], smoothing: 0.2")) {
                    cases.add(loss("cross_entropy(output, D.y" + settings + reduction + ")", "relu", target));
                }
                for (String settings : List.of("", ", weight: [1, 2, 0.5, 0]", ", weight: [3, 3, 3, 3]")) {
                    cases.add(loss("nll(output, D.y" + settings + reduction + ")", "log_softmax", target));
                }
            }
        }
        return cases;
    }

    private static OperationCase layer(String call, List<Integer> shape, List<Integer> result, boolean training) {
        Network network = OperationCase.network("x -> " + call, shape, result);
        String name = call + " of " + shape + (training ? "" : " in evaluation");
        Node.Layer layer = (Node.Layer) network.nodes().getLast();
        Map<String, double[]> given = given(network, name);
        PlainLayers.Outcome outcome = PlainLayers.of(layer.entry().name(), layer.arguments(), layer.path(), given,
                x(given, shape), training);
        return finished(name, network, training, given, outcome.buffers(),
                changed -> PlainLayers.of(layer.entry().name(), layer.arguments(), layer.path(), changed,
                        x(changed, shape), training).out());
    }

    private static OperationCase network(String body, List<Integer> shape, List<Integer> result,
            Function<Map<String, double[]>, Tensor> plain) {
        Network network = OperationCase.network(body, shape, result);
        Map<String, double[]> given = given(network, body);
        Map<String, double[]> buffers = new HashMap<>();
        if (given.containsKey("norm.weight")) {
            buffers.putAll(normBuffers(given, shape));
        }
        return finished(body, network, true, given, buffers, plain);
    }

    private static Map<String, double[]> normBuffers(Map<String, double[]> given, List<Integer> shape) {
        Node.Layer norm = (Node.Layer) OperationCase.network("x -> BatchNorm", shape, shape).nodes().getLast();
        return PlainLayers.of("BatchNorm", norm.arguments(), "norm", given, x(given, shape), true).buffers();
    }

    private static OperationCase finished(String name, Network network, boolean training, Map<String, double[]> given,
            Map<String, double[]> buffers, Function<Map<String, double[]>, Tensor> plain) {
        Tensor out = plain.apply(given);
        double[] upstream = numbers(new Random(7), out.numbers().length, -1, 1);
        Map<String, double[]> expected = new LinkedHashMap<>(buffers);
        expected.put("out", out.numbers());
        ToDoubleFunction<Map<String, double[]>> scalar = changed -> {
            double[] numbers = plain.apply(changed).numbers();
            return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i] * upstream[i]).sum();
        };
        expected.put("grad.x", differences(given, "x", scalar));
        network.weights().stream().filter(w -> w.weight().trained()).map(NamedWeight::pattern)
                .forEach(w -> expected.put("grad." + w, differences(given, w, scalar)));
        Map<String, double[]> all = new HashMap<>(given);
        all.put("grad", upstream);
        return OperationCase.of(name, network, training, ROWS, all, expected);
    }

    private static Map<String, double[]> given(Network network, String name) {
        Random random = new Random(name.hashCode());
        Map<String, double[]> given = new LinkedHashMap<>();
        int size = network.inputs().getFirst().shape().stream().reduce(ROWS, Math::multiplyExact);
        given.put("x", numbers(random, size, -3, 3));
        for (NamedWeight weight : network.weights()) {
            boolean variance = weight.weight().name().equals("running_var");
            given.put(weight.pattern(), numbers(random, (int) weight.elements(), variance ? 0.5 : -1, 1));
        }
        return given;
    }

    private static OperationCase loss(String call, String function, String target) {
        Training training = OperationCase.loss(call, 4, function, target);
        Random random = new Random(call.hashCode());
        int rows = 5;
        double[] prediction = switch (function) {
            case "sigmoid" -> numbers(random, rows * 4, 0.05, 0.95);
            case "log_softmax" -> numbers(random, rows * 4, -5, -0.1);
            default -> numbers(random, rows * 4, -3, 3);
        };
        double[] y = switch (target) {
            case "class(4)" -> IntStream.range(0, rows).mapToDouble(_ -> random.nextInt(4)).toArray();
            case "bool[4]" -> IntStream.range(0, rows * 4).mapToDouble(_ -> random.nextInt(2)).toArray();
            case "one_hot(4)" -> IntStream.range(0, rows * 4).mapToDouble(i -> i % 4 == i / 4 % 4 ? 1 : 0).toArray();
            default -> numbers(random, rows * 4, 0, 1);
        };
        Map<String, double[]> given = new HashMap<>(Map.of("prediction", prediction, "y", y, "grad",
                new double[]{1.5}));
        ToDoubleFunction<Map<String, double[]>> plain = g -> PlainLosses.of(training.loss().entry().name(),
                training.loss().arguments(), g.getOrDefault("prediction", prediction), y, rows);
        double[] gradient = differences(given, "prediction", g -> 1.5 * plain.applyAsDouble(g));
        return OperationCase.of(call + " of " + target, training, rows, given,
                Map.of("out", new double[]{plain.applyAsDouble(given)}, "grad.prediction", gradient));
    }

    /** What a scalar changes by with each of some numbers. */
    private static double[] differences(Map<String, double[]> given, String by,
            ToDoubleFunction<Map<String, double[]>> scalar) {
        double[] numbers = given.getOrDefault(by, new double[0]);
        double[] gradient = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            gradient[i] = (scalar.applyAsDouble(moved(given, by, i, STEP))
                    - scalar.applyAsDouble(moved(given, by, i, -STEP))) / (2 * STEP);
        }
        return gradient;
    }

    private static Map<String, double[]> moved(Map<String, double[]> given, String name, int index, double by) {
        Map<String, double[]> moved = new HashMap<>(given);
        double[] numbers = given.getOrDefault(name, new double[0]).clone();
        numbers[index] += by;
        moved.put(name, numbers);
        return moved;
    }

    /** Floats, since that is what generated programs get. */
    private static double[] numbers(Random random, int count, double low, double high) {
        return IntStream.range(0, count).mapToDouble(_ -> (float) (low + (high - low) * random.nextDouble()))
                .toArray();
    }
}
