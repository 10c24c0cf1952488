package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;

/** Holds a data block to the files that it names, where they are there. */
final class OutsideChecker {
    private final Report report;
    private final Outside outside;

    OutsideChecker(Report report, Outside outside) {
        this.report = report;
        this.outside = outside;
    }

    void check(DataSet data) {
        switch (data.source()) {
            case DataSet.Source.Csv csv -> csv(data, csv);
            case DataSet.Source.Idx idx -> idx(data, idx);
            case DataSet.Source.Generated _ -> {
                /* Needs no file. */
            }
        }
    }

    private <T> Optional<T> found(Outside.Answer<T> answer, String file, Span at) {
        return switch (answer) {
            case Outside.Answer.Found<T> found -> Optional.of(found.facts());
            case Outside.Answer.Absent<T> absent -> {
                if (!absent.places().equals("not looked for")) {
                    report.add(
                            Diagnostic.of(Code.DATA_ABSENT, at, file + " is not there, so its columns are not checked")
                                    .help(absent.places()));
                }
                yield Optional.empty();
            }
            case Outside.Answer.Broken<T> broken -> {
                report.add(Diagnostic.of(Code.DATA_BROKEN, at, broken.sentence()));
                yield Optional.empty();
            }
        };
    }

    private void csv(DataSet data, DataSet.Source.Csv csv) {
        Span at = data.origin().span();
        Optional<Outside.CsvFacts> facts = found(outside.csv(at.file(), csv.file(), csv.separator()), csv.file(), at);
        if (facts.isEmpty()) {
            return;
        }
        List<String> names = facts.get().columns().stream().map(Outside.CsvColumnFacts::name).toList();
        for (ColumnGroup group : data.columns()) {
            for (ColumnName name : group.names()) {
                column(facts.get(), names, group, name, csv.file());
            }
        }
        for (String ignored : data.ignored()) {
            if (!ignored.startsWith("#") && !names.contains(ignored)) {
                report.add(Diagnostic.of(Code.COLUMN_ABSENT, at, csv.file() + " has no column " + ignored)
                        .help(nearest(ignored, names)));
            }
        }
    }

    private void column(Outside.CsvFacts facts, List<String> names, ColumnGroup group, ColumnName name, String file) {
        Span at = name.origin().span();
        int index = name.position() > 0 ? name.position() - 1 : names.indexOf(name.header());
        if (index < 0 || index >= names.size()) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.COLUMN_ABSENT, at, name.position() > 0
                    ? file + " has " + names.size() + " columns, not " + name.position()
                    : file + " has no column " + name.header());
            Suggestions.nearest(name.header(), names)
                    .ifPresent(near -> diagnostic.fix(Fix.replace("replace by " + near, at, near)));
            report.add(diagnostic.help(nearest(name.header(), names)));
            return;
        }
        Outside.CsvColumnFacts column = facts.columns().get(index);
        boolean numbers = group.kind() instanceof Kind.Real || group.kind() instanceof Kind.ClassOf;
        if (numbers && column.words() > 0) {
            report.add(Diagnostic.of(Code.COLUMN_TYPE, at,
                    name.name() + " is to be " + (group.kind() instanceof Kind.Real ? "a number" : group.kind())
                            + ", but " + file + " has " + quoted(column.firstWord()) + " in line "
                            + column.firstWordLine())
                    .help("correct the file, or use bool(yes: …, no: …) for words"));
        }
        if (!group.optional() && column.missing() > 0) {
            report.add(Diagnostic.of(Code.COLUMN_TYPE, at,
                    name.name() + " is missing in " + column.missing() + " of the first rows of " + file)
                    .help("write float? -> impute(median), or fill the gaps in the file"));
        }
    }

    private static String quoted(Optional<String> word) {
        return "\"" + word.orElse("") + "\"";
    }

    private static String nearest(String wanted, List<String> names) {
        return Suggestions.nearest(wanted, names).map(n -> "did you mean " + n + "?")
                .orElse("it has " + String.join(", ", names));
    }

    private void idx(DataSet data, DataSet.Source.Idx idx) {
        Span at = data.origin().span();
        List<ColumnGroup> images = data.columns().stream().filter(ColumnGroup::input).toList();
        List<String> files = new ArrayList<>(List.of(idx.trainImages(), idx.testImages()));
        for (String file : files) {
            Optional<Outside.IdxFacts> facts = found(outside.idx(at.file(), file), file, at);
            facts.ifPresent(f -> sizes(f, file, images));
        }
    }

    private void sizes(Outside.IdxFacts facts, String file, List<ColumnGroup> images) {
        for (ColumnGroup group : images) {
            List<Integer> shape = group.shape();
            List<Integer> image = facts.sizes().subList(1, facts.sizes().size());
            List<Integer> expected = shape.size() == 3 ? shape.subList(1, 3) : shape;
            boolean oneChannel = shape.size() != 3 || shape.getFirst() == 1;
            if (!image.equals(expected) || !oneChannel) {
                report.add(Diagnostic.of(Code.IDX_SIZES, group.origin().span(),
                        "the images of " + file + " are " + image + ", the column is " + shape)
                        .help("write u8[1, " + image.get(0) + (image.size() > 1 ? ", " + image.get(1) : "") + "]"));
            }
        }
    }
}
