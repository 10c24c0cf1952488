package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** Networks in machine code give the bits of plain Java: with every layer and every loss, in strips and too large for them. */
class MachineNetworksTest {
    /** Two strips, of which one is not whole; the last batch of an epoch has two rows. */
    private static final int BATCH = 300;
    /** Members of a team share them, so that the vectors of some are not whole. */
    private static final int BATCH_OF_LARGE = 30;
    /** Instead of eight numbers, of networks that are too large for strips, in turn; every vector of the first is whole. */
    private static final List<Integer> LARGE = List.of(208, 250);
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

    /** What comes between two layers of images. */
    private static final List<String> IMAGE_LAYERS = List.of("relu -> MaxPool2d(2)", "BatchNorm -> relu",
            "AvgPool2d(2) -> tanh", "softmax2d", "global_avg_pool", "Dropout -> Conv2d(4, kernel: 3) -> sigmoid",
            "PReLU(per_channel: true)", "Conv2d(20, kernel: 1, bias: false) -> BatchNorm -> relu",
            "BatchNorm -> Conv2d(5, kernel: 2) -> BatchNorm -> relu");

    private static final Map<String, SourceFile> SMALL_FILES = files(small());
    private static final Map<String, SourceFile> LARGE_FILES = files(large());
    private static final Map<String, SourceFile> FILES = Stream.of(SMALL_FILES, LARGE_FILES)
            .flatMap(m -> m.entrySet().stream()).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    private static final Generated GENERATED = Generated.of(List.copyOf(FILES.values()), Set.of());

    private static List<String> small() {
        List<String> networks = new ArrayList<>();
        for (String layer : LAYERS) {
            networks.add(network(networks.size(), "float[4]", "[4]", body(layer, 8), "mse(y, D.y)"));
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
        return networks;
    }

    /** A layer between two others, of so many numbers each. */
    private static String body(String layer, int size) {
        String of = layer.replace("Linear(8)", "Linear(" + size + ")");
        return of.matches(".*\\bh\\b.*")
                ? "h = x -> Linear(" + size + ") -> silu; " + of + " -> Linear(4)"
                : "x -> Linear(" + size + ") -> " + of + " -> Linear(4)";
    }

    private static List<String> large() {
        List<String> networks = new ArrayList<>();
        for (String layer : LAYERS) {
            networks.add(large(networks.size(), "float[64]", body(layer, LARGE.get(networks.size() % LARGE.size()))));
        }
        for (String layer : IMAGE_LAYERS) {
            networks.add(large(networks.size(), "float[3, 10, 12]",
                    "x -> Conv2d(6, kernel: 3, padding: 1) -> " + layer + " -> flatten -> Linear(40) -> Linear(4)"));
        }
        return networks;
    }

    private static String large(int number, String input, String body) {
        return network(number, "float[4]", "[4]", body, "mse(y, D.y)").replace("float[3]", input)
                .replace("batch: " + BATCH, "batch: " + BATCH_OF_LARGE).replace("rows: 1000", "rows: 100")
                .replace("train T", "train L");
    }

    private static Map<String, SourceFile> files(List<String> networks) {
        return networks.stream().collect(Collectors.toMap(text -> text,
                text -> new SourceFile(name(text) + ".dnn", text), (a, _) -> a, LinkedHashMap::new));
    }

    /** That of the train block. */
    private static String name(String text) {
        Matcher train = Pattern.compile("train (\\w+)").matcher(text);
        assertTrue(train.find());
        return train.group(1).toLowerCase(Locale.ROOT);
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

    private static boolean isInStrips(String text) {
        return trained(text).isInStrips();
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
        assertEquals(List.of(), SMALL_FILES.keySet().stream().filter(text -> !isInStrips(text)).toList());
        assertEquals(List.of(), LARGE_FILES.keySet().stream().filter(MachineNetworksTest::isInStrips).toList());
        assertEquals(List.of(), Stream.of(SMALL_FILES, LARGE_FILES).flatMap(f -> f.keySet().stream())
                .filter(text -> !trained(text).hasMachineForm()).toList());
    }

    /** So that Java's Vector API need not be there. */
    @Test
    void nothingOfATrainingIsLeftToVectors() {
        assertEquals(List.of(), FILES.keySet().stream().filter(text -> trained(text).machineNeedsVectors()).toList());
    }

    @Test
    void everyLayerAndEveryLossIsThere() {
        Set<String> missing = new TreeSet<>();
        for (Entry entry : Catalog.all()) {
            Pattern called = Pattern.compile("\\b" + entry.name() + "\\b");
            if ((entry.group() == Group.LAYER || entry.group() == Group.LOSS)
                    && SMALL_FILES.keySet().stream().noneMatch(text -> called.matcher(text).find())) {
                missing.add(entry.name());
            }
        }
        assertEquals(NOT_IN_STRIPS, missing);
        missing.removeIf(name -> LARGE_FILES.keySet().stream().anyMatch(text -> text.contains(name)));
        assertEquals(Set.of(), missing);
    }
}
