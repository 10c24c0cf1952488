package org.dnn.compiler.check;

import java.util.List;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;

/** Which columns a source can give. */
final class SourceRules {
    private final Report report;

    SourceRules(Report report) {
        this.report = report;
    }

    /** Whether it can give these; false, after saying why, if not. */
    boolean fit(DataSet.Source source, List<ColumnGroup> columns, Span data) {
        return switch (source) {
            case DataSet.Source.Generated _ -> columns.stream().allMatch(this::hasNoGaps);
            case DataSet.Source.Csv _ -> columns.stream().allMatch(this::isOneField);
            case DataSet.Source.Idx _ -> isImagesAndLabels(columns, data);
        };
    }

    private boolean hasNoGaps(ColumnGroup group) {
        if (group.optional()) {
            report.error(Code.WRONG_VALUE, group.origin().span(), "generated rows have no gaps",
                    "write the type without ?");
        }
        return !group.optional();
    }

    private boolean isOneField(ColumnGroup group) {
        if (group.kind() instanceof Kind.OneHot classes) {
            report.add(Diagnostic.of(Code.NOT_BUILT, group.origin().span(),
                    "a one_hot column of a CSV file is not built yet")
                    .help("declare it class(" + classes.classes() + "), and use cross_entropy"));
            return false;
        }
        boolean one = group.shape().equals(List.of(1));
        if (!one) {
            report.error(Code.WRONG_VALUE, group.origin().span(),
                    "a column of a CSV file is one number, found " + group.shape(),
                    "name its columns, as in input a, b, c: float");
        }
        return one;
    }

    private boolean isImagesAndLabels(List<ColumnGroup> columns, Span data) {
        List<ColumnGroup> images = columns.stream().filter(ColumnGroup::input).toList();
        List<ColumnGroup> labels = columns.stream().filter(g -> !g.input()).toList();
        if (images.size() != 1 || labels.size() != 1 || columns.stream().anyMatch(g -> g.names().size() > 1)) {
            report.error(Code.WRONG_VALUE, data,
                    "idx files hold images and their classes, so there is one input and one "
                            + "target; found " + names(images) + " and " + names(labels),
                    "for example input image: u8[1, 28, 28], target digit: class(10)");
            return false;
        }
        boolean image = images.getFirst().bytes() && images.getFirst().shape().size() >= 2;
        if (!image) {
            report.error(Code.WRONG_VALUE, images.getFirst().origin().span(), "the images of idx files are bytes",
                    "for example u8[1, 28, 28]");
        }
        boolean label = labels.getFirst().kind() instanceof Kind.ClassOf;
        if (!label) {
            report.error(Code.WRONG_VALUE, labels.getFirst().origin().span(), "the labels of idx files are classes",
                    "for example class(10)");
        }
        return image && label;
    }

    private static String names(List<ColumnGroup> groups) {
        List<String> names = groups.stream().flatMap(g -> g.names().stream()).map(ColumnGroup.ColumnName::name)
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
