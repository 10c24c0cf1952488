package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every setting, and every option of every entry of the catalogue, changes what is generated. */
class OptionsTest {
    private static final String SPLIT = "random(train: 60%, validation: 20%, test: 20%)";
    private static final String VECTOR = "float[6] = normal(0, 1)";
    private static final String IMAGE = "float[4, 9, 9] = normal(0, 1)";
    private static final String REAL = "float[3] = [sum(x), 1, 2]";
    private static final String CLASS = "class(3) = sum(x) < 0";
    private static final String TRUTH = "bool = sum(x) < 0";

    /** What an option shows only beside. */
    private static final Map<String, String> BESIDE = Map.ofEntries(Map.entry("SGD.dampening", "momentum: 0.9"),
            Map.entry("SGD.nesterov", "momentum: 0.9"), Map.entry("AvgPool2d.count_include_pad", "padding: 1"),
            Map.entry("normalize.mean", "std: 2"), Map.entry("normalize.std", "mean: 1"),
            Map.entry("random.test", "validation: 10%"), Map.entry("stratified.test", "validation: 10%"),
            Map.entry("official.train", "validation: 10"));

    /** The pieces that stand outside of the train block. */
    private static final Set<String> OUTSIDE = Set.of("source", "input", "target", "split", "body", "seed of data",
            "seed of file", "export");

    /** A program, piece by piece. */
    private record Sample(Map<String, String> pieces) {
        static Sample of(String input, String target, String body) {
            Map<String, String> pieces = new LinkedHashMap<>(Map.of("source", "generate(rows: 100)", "input", input,
                    "target", target, "split", SPLIT, "body", body, "loss", "mse(y, D.y)", "optimizer", "SGD(lr: 0.1)",
                    "epochs", "4", "batch", "10"));
            return new Sample(pieces);
        }

        Sample with(String piece, String value) {
            Map<String, String> changed = new LinkedHashMap<>(pieces);
            changed.put(piece, value);
            return new Sample(changed);
        }

        private String piece(String name, String before) {
            String value = pieces.getOrDefault(name, "");
            return value.isEmpty() ? "" : before + value;
        }

        String text() {
            String inner = pieces.entrySet().stream().filter(e -> !OUTSIDE.contains(e.getKey()))
                    .map(e -> "  " + e.getKey() + ": " + e.getValue() + "\n").collect(Collectors.joining());
            int outputs = piece("body", "").contains("Linear(1)") ? 1 : 3;
            return piece("seed of file", "seed: ") + "\ndata D {" + piece("source", "\n  source: ")
                    + piece("input", "\n  input x: ") + piece("target", "\n  target y: ")
                    + piece("split", "\n  split: ") + piece("seed of data", "\n  seed: ")
                    + "\n}\nmodel M(x: D.x) -> y: [" + outputs + "] {" + piece("body", "\n  x -> ")
                    + "\n}\ntrain T {\n  model: M(D.x)\n" + inner + "}\n" + piece("export", "");
        }
    }

    private static Optional<String> generated(String text) {
        Compilation compilation = Compiler.compile(new Request(List.of(new SourceFile("net.dnn", text)), Map.of(),
                Outside.NOTHING, Set.of()));
        return compilation.hasErrors() ? Optional.empty() : Optional.of(compilation.sources().toString());
    }

    private static final Sample CSV = Sample.of("float", "float", "Linear(1)").with("source", "csv(\"rows.csv\")");
    private static final Sample IDX = Sample.of("u8[1, 9, 9]", "class(3)", "flatten -> Linear(3)")
            .with("source", "idx(train_images: \"a\", train_labels: \"b\", test_images: \"c\", test_labels: \"d\")")
            .with("split", "").with("loss", "cross_entropy(y, D.y)");

