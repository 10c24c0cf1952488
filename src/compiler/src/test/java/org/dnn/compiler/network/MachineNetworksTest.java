package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.MachineForm;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.network.TrainedNetwork.Trace;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in machine code give the bits of plain Java: with every layer and every loss that can be in strips. */
class MachineNetworksTest {
    /** Two strips, of which one is not whole; the last batch of an epoch has two rows. */
    private static final int BATCH = 300;
    /** What comes between two layers, of eight numbers. */
    private static final List<String> LAYERS = List.of("relu", "relu6", "threshold(0.1, -0.2)", "hardtanh",
            "hardtanh(min_val: -0.5, max_val: 0.3)", "sigmoid", "hardsigmoid", "tanh", "silu", "mish", "hardswish",
            "elu", "elu(alpha: 0.7)", "celu", "celu(alpha: 1.3)", "selu", "gelu", "gelu(approximate: tanh)",
            "hardshrink(lambda: 0.2)", "leaky_relu", "leaky_relu(negative_slope: -0.5)", "logsigmoid", "softplus",
            "softplus(beta: 0.5, threshold: 0.1)", "softshrink(lambda: 0.1)", "softsign", "tanhshrink", "softmax",
            "softmin", "log_softmax", "glu", "flatten", "Linear(17) -> relu", "Linear(5, bias: false) -> tanh",
            "LayerNorm", "LayerNorm(eps: 0.1)", "LayerNorm(bias: false)", "LayerNorm(elementwise_affine: false)",
            "Dropout", "Dropout(0.2) -> tanh", "PReLU", "PReLU(per_channel: true)", "RReLU",
            "RReLU(lower: 0.1, upper: 0.9)", "concat(h, h -> relu, h * 2)", "(h -> tanh) * (h -> Linear(8))",
            "(1 - h) * (h / 4) / (h * h + 2) - h", "(h -> softmax) + (h -> Linear(8) -> gelu)");
    private record Losses(String target, List<String> calls) {}

    private static final List<Losses> LOSSES = List.of(
            new Losses("float[4]",
                    List.of("mse(y, D.y)", "l1(y, D.y)", "smooth_l1(y, D.y)", "smooth_l1(y, D.y, beta: 0)",
                            "smooth_l1(y, D.y, beta: 0.3)", "huber(y, D.y)", "huber(y, D.y, delta: 0.5)")),
            new Losses("bool[4]",
                    List.of("bce(y, D.y)", "bce_with_logits(y, D.y)", "bce_with_logits(y, D.y, pos_weight: 2.5)",
                            "bce_with_logits(y, D.y, pos_weight: [0.5, 1, 2, 0])")),
            new Losses("class(4)", List.of("cross_entropy(y, D.y)", "cross_entropy(y, D.y, smoothing: 0.1)",
                    "cross_entropy(y, D.y, weight: [1, 2, 0.5, 3], smoothing: 0.2, reduction: sum)", "nll(y, D.y)",
                    "nll(y, D.y, weight: [1, 2, 0.5, 0], reduction: sum)")),
            new Losses("one_hot(4)", List.of("mse(y, D.y)", "cross_entropy(y, D.y)",
                    "cross_entropy(y, D.y, smoothing: 0.1)",
                    "cross_entropy(y, D.y, weight: [1, 2, 0.5, 3], smoothing: 0.2, reduction: sum)", "nll(y, D.y)")));
    /** Of images, and what needs all rows first; the mean of a loss whose classes have weights is another. */
    private static final Set<String> NOT_IN_STRIPS = Set.of("AvgPool2d", "BatchNorm", "Conv2d", "MaxPool2d",
            "global_avg_pool", "softmax2d");

    private static final Map<String, SourceFile> FILES = files();
    private static final Generated GENERATED = Generated.of(List.copyOf(FILES.values()), Set.of());

    private static Map<String, SourceFile> files() {
        List<String> networks = new ArrayList<>();
        for (String layer : LAYERS) {
            networks.add(network(networks.size(), "float[4]", "[4]", layer.matches(".*\\bh\\b.*")
                    ? "h = x -> Linear(8) -> silu; " + layer + " -> Linear(4)"
                    : "x -> Linear(8) -> " + layer + " -> Linear(4)", "mse(y, D.y)"));
        }
        for (Losses losses : LOSSES) {
            for (String loss : losses.calls()) {
                networks.add(network(networks.size(), losses.target(), output(loss), body(loss), loss));
                if (!loss.contains("reduction")) {
                    networks.add(network(networks.size(), losses.target(), output(loss), body(loss),
                            loss.replace("D.y", "D.y, reduction: sum")));
                }
            }
        }
        return IntStream.range(0, networks.size()).boxed().collect(Collectors.toMap(networks::get,
                n -> new SourceFile("net" + n + ".dnn", networks.get(n)), (a, _) -> a, LinkedHashMap::new));
    }

    private static String output(String loss) {
        return (loss.startsWith("bce(") ? "probability" : loss.startsWith("nll(") ? "log_probability" : "") + "[4]";
    }

    private static String body(String loss) {
        String last = loss.startsWith("bce(") ? " -> sigmoid" : loss.startsWith("nll(") ? " -> log_softmax" : "";
        return "x -> Linear(8) -> relu -> Linear(4)" + last;
    }

    /** Each with a name of its own for the train block. */
    private static String network(int number, String target, String output, String body, String loss) {
        return """
                data D {
                  source: generate(rows: 1000); input x: float[3] = uniform(-1, 1); target y: %s = %s
                }
                model M(x: D.x) -> y: %s { %s }
                train T%d { model: M(D.x); loss: %s; optimizer: Adam(lr: 0.01); epochs: 2; batch: %d }
                """.formatted(target, target.startsWith("float") ? "uniform(0, 1)" : "0", output,
                body.replace("; ", "\n"), number, loss, BATCH);
    }

    static Set<String> networks() {
        return FILES.keySet();
    }

    private static TrainedNetwork trained(String text) {
        SourceFile file = Objects.requireNonNull(FILES.get(text));
        return new TrainedNetwork(file, GENERATED.in(file));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyFormAndTeamGivesTheSameBits(String text) {
        MachineForm.assumeHere();
        TrainedNetwork network = trained(text);
        Trace plain = network.run(1, Form.PLAIN);
        TrainedNetwork.assertSame("vectors", plain, network.run(1, Form.VECTORS));
        TrainedNetwork.assertSame("machine code", plain, network.run(1, Form.MACHINE));
        TrainedNetwork.assertSame("machine code, three threads", plain, network.run(3, Form.MACHINE));
    }

    @Test
    void allHaveTheForm() {
        assertEquals(List.of(), FILES.keySet().stream().filter(text -> !trained(text).hasMachineForm()).toList());
    }

    @Test
    void everyLayerAndEveryLossIsThere() {
        Set<String> missing = new TreeSet<>();
        for (Entry entry : Catalog.all()) {
            Pattern called = Pattern.compile("\\b" + entry.name() + "\\b");
            if ((entry.group() == Group.LAYER || entry.group() == Group.LOSS)
                    && FILES.keySet().stream().noneMatch(text -> called.matcher(text).find())) {
                missing.add(entry.name());
            }
        }
        assertEquals(NOT_IN_STRIPS, missing);
    }
}
