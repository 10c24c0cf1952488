package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.lower.OperationGraphs;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Program;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.DataProgram;
import org.dnn.runtime.data.SourceRows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model sees of a column [2, 3] with gaps: given numbers, and what is learnt of the training rows alone. */
class TransformTest {
    private static final List<String> CHAINS = List.of("scale(0.5)", "scale(-3)", "log1p",
            "normalize(mean: 0.2, std: 0.5)", "normalize(mean: [0.1, 0.9], std: [2, 0.25])", "normalize(per: channel)",
            "normalize(per: all)", "standardize", "impute(median)", "impute(mean)", "impute(0.25)", "impute(-1)",
            "impute(mean) -> log1p -> scale(2) -> standardize",
            "normalize(per: all) -> impute(median) -> normalize(per: channel)",
            "standardize -> scale(3) -> impute(0) -> normalize(mean: [1, -2], std: [3, 1]) -> normalize(per: all)");
    private static final Program PROGRAM = CheckedText.of(text());
    private static final Generated DATA = Generated.of(text());
    private static final GeneratedPrograms MODELS = GeneratedPrograms.of(graphs());

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHAINS.size(); i++) {
            text.append("""
                    data D%d {
                      source: generate(rows: 40); input x: float?[2, 3] = sqrt(uniform(-0.5, 2)) -> %s
                      split: random(train: 50%%, test: 50%%)
                    }
                    model M%d(x: D%d.x) -> output: [6] { x -> flatten }
                    """.formatted(i, CHAINS.get(i), i, i));
        }
        return text.toString();
    }

    private static Map<String, Graph> graphs() {
        return PROGRAM.networks().stream()
                .collect(Collectors.toMap(Network::name, n -> OperationGraphs.network(n, false)));
    }

    static List<String> chains() {
        return CHAINS;
    }

    static List<OperationCase.Call> calls() {
        return PROGRAM.data().stream().flatMap(d -> d.columns().stream()).flatMap(g -> g.transforms().stream())
                .map(t -> new OperationCase.Call(t.entry(), t.arguments())).toList();
    }

    @ParameterizedTest
    @MethodSource("chains")
    void areWhatTheirFormulasSay(String chain) {
        int number = CHAINS.indexOf(chain);
        DataProgram data = DATA.make("D" + number, DataProgram.class);
        SourceRows rows = data.rows(Trained.places(Path.of("")));
        int[] train = data.split(rows).train();
        Column column = rows.table().column("x");
        double[] x = IntStream.range(0, column.rows() * 6).mapToDouble(i -> column.at(i / 6, i % 6)).toArray();
        assertTrue(Arrays.stream(x).anyMatch(Double::isNaN), "there are no gaps");
        double[] expected = expected(PROGRAM.data().get(number), x, train);
        for (boolean vectors : List.of(false, true)) {
            double[] found = run("M" + number, data.statistics(rows.table(), train), x, vectors);
            for (int i = 0; i < x.length; i++) {
                assertTrue(Double.isNaN(expected[i])
                        ? Double.isNaN(found[i])
                        : Math.abs(expected[i] - found[i]) <= 1e-5 + 1e-5 * Math.abs(expected[i]),
                        chain + "[" + i + "] is " + found[i] + ", not " + expected[i]);
            }
        }
    }

    private static double[] run(String model, Map<String, float[]> learnt, double[] x, boolean vectors) {
        int rows = x.length / 6;
        Graph graph = Objects.requireNonNull(graphs().get(model));
        Map<Variable, Tensor> given = new HashMap<>();
        graph.equations().forEach(e -> {
            if (e.op() instanceof org.dnn.compiler.ir.Op.Read read) {
                Tensor tensor = Tensor.of(read.variable().type().sizes(), rows);
                float[] statistic = learnt.get(read.variable().name());
                Arrays.setAll(tensor.numbers(), i -> statistic != null ? statistic[i] : x[i]);
                given.put(read.variable(), tensor);
            }
        });
        return MODELS.run(model, rows, given, vectors).entrySet().stream()
                .filter(e -> e.getKey().name().equals("out")).findFirst().orElseThrow().getValue().numbers();
    }

    private static double[] expected(DataSet data, double[] x, int[] train) {
        ColumnGroup group = data.columns().getFirst();
        double[] now = x;
        for (Transform transform : group.transforms()) {
            now = transformed(transform.entry().name(), transform.arguments(), now, train);
        }
        return now;
    }

    private static double[] transformed(String name, Arguments a, double[] x, int[] train) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i % 6 / 3;
            out[i] = switch (name) {
                case "scale" -> x[i] * a.real("factor");
                case "log1p" -> Math.log(1 + x[i]);
                case "standardize" -> standardized(x[i], of(x, train, channel));
                case "normalize" -> switch (a.word("per")) {
                    case "none" -> (x[i] - number(a, "mean", channel)) / number(a, "std", channel);
                    case "all" -> standardized(x[i], of(x, train, -1));
                    default -> standardized(x[i], of(x, train, channel));
                };
                case "impute" -> !Double.isNaN(x[i])
                        ? x[i]
                        : a.get("with") instanceof Double number
                                ? number
                                : middle(a.word("with"), of(x, train, channel));
                default -> throw new AssertionError("no plain " + name);
            };
        }
        return out;
    }

    private static double number(Arguments a, String name, int channel) {
        List<Double> numbers = a.reals(name);
        return numbers.get(numbers.size() == 1 ? 0 : channel);
    }

    /** The numbers of the training rows, of one channel or, below 0, of all; without gaps, in order. */
    private static double[] of(double[] x, int[] train, int channel) {
        return Arrays.stream(train).flatMap(r -> IntStream.range(r * 6, r * 6 + 6))
                .filter(i -> channel < 0 || i % 6 / 3 == channel).mapToDouble(i -> x[i]).filter(v -> !Double.isNaN(v))
                .sorted().toArray();
    }

    private static double standardized(double x, double[] numbers) {
        double mean = middle("mean", numbers);
        double variance = Arrays.stream(numbers).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        return (x - mean) / Math.sqrt(variance);
    }

    private static double middle(String how, double[] numbers) {
        int n = numbers.length;
        return how.equals("mean")
                ? Arrays.stream(numbers).average().orElseThrow()
                : (numbers[(n - 1) / 2] + numbers[n / 2]) / 2;
    }
}
