package org.dnn.compiler.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.catalog.Entry.Group;

/** The part of the language reference that the catalogue itself can say: every entry, and what is not built yet. */
final class ReferenceTables {
    private static final Map<Group, String> HEADINGS = Map.of(Group.LAYER, "Layers and functions", Group.LOSS, "Losses",
            Group.OPTIMIZER, "Optimizers", Group.SCHEDULE, "Schedules", Group.INITIALISER, "Initialisers", Group.METRIC,
            "Metrics", Group.SOURCE, "Sources", Group.SPLIT, "Splits", Group.TRANSFORM, "Transforms");
    private static final List<Group> ORDER = List.of(Group.LAYER, Group.LOSS, Group.OPTIMIZER, Group.SCHEDULE,
            Group.INITIALISER, Group.METRIC, Group.SOURCE, Group.SPLIT, Group.TRANSFORM);

    private ReferenceTables() {}

    static String text() {
        return ORDER.stream().map(ReferenceTables::group).collect(Collectors.joining("\n")) + "\n" + notBuilt();
    }

    private static String group(Group group) {
        String note = switch (group) {
            case LAYER -> """
                    Layers begin with a capital; functions have no weights, and are the same in training and evaluation.
                    Names, defaults and formulas are PyTorch's.

                    """;
            case LOSS -> """
                    The model's result and the target come first: `mse(y, Cube.y)`.

                    """;
            case OPTIMIZER, SCHEDULE, INITIALISER, TRANSFORM, METRIC, SOURCE, SPLIT -> "";
        };
        return "## " + heading(group) + "\n\n" + note
                + "| | option | takes | what it is |\n|---|---|---|---|\n"
                + Catalog.all().stream().filter(e -> e.group() == group).map(ReferenceTables::entry)
                        .collect(Collectors.joining());
    }

    private static String heading(Group group) {
        return Objects.requireNonNull(HEADINGS.get(group));
    }

    private static String entry(Entry entry) {
        String elsewhere = entry.foreign().isEmpty() ? "" : " Elsewhere: " + String.join(", ", entry.foreign()) + ".";
        return "| `" + entry.name() + "` | | | " + cell(entry.sentence() + elsewhere) + " |\n"
                + entry.parameters().stream().map(ReferenceTables::parameter).collect(Collectors.joining());
    }

    private static String parameter(Parameter parameter) {
        String position = parameter.positional() ? ", by position" : "";
        return "| | `" + parameter.name() + standard(parameter) + "`" + position + " | " + cell(takes(parameter))
                + " | "
                + cell(parameter.sentence()) + " |\n";
    }

    private static String takes(Parameter parameter) {
        if (!parameter.options().isEmpty()) {
            return parameter.options().stream().map(o -> "`" + o + "`").collect(Collectors.joining(" or "));
        }
        String range = parameter.range().equals(Range.ANY) ? "" : ", " + parameter.range().text();
        return parameter.type().text() + range
                + (parameter.isRequired() ? "" : shown(parameter).isEmpty() ? "; optional" : "");
    }

    private static String standard(Parameter parameter) {
        return shown(parameter).map(s -> ": " + s).orElse("");
    }

    /** The default, where it is a value that could be written. */
    private static Optional<String> shown(Parameter parameter) {
        return parameter.standard().flatMap(value -> switch (value) {
            case Boolean truth -> Optional.of(truth.toString());
            case Integer whole -> Optional.of(whole.toString());
            case Double real -> Optional.of(real == Math.rint(real) && Math.abs(real) < 1e6
                    ? Long.toString(real.longValue())
                    : real.toString());
            case Pair pair -> Optional.of(pair.toString()).filter(_ -> parameter.range().holds(pair.y()));
            case List<?> list -> Optional.of(list.toString()).filter(_ -> !list.isEmpty());
            case String word -> Optional.of(word).filter(parameter.options()::contains);
            default -> Optional.empty();
        });
    }

    /** A bar would end the cell. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String notBuilt() {
        StringBuilder text = new StringBuilder(
                "## Not built yet\n\nThe language has words for these, and the compiler says "
                        + "so where one is used.\n\n| | |\n|---|---|\n");
        Arrays.stream(Group.values()).filter(g -> !Catalog.notBuilt(g).isEmpty())
                .forEach(g -> text.append(row(heading(g).toLowerCase(Locale.ROOT), Catalog.notBuilt(g))));
        return text.append(row("kinds", NotBuilt.KINDS)).append(row("exports", NotBuilt.EXPORTS))
                .append(row("lines of a data block", NotBuilt.LINES)).toString();
    }

    private static String row(String what, Set<String> names) {
        return names.isEmpty()
                ? ""
                : "| " + what + " | " + new TreeSet<>(names).stream().map(n -> "`" + n + "`")
                        .collect(Collectors.joining(", ")) + " |\n";
    }
}
