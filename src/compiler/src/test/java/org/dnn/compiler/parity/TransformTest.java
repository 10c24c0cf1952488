package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.lower.OperationGraphs;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Program;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.DataProgram;
import org.dnn.runtime.data.SourceRows;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model sees of columns, with gaps and without: given numbers, and what is learnt of the training rows alone. */
class TransformTest {
    /** Of a generated column [2, 3] without gaps; a channel has three numbers. */
    private static final List<String> WHOLE = List.of("scale(0.5)", "scale(-3)", "log1p",
            "normalize(mean: 0.2, std: 0.5)", "normalize(mean: [0.1, 0.9], std: [2, 0.25])", "normalize(per: channel)",
            "normalize(per: all)", "standardize", "normalize(per: all) -> normalize(per: channel)",
            "standardize -> scale(3) -> normalize(mean: [1, -2], std: [3, 1]) -> normalize(per: all)");
    /** Of three columns of a CSV file with gaps. */
    private static final List<String> GAPS = List.of("impute(median)", "impute(mean)", "impute(0.25)", "impute(-1)",
            "impute(mean) -> log1p -> scale(2) -> standardize");
    private static final List<String> CHAINS = Stream.concat(WHOLE.stream(), GAPS.stream()).toList();
    private static final int ROWS = 40;
    private static final Program PROGRAM = CheckedText.of(text());
    private static final Generated DATA = Generated.of(text());
    private static final GeneratedPrograms MODELS = GeneratedPrograms.of(graphs());

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHAINS.size(); i++) {
            boolean gaps = GAPS.contains(CHAINS.get(i));
            text.append("""
                    data D%d {
                      source: %s; input %s -> %s
                      split: random(train: 50%%, test: 50%%)
                    }
                    model M%d(x: D%d.%s) -> output: [%d] { x -> flatten }
                    """.formatted(i, gaps ? "csv(\"gaps.csv\")" : "generate(rows: " + ROWS + ")",
                    gaps ? "a, b, c: float?" : "x: float[2, 3] = uniform(0.1, 2)", CHAINS.get(i), i, i,
                    gaps ? "inputs" : "x", gaps ? 3 : 6));
        }
        return text.toString();
    }

    /** A number in three of four places. */
    private static void writeGaps(Path folder) throws IOException {
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int row = 0; row < ROWS; row++) {
            int number = row;
            text.append(IntStream.range(0, 3)
                    .mapToObj(c -> (number + c) % 4 == 3 ? "" : (number * 7 + c * 5) % 23 / 8.0 + "")
                    .collect(Collectors.joining(","))).append('\n');
        }
        Files.writeString(folder.resolve("gaps.csv"), text);
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

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("chains")
    void areWhatTheirFormulasSay(String chain) throws IOException {
        writeGaps(folder);
        int number = CHAINS.indexOf(chain);
        DataProgram data = DATA.make("D" + number, DataProgram.class);
        SourceRows rows = data.rows(Trained.places(folder));
        int[] train = data.split(rows).train();
        Column column = rows.table().columns().values().iterator().next();
        int width = column.width();
        double[] x = IntStream.range(0, column.rows() * width).mapToDouble(i -> column.at(i / width, i % width))
                .toArray();
        assertEquals(GAPS.contains(chain), Arrays.stream(x).anyMatch(Double::isNaN), "gaps");
        double[] expected = expected(PROGRAM.data().get(number), new Numbers(x, width, GAPS.contains(chain) ? 1 : 3),
                train);
        for (Form form : List.of(Form.PLAIN, Form.VECTORS)) {
            double[] found = run("M" + number, data.statistics(rows.table(), train), x, width, form);
            for (int i = 0; i < x.length; i++) {
                assertTrue(Double.isNaN(expected[i])
                        ? Double.isNaN(found[i])
                        : Math.abs(expected[i] - found[i]) <= 1e-5 + 1e-5 * Math.abs(expected[i]),
                        chain + "[" + i + "] is " + found[i] + ", not " + expected[i]);
            }
        }
    }

    private static double[] run(String model, Map<String, float[]> learnt, double[] x, int width, Form form) {
        int rows = x.length / width;
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
        return MODELS.run(model, rows, given, form).entrySet().stream()
                .filter(e -> e.getKey().name().equals("out")).findFirst().orElseThrow().getValue().numbers();
    }

    /**
     * Numbers, row after row.
     *
     * @param width   of a row
     * @param channel how many numbers of a row share what is learnt
     */
    private record Numbers(double[] x, int width, int channel) {
        /** The channel of a number. */
        int channelOf(int i) {
            return i % width / channel;
        }

        /** The numbers of the training rows, of one channel or, below 0, of all; without gaps, in order. */
        double[] of(int[] train, int wanted) {
            return Arrays.stream(train).flatMap(r -> IntStream.range(r * width, r * width + width))
                    .filter(i -> wanted < 0 || channelOf(i) == wanted).mapToDouble(i -> x[i])
                    .filter(v -> !Double.isNaN(v)).sorted().toArray();
        }
    }

    private static double[] expected(DataSet data, Numbers given, int[] train) {
        Numbers now = given;
        for (Transform transform : data.columns().getFirst().transforms()) {
            now = new Numbers(transformed(transform.entry().name(), transform.arguments(), now, train), now.width(),
                    now.channel());
        }
        return now.x();
    }

    private static double[] transformed(String name, Arguments a, Numbers numbers, int[] train) {
        double[] x = numbers.x();
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = numbers.channelOf(i);
            out[i] = switch (name) {
                case "scale" -> x[i] * a.real("factor");
                case "log1p" -> Math.log(1 + x[i]);
                case "standardize" -> standardized(x[i], numbers.of(train, channel));
                case "normalize" -> switch (a.word("per")) {
                    case "none" -> (x[i] - number(a, "mean", channel)) / number(a, "std", channel);
                    case "all" -> standardized(x[i], numbers.of(train, -1));
                    default -> standardized(x[i], numbers.of(train, channel));
                };
                case "impute" -> !Double.isNaN(x[i])
                        ? x[i]
                        : a.get("with") instanceof Double number
                                ? number
                                : middle(a.word("with"), numbers.of(train, channel));
                default -> throw new AssertionError("no plain " + name);
            };
        }
        return out;
    }

    private static double number(Arguments a, String name, int channel) {
        List<Double> numbers = a.reals(name);
        return numbers.get(numbers.size() == 1 ? 0 : channel);
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
