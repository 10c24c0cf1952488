package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.check.ColumnTypes.Stored;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Formula;
import org.dnn.compiler.source.Origin;

/** The {@code input} and {@code target} lines of a data block. */
final class ColumnChecker {
    private final Report report;
    private final Constants constants;
    private final Map<String, ColumnGroup> groups;
    private final Optional<DataSet.Source> source;
    private final Set<String> broken = new LinkedHashSet<>();

    /**
     * @param groups the groups so far; further ones go here
     * @param source where rows come from; empty where that is wrong, which has been said
     */
    ColumnChecker(Report report, Constants constants, Map<String, ColumnGroup> groups,
            Optional<DataSet.Source> source) {
        this.report = report;
        this.constants = constants;
        this.groups = groups;
        this.source = source;
    }

    /** Adds the group of a line; false, after saying why, if the line is wrong. */
    boolean check(DataItem.Columns columns) {
        Optional<ColumnGroup> group = columns.type().flatMap(t -> group(columns, t));
        group.ifPresentOrElse(g -> groups.put(g.name(), g), () -> columns.names().forEach(n -> broken.add(n.text())));
        return group.isPresent();
    }

    private Optional<ColumnGroup> group(DataItem.Columns columns, TypeExpression type) {
        Optional<Stored> stored = new ColumnTypes(report, constants).stored(type);
        if (stored.isEmpty() || !areNew(columns)) {
            return Optional.empty();
        }
        Optional<List<ColumnName>> names = names(columns);
        Optional<Given> formula = formula(columns, stored.get());
        Optional<List<Transform>> transforms = new TransformChecker(report, constants).check(columns.transforms(),
                stored.get(), type);
        if (names.isEmpty() || formula.isEmpty() || transforms.isEmpty()) {
            return Optional.empty();
        }
        String name = columns.names().size() == 1
                ? columns.names().getFirst().text()
                : columns.names().getFirst() + "_to_" + columns.names().getLast();
        return Optional.of(new ColumnGroup(name, names.get(), columns.role() == DataItem.Role.INPUT,
                stored.get().kind(), stored.get().shape(), type.optional(), stored.get().bytes(), stored.get().words(),
                formula.get().formula(), transforms.get(), Origin.of(columns.span())));
    }

    private boolean areNew(DataItem.Columns columns) {
        boolean all = true;
        for (Name name : columns.names()) {
            boolean taken = groups.values().stream().anyMatch(g -> g.indexOf(name.text()) >= 0);
            if (taken || name.text().equals("inputs")) {
                report.error(Code.DUPLICATE_NAME, name.span(),
                        taken ? name + " is already a column" : "inputs stands for all inputs together",
                        "choose another name");
                all = false;
            }
            all &= !name.isMissing();
        }
        return all;
    }

    private Optional<List<ColumnName>> names(DataItem.Columns columns) {
        List<ColumnName> names = new ArrayList<>();
        boolean place = columns.formula().isPresent() && isColumnCall(columns.formula().get());
        for (Name name : columns.names()) {
            ColumnName plain = new ColumnName(name.text(), name.text(), 0, Origin.of(name.span()));
            if (place) {
                Optional<ColumnName> given = place(report, constants, columns.formula().orElseThrow());
                if (given.isEmpty()) {
                    return Optional.empty();
                }
                plain = new ColumnName(name.text(), given.get().header(), given.get().position(), plain.origin());
            }
            names.add(plain);
        }
        return Optional.of(names);
    }

    private static boolean isColumnCall(Expression formula) {
        return formula instanceof Expression.Call call && call.callee().text().equals("column");
    }

    /** A column of the file by its header or its position: {@code id}, {@code column("Gross income")}, {@code column(1)}. */
    static Optional<ColumnName> place(Report report, Constants constants, Expression column) {
        if (column instanceof Expression.Reference reference) {
            return Optional.of(new ColumnName(reference.name().text(), reference.name().text(), 0,
                    Origin.of(reference.span())));
        }
        if (isColumnCall(column) && column instanceof Expression.Call call && call.arguments().size() == 1) {
            Expression argument = call.arguments().getFirst().value();
            if (argument instanceof Expression.Text text) {
                return Optional.of(new ColumnName(text.value(), text.value(), 0, Origin.of(call.span())));
            }
            return constants.whole(argument).filter(p -> {
                if (p < 1) {
                    report.error(Code.OUT_OF_RANGE, argument.span(), "columns are counted from 1, found " + p,
                            "the first is column(1)");
                }
                return p >= 1;
            }).map(p -> new ColumnName("column " + p, "", p, Origin.of(call.span())));
        }
        report.error(Code.WRONG_VALUE, column.span(),
                "a column is a name, column(\"header\") or column(number); found " + column.span().text(),
                "for example column(\"Gross income\")");
        return Optional.empty();
    }

    /** The formula of a line; that it has none is no mistake. */
    private record Given(Optional<Formula> formula) {}

    private Optional<Given> formula(DataItem.Columns columns, Stored stored) {
        if (source.isEmpty()) {
            return Optional.of(new Given(Optional.empty()));
        }
        boolean generated = source.get() instanceof DataSet.Source.Generated;
        boolean given = columns.formula().isPresent() && !isColumnCall(columns.formula().get());
        if (given && !generated) {
            report.error(Code.WRONG_VALUE, columns.formula().get().span(), "only generated rows have formulas",
                    "use column(\"header\") to name a column of the file");
            return Optional.empty();
        }
        if (!given && generated) {
            report.error(Code.MISSING_SETTING, columns.span(), "a generated column needs a formula",
                    "for example = uniform(0, 1)");
            return Optional.empty();
        }
        return given ? generated(columns, stored) : Optional.of(new Given(Optional.empty()));
    }

    private Optional<Given> generated(DataItem.Columns columns, Stored stored) {
        int size = stored.shape().stream().reduce(1, Math::multiplyExact);
        Expression expression = columns.formula().orElseThrow();
        return new FormulaChecker(report, constants, groups, broken).check(expression, size).filter(f -> {
            boolean fits = f.size() == size || f.size() == 1;
            if (!fits) {
                report.error(Code.SHAPE_ASSERTION, expression.span(),
                        "the formula gives " + f.size() + " numbers, the column has " + size,
                        "give one for each, or one for all");
            }
            return fits;
        }).map(f -> new Given(Optional.of(f)));
    }
}