    /** The programs in which an entry may be tried: what a call of it becomes. */
    private static List<UnaryOperator<String>> places(Entry entry) {
        return switch (entry.group()) {
            case LAYER -> List.of(
                    call -> Sample.of(VECTOR, REAL, call + " -> flatten -> Linear(3)").text(),
                    call -> Sample.of(IMAGE, "float[3] = [1, 2, 3]", call + " -> flatten -> Linear(3)").text());
            case LOSS -> Stream.of(REAL, CLASS, TRUTH)
                    .flatMap(target -> Stream.of("", " -> sigmoid", " -> log_softmax")
                            .<UnaryOperator<String>>map(end -> call -> Sample
                                    .of(VECTOR, target, "Linear(" + (target.equals(TRUTH) ? 1 : 3) + ")" + end)
                                    .with("loss", call.replaceFirst("\\(", "(y, D.y, ").replace(", )", ")")).text()))
                    .toList();
            case OPTIMIZER -> List.of(call -> Sample.of(VECTOR, REAL, "Linear(3)")
                    .with("optimizer", call.replaceFirst("\\(", "(lr: 0.1, ").replace(", )", ")")).text(),
                    call -> Sample.of(VECTOR, REAL, "Linear(3)").with("optimizer", call).text());
            case SCHEDULE -> List.of(call -> Sample.of(VECTOR, REAL, "Linear(3)")
                    .with("optimizer", call.startsWith("plateau") && !call.contains("from") ? "SGD(lr: 0.1)" : "SGD")
                    .with("lr", call).text());
            case INITIALISER -> List.of(call -> Sample.of(VECTOR, REAL, "Linear(3, init: " + call + ")").text());
            case METRIC -> Stream.of(REAL, CLASS, TRUTH).<UnaryOperator<String>>map(target -> call -> Sample
                    .of(VECTOR, target, "Linear(" + (target.equals(TRUTH) ? 1 : 3) + ")")
                    .with("loss", target.equals(CLASS)
                            ? "cross_entropy(y, D.y)"
                            : target.equals(TRUTH) ? "bce_with_logits(y, D.y)" : "mse(y, D.y)")
                    .with("metrics", call).text()).toList();
            case TRANSFORM ->
                List.of(call -> Sample.of(VECTOR + " -> " + call, "float[3] = [1, 2, 3]", "Linear(3)").text(),
                        call -> CSV.with("input", "float? -> " + call).text());
            case SOURCE -> List.of(call -> Sample.of(VECTOR, REAL, "Linear(3)").with("source", call).text(),
                    call -> CSV.with("source", call).text(), call -> IDX.with("source", call).text());
            case SPLIT -> List.of(call -> Sample.of(VECTOR, CLASS + "\n  target z: bool = sum(x) < 1", "Linear(3)")
                    .with("loss", "cross_entropy(y, D.y)").with("split", call).text(),
                    call -> CSV.with("split", call).text(),
                    call -> IDX.with("split", call).text());
        };
    }

    /** Some values of a parameter, legal in one place or another. */
    private static List<String> values(Entry entry, Parameter parameter) {
        if (entry.name().equals("official")) {
            return List.of("40", "30");
        }
        if (!parameter.options().isEmpty()) {
            return parameter.options();
        }
        return switch (parameter.type()) {
            case WHOLE -> List.of("2", "1", "0", "40", "50");
            case REAL -> List.of("0.5", "0.25", "2");
            case TRUTH -> List.of("true", "false");
            case PAIR, PADDING -> List.of("3", "2", "1");
            case INITIALISER -> List.of("xavier_uniform", "constant(1)");
            case REALS -> List.of("[1, 2, 3]", "[3, 2, 1]");
            case REAL_PAIR -> List.of("[0.8, 0.9]", "[0.5, 0.6]");
            case REAL_OR_REALS -> List.of("2", "3");
            case WORD -> entry.group() == Group.SPLIT ? List.of("y", "z") : List.of("median", "mean");
            case TEXT -> List.of("\"e\"", "\";\"");
            case DURATION -> List.of("2 epochs", "3 steps");
            case DURATIONS -> List.of("[1 epochs]", "[2 epochs]");
            case METRIC -> List.of("validation.loss", "train.loss");
            case PART -> List.of("60%", "50%", "40%", "30%", "20%", "10%");
        };
    }

    private static String call(Entry entry, Parameter without, String value) {
        List<String> arguments = new ArrayList<>();
        for (Parameter parameter : entry.parameters()) {
            if (parameter.isRequired() && !parameter.equals(without)) {
                arguments.add(parameter.name() + ": " + values(entry, parameter).getFirst());
            }
        }
        Optional.ofNullable(BESIDE.get(entry.name() + "." + without.name())).ifPresent(arguments::add);
        if (!value.isEmpty()) {
            arguments.add(without.name() + ": " + value);
        }
        return entry.name() + "(" + String.join(", ", arguments) + ")";
    }

