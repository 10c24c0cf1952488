package org.dnn.compiler.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Outside.CsvColumnFacts;
import org.dnn.compiler.source.Outside.CsvFacts;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;

/** Holds the columns of a data block to the header and the first rows of its CSV file. */
final class CsvChecker {
    /** What a bool reads where it names no words of its own; the runtime's reader has the same. */
    static final List<String> TRUTHS = List.of("true", "yes", "1", "t", "false", "no", "0", "f");

    private final Report report;
    private final CsvFacts facts;
    private final String file;
    private final List<String> names;
    private final Set<Integer> mentioned = new LinkedHashSet<>();

    CsvChecker(Report report, CsvFacts facts, String file) {
        this.report = report;
        this.facts = facts;
        this.file = file;
        this.names = facts.columns().stream().map(CsvColumnFacts::name).toList();
    }

    void check(DataSet data, List<ColumnName> ignored) {
        boolean complete = true;
        for (ColumnGroup group : data.columns()) {
            for (ColumnName name : group.names()) {
                Optional<CsvColumnFacts> column = find(name, Optional.of(group));
                column.ifPresent(c -> holds(c, group, name));
                complete &= column.isPresent();
            }
        }
        for (ColumnName name : ignored) {
            complete &= find(name, Optional.empty()).isPresent();
        }
        List<String> rest = names.stream().filter(n -> !mentioned.contains(names.indexOf(n))).toList();
        if (complete && !rest.isEmpty()) {
            report.add(Diagnostic.of(Code.UNUSED, data.origin().span(),
                    file + " has columns that are neither read nor ignored: " + String.join(", ", rest))
                    .help("read them, or say so: ignore "
                            + String.join(", ", rest.stream().map(CsvChecker::place).toList())));
        }
    }

    private static String place(String header) {
        return header.matches("[A-Za-z_][A-Za-z0-9_]*") ? header : "column(\"" + header + "\")";
    }

    private Optional<CsvColumnFacts> find(ColumnName name, Optional<ColumnGroup> group) {
        int index = name.position() > 0 ? name.position() - 1 : names.indexOf(name.header());
        if (index >= 0 && index < names.size()) {
            mentioned.add(index);
            return Optional.of(facts.columns().get(index));
        }
        if (name.position() > 0) {
            report.error(Code.COLUMN_ABSENT, name.origin().span(),
                    file + " has " + names.size() + " columns, not " + name.position(), has());
        } else {
            absent(name, group);
        }
        return Optional.empty();
    }

    private String has() {
        return "it has " + String.join(", ", names);
    }

    private void absent(ColumnName name, Optional<ColumnGroup> group) {
        Span at = name.origin().span();
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.COLUMN_ABSENT, at,
                file + " has no column " + name.header());
        Optional<String> near = Suggestions.nearest(name.header(), names);
        diagnostic.help(near.map(n -> "did you mean " + n + "?").orElse(has()));
        near.flatMap(n -> fix(name, group, n)).ifPresent(diagnostic::fix);
        report.add(diagnostic);
    }

    /** The header is replaced where it is written; a column that is named after it keeps its own name. */
    private static Optional<Fix> fix(ColumnName name, Optional<ColumnGroup> group, String header) {
        Span at = name.origin().span();
        if (group.isEmpty()) {
            return Optional.of(Fix.replace("replace by " + header, at, place(header)));
        }
        Span line = group.get().origin().span();
        int written = line.text().indexOf("\"" + name.header() + "\"");
        if (written >= 0) {
            int start = line.start() + written + 1;
            return Optional.of(Fix.replace("replace by " + header,
                    new Span(line.file(), start, start + name.header().length()), header));
        }
        return group.get().names().size() > 1
                ? Optional.empty()
                : Optional.of(Fix.replace("read column " + header, at.after(), " = column(\"" + header + "\")"));
    }

    private void holds(CsvColumnFacts column, ColumnGroup group, ColumnName name) {
        Span at = name.origin().span();
        switch (group.kind()) {
            case Kind.Bool _ -> truths(column, group, name);
            case Kind.ClassOf classes -> {
                if (words(column, group, name)) {
                    classes(column, classes, name);
                }
            }
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _,Kind.OneHot _ ->
                words(column, group,
                        name);
        }
        if (!group.optional() && column.missing() > 0) {
            String help = group.kind() instanceof Kind.Real
                    ? "write float? -> impute(median), or fill the gaps in the file"
                    : "fill the gaps in the file";
            report.error(Code.COLUMN_TYPE, at,
                    name.name() + " is missing in " + column.missing() + " of the first rows of " + file, help);
        }
    }

    private boolean words(CsvColumnFacts column, ColumnGroup group, ColumnName name) {
        if (column.words() > 0) {
            String kind = group.kind() instanceof Kind.Real ? "a number" : group.kind().toString();
            report.error(Code.COLUMN_TYPE, name.origin().span(), name.name() + " is to be " + kind + ", but " + file
                    + " has " + first(column), "correct the file, or use bool(yes: …, no: …) for two words");
        }
        return column.words() == 0;
    }

    private static String first(CsvColumnFacts column) {
        return "\"" + column.firstWord().orElse("") + "\" in line " + column.firstWordLine();
    }

    private void classes(CsvColumnFacts column, Kind.ClassOf classes, ColumnName name) {
        boolean fits = column.numbers() == 0 || (column.whole() && column.least() >= 0
                && column.greatest() < classes.classes());
        if (!fits) {
            report.error(Code.COLUMN_TYPE, name.origin().span(),
                    name.name() + " is to be " + classes + ", whole numbers from 0 to " + (classes.classes() - 1)
                            + ", but "
                            + file + " has numbers from " + number(column.least()) + " to " + number(column.greatest()),
                    "count the classes anew, or correct the file");
        }
    }

    private static String number(float value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Float.toString(value);
    }

    private void truths(CsvColumnFacts column, ColumnGroup group, ColumnName name) {
        List<String> words = group.words().isEmpty() ? TRUTHS : group.words();
        String word = column.firstWord().orElse("");
        boolean known = column.words() == 0
                || words.contains(group.words().isEmpty() ? word.toLowerCase(Locale.ROOT) : word);
        boolean numbers = column.numbers() == 0
                || (words.contains(number(column.least())) && words.contains(number(column.greatest())));
        if (!known || !numbers) {
            report.error(Code.COLUMN_TYPE, name.origin().span(), name.name() + " is to be bool, but " + file + " has "
                    + (known
                            ? "numbers from " + number(column.least()) + " to " + number(column.greatest())
                            : first(column)),
                    "name the two words of the file: bool(yes: \"…\", no: \"…\")");
        }
    }
}
