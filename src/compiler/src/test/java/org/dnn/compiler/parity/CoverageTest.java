package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.parity.OperationCase.Call;
import org.dnn.compiler.source.GoldenFiles;
import org.junit.jupiter.api.Test;

/**
 * Which cases of the tests of this package vary which parameter of the catalogue: each has two values besides its default,
 * or all that there are.
 */
class CoverageTest {
    /** What computes numbers. Sources and splits move rows about. */
    private static final List<Group> GROUPS = List.of(Group.LAYER, Group.LOSS, Group.OPTIMIZER, Group.SCHEDULE,
            Group.INITIALISER, Group.TRANSFORM, Group.METRIC);
    private static final List<String> CROSSED = List.of("kernel", "stride", "padding", "dilation", "groups", "bias");
    private static final List<Call> FORMULAS = FormulaCases.ALL.stream().flatMap(c -> c.calls().stream()).toList();
    private static final List<Call> TORCH = TorchCases.ALL.stream().flatMap(c -> c.calls().stream()).toList();
    private static final List<Call> CALLS = Stream.of(TORCH, FORMULAS, OptimizerCases.calls(), ScheduleCases.calls(),
            PlateauTest.calls(), TransformTest.calls(), MetricCases.calls()).flatMap(List::stream).toList();
    /** These look at first weights alone, not at what a layer does with them. */
    private static final List<Call> FIRST_WEIGHTS = InitialiserTest.calls();

    private static List<Entry> entries() {
        return Catalog.all().stream().filter(e -> GROUPS.contains(e.group())).toList();
    }

    @Test
    void everyEntryHasCasesAndEveryParameterIsVaried() {
        List<String> blank = new ArrayList<>();
        StringBuilder table = new StringBuilder("""
                | | entry | parameter | default | values besides it, each with the number of its cases |
                |---|---|---|---|---|
                """);
        for (Entry entry : entries()) {
            boolean initialiser = entry.group() == Group.INITIALISER;
            List<Call> calls = of(entry, initialiser ? FIRST_WEIGHTS : CALLS);
            if (calls.isEmpty()) {
                blank.add(entry.name());
            }
            table.append("| %s | %s | | | %d cases |\n".formatted(entry.group().word(), entry.name(), calls.size()));
            for (Parameter parameter : entry.parameters()) {
                boolean first = parameter.name().equals("init");
                Map<String, Integer> values = values(parameter, first ? of(entry, FIRST_WEIGHTS) : calls);
                if (values.size() < wanted(parameter)) {
                    blank.add(entry.name() + "." + parameter.name() + " has only " + values);
                }
                table.append("| | | %s | %s | %s |\n".formatted(parameter.name(),
                        parameter.standard().map(CoverageTest::text).orElse(""), values.entrySet().stream()
                                .map(e -> e.getKey() + " (" + e.getValue() + ")").collect(Collectors.joining(", "))));
            }
        }
        table.append(crossed());
        assertEquals(List.of(), blank, "these have no cases, or too few");
        GoldenFiles.check(Path.of("src/test/resources/parity/coverage.dnn"), ".md", table.toString());
    }

    private static List<Call> of(Entry entry, List<Call> calls) {
        return calls.stream().filter(c -> c.entry().equals(entry)).toList();
    }

    private static Map<String, Integer> values(Parameter parameter, List<Call> calls) {
        Map<String, Integer> values = new TreeMap<>();
        for (Call call : calls) {
            Object value = call.arguments().get(parameter.name());
            if (!parameter.standard().filter(value::equals).isPresent()) {
                values.merge(text(value), 1, Integer::sum);
            }
        }
        return values;
    }

    private static String text(Object value) {
        return value instanceof Arguments.Initialiser initialiser ? initialiser.entry().name() : value.toString();
    }

    private static int wanted(Parameter parameter) {
        int words = (int) parameter.options().stream().filter(o -> !parameter.standard().filter(o::equals).isPresent())
                .count();
        return switch (parameter.type()) {
            case TRUTH -> 1;
            case WORD -> parameter.options().isEmpty() ? 2 : Math.min(2, words);
            case WHOLE, REAL, PAIR, PADDING, INITIALISER, REALS, REAL_PAIR, TEXT, REAL_OR_REALS, DURATION, DURATIONS,
                    METRIC, PART ->
                2;
        };
    }

    /** Every value of each of a convolution's settings occurs together with every value of each other. */
    private static String crossed() {
        List<Arguments> convolutions = FORMULAS.stream().filter(c -> c.entry().name().equals("Conv2d"))
                .map(Call::arguments).toList();
        StringBuilder text = new StringBuilder("\n| Conv2d | pairs of values together |\n|---|---|\n");
        for (int i = 0; i < CROSSED.size(); i++) {
            for (int j = i + 1; j < CROSSED.size(); j++) {
                String first = CROSSED.get(i);
                String second = CROSSED.get(j);
                Set<String> together = new HashSet<>();
                for (Arguments a : convolutions) {
                    if (often(convolutions, first).contains(text(a.get(first)))
                            && often(convolutions, second).contains(text(a.get(second)))) {
                        together.add(a.get(first) + " with " + a.get(second));
                    }
                }
                int all = often(convolutions, first).size() * often(convolutions, second).size();
                assertEquals(all, together.size(), first + " and " + second + " of Conv2d are not crossed");
                text.append("| %s × %s | %d |\n".formatted(first, second, all));
            }
        }
        return text.toString();
    }

    /** Values that are there to be crossed, not in a case of their own. */
    private static Set<String> often(List<Arguments> all, String name) {
        Map<String, Long> counts = all.stream().collect(Collectors.groupingBy(a -> text(a.get(name)),
                Collectors.counting()));
        return counts.entrySet().stream().filter(e -> e.getValue() >= 5).map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