    private static boolean changesSomething(Entry entry, Parameter parameter) {
        for (UnaryOperator<String> place : places(entry)) {
            Set<String> results = new HashSet<>();
            List<String> values = new ArrayList<>(values(entry, parameter));
            if (!parameter.isRequired()) {
                values.addFirst("");
            }
            for (String value : values) {
                generated(place.apply(call(entry, parameter, value))).ifPresent(results::add);
                if (results.size() > 1) {
                    return true;
                }
            }
        }
        return false;
    }

    @TestFactory
    Stream<DynamicTest> everyOptionOfTheCatalogue() {
        return Catalog.all().stream().flatMap(entry -> entry.parameters().stream()
                .map(parameter -> DynamicTest.dynamicTest(
                        entry.group().word() + " " + entry.name() + ": " + parameter.name(),
                        () -> assertTrue(changesSomething(entry, parameter), "no legal value changes anything"))));
    }

    /** Two values of each setting, of which the second must show; and what stands beside. */
    private static final Map<String, List<String>> SETTINGS = Map.ofEntries(
            Map.entry("loss", List.of("mse(y, D.y)", "l1(y, D.y)")),
            Map.entry("optimizer", List.of("SGD(lr: 0.1)", "Adam(lr: 0.1)")),
            Map.entry("lr", List.of("0.1", "0.2")), Map.entry("momentum", List.of("0.8", "0.9")),
            Map.entry("weight_decay", List.of("0.1", "0.1 except [bias]")),
            Map.entry("clip", List.of("norm(1)", "value(1)")), Map.entry("epochs", List.of("4", "5")),
            Map.entry("batch", List.of("10", "all")),
            Map.entry("metrics", List.of("mae", "mae, r2")),
            Map.entry("checkpoint", List.of("every(1 epochs)", "best(by: validation.loss)",
                    "best(by: validation.loss, keep: 2)", "best(by: train.loss)", "every(3 steps)")),
            Map.entry("stop", List.of("when validation.loss stalls for 2 epochs", "when train.loss stalls for 2 epochs",
                    "when validation.loss stalls for 3 epochs")),
            Map.entry("require", List.of("test.loss < 1", "test.loss <= 1", "train.loss < 1", "test.loss < 2")),
            Map.entry("seed", List.of("1", "2")), Map.entry("seed of data", List.of("1", "2")),
            Map.entry("seed of file", List.of("1", "2")),
            Map.entry("source", List.of("generate(rows: 100)", "generate(rows: 99)")),
            Map.entry("split", List.of(SPLIT, "random(train: 50%, test: 50%)")),
            Map.entry("export", List.of("", "export T { weights: \"t.safetensors\" }\n",
                    "export T { weights: \"u.safetensors\" }\n")));

    @TestFactory
    Stream<DynamicTest> everySetting() {
        return SETTINGS.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
            Sample sample = Sample.of(VECTOR, REAL, "Linear(3)");
            Sample base = e.getKey().equals("lr") ? sample.with("optimizer", "SGD") : sample;
            List<String> results = e.getValue().stream()
                    .map(v -> generated(base.with(e.getKey(), v).text()).orElseThrow()).toList();
            assertEquals(results.size(), new HashSet<>(results).size(), "two values give the same");
        }));
    }

    /** A model is tried in all of them; of the others one value is built. */
    private static final List<String> ONE_VALUE = List.of("model", "precision", "device");

    @Test
    void noSettingIsForgotten() {
        Set<String> known = new TreeSet<>(TrainChecker.SETTINGS);
        known.addAll(DataChecker.SETTINGS);
        known.removeAll(ONE_VALUE);
        Set<String> tried = new TreeSet<>(SETTINGS.keySet());
        tried.removeAll(List.of("seed of data", "seed of file", "export"));
        assertEquals(known, tried);
    }

    @Test
    void everySettingIsInTheReference() throws IOException {
        String reference = Files.readString(Path.of("..", "..", "grammar", "README.md"));
        Stream.of(TrainChecker.SETTINGS, DataChecker.SETTINGS).flatMap(List::stream)
                .forEach(s -> assertTrue(reference.contains("`" + s + "`") || reference.contains("`" + s + ": …`"), s));
    }
}
