package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.Span;

/** Holds a data block to the files that it names, where they are there. */
final class OutsideChecker {
    private final Report report;
    private final Outside outside;
    private final List<String> missing = new ArrayList<>();
    private String places = "";

    OutsideChecker(Report report, Outside outside) {
        this.report = report;
        this.outside = outside;
    }

    /** @param ignored the columns that are not to be read, and where that is said */
    void check(DataSet data, List<ColumnName> ignored) {
        switch (data.source()) {
            case DataSet.Source.Csv csv -> csv(data, csv, ignored);
            case DataSet.Source.Idx idx -> idx(data, idx);
            case DataSet.Source.Generated _ -> {
                /* Needs no file. */
            }
        }
        if (!missing.isEmpty()) {
            report.add(Diagnostic.of(Code.DATA_ABSENT, data.origin().span(),
                    String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")
                            + " not there, so " + data.name() + " is not checked against "
                            + (missing.size() == 1 ? "it" : "them"))
                    .help("looked in " + places + "; training needs " + (missing.size() == 1 ? "it" : "them")));
        }
    }

    private <T> Optional<T> found(Outside.Answer<T> answer, String file, Span at) {
        return switch (answer) {
            case Outside.Answer.Found<T> found -> Optional.of(found.facts());
            case Outside.Answer.Absent<T> absent -> {
                if (!absent.places().equals("not looked for")) {
                    missing.add(file);
                    places = absent.places();
                }
                yield Optional.empty();
            }
            case Outside.Answer.Broken<T> broken -> {
                report.add(
                        Diagnostic.of(Code.DATA_BROKEN, at, broken.sentence()).help("mend the file, or name another"));
                yield Optional.empty();
            }
        };
    }

    private void csv(DataSet data, DataSet.Source.Csv csv, List<ColumnName> ignored) {
        Span at = data.origin().span();
        found(outside.csv(at.file(), csv.file(), csv.separator()), csv.file(), at)
                .ifPresent(facts -> new CsvChecker(report, facts, csv.file()).check(data, ignored));
    }

    private void idx(DataSet data, DataSet.Source.Idx idx) {
        halves(data, idx.trainImages(), idx.trainLabels());
        halves(data, idx.testImages(), idx.testLabels());
    }

    /** The images and labels of one part: sizes as the column says, and as many of both. */
    private void halves(DataSet data, String images, String labels) {
        Span at = data.origin().span();
        Optional<Outside.IdxFacts> pictures = found(outside.idx(at.file(), images), images, at);
        Optional<Outside.IdxFacts> classes = found(outside.idx(at.file(), labels), labels, at);
        pictures.ifPresent(f -> data.columns().stream().filter(ColumnGroup::input).forEach(g -> sizes(f, images, g)));
        classes.filter(f -> f.sizes().size() != 1).ifPresent(f -> report.add(Diagnostic.of(Code.IDX_SIZES, at,
                labels + " should hold one number for each image; its items are " + items(f))
                .help("name the file of the labels")));
        if (pictures.isPresent() && classes.isPresent()
                && !pictures.get().sizes().getFirst().equals(classes.get().sizes().getFirst())) {
            report.add(Diagnostic.of(Code.IDX_SIZES, at,
                    images + " has " + pictures.get().sizes().getFirst() + " images, " + labels + " has "
                            + classes.get().sizes().getFirst() + " labels")
                    .help("name two files that belong together"));
        }
    }

    private static List<Integer> items(Outside.IdxFacts facts) {
        return facts.sizes().subList(1, facts.sizes().size());
    }

    private void sizes(Outside.IdxFacts facts, String file, ColumnGroup group) {
        List<Integer> shape = group.shape();
        List<Integer> image = items(facts);
        List<Integer> expected = shape.size() == 3 ? shape.subList(1, 3) : shape;
        boolean oneChannel = shape.size() != 3 || shape.getFirst() == 1;
        if (!image.equals(expected) || !oneChannel) {
            String help = image.size() == 2
                    ? "write u8[1, " + image.get(0) + ", " + image.get(1) + "]"
                    : "name the file of the images";
            report.add(Diagnostic.of(Code.IDX_SIZES, group.origin().span(),
                    "the images of " + file + " are " + image + ", the column is " + shape).help(help));
        }
    }
}
