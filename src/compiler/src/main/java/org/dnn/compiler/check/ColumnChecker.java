package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.Formula;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.Kind;

/** The {@code input} and {@code target} lines of a data block. */
final class ColumnChecker {
    private final Report report;
    private final Constants constants;
    private final Map<String, ColumnGroup> groups;
    private final boolean generated;

    ColumnChecker(Report report, Constants constants, Map<String, ColumnGroup> groups, boolean generated) {
        this.report = report;
        this.constants = constants;
        this.groups = groups;
        this.generated = generated;
    }

    /** Adds the group of a line; false, after saying why, if the line is wrong. */
    boolean check(DataItem.Columns columns) {
        if (columns.type().isEmpty()) {
            report.error(Code.MISSING_SETTING, columns.span(), "a column needs a type",
                    "for example input age: float, target label: class(10)");
            return false;
        }
        TypeExpression type = columns.type().get();
        Optional<Stored> stored = stored(type);
        if (stored.isEmpty() || !areNew(columns)) {
            return false;
        }
        Optional<List<ColumnName>> names = names(columns);
        Optional<Given> formula = formula(columns, stored.get());
        Optional<List<Transform>> transforms = transforms(columns.transforms(), stored.get());
        if (names.isEmpty() || formula.isEmpty() || transforms.isEmpty()) {
            return false;
        }
        String name = columns.names().size() == 1
                ? columns.names().getFirst().text()
                : columns.names().getFirst() + "_to_" + columns.names().getLast();
        groups.put(name, new ColumnGroup(name, names.get(), columns.role() == DataItem.Role.INPUT,
                stored.get().kind(), stored.get().shape(), type.optional(), stored.get().bytes(), stored.get().words(),
                formula.get().formula(), transforms.get(), Origin.of(columns.span())));
        return true;
    }

    private record Stored(Kind kind, List<Integer> shape, boolean bytes, List<String> words) {}

    private Optional<Stored> stored(TypeExpression type) {
        List<Integer> shape = new ArrayList<>();
        for (Expression size : type.shape().orElse(List.of())) {
            Optional<Integer> known = constants.size(size);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            shape.add(known.get());
        }
        if (shape.isEmpty()) {
            shape.add(1);
        }
        if (type.kind().isEmpty()) {
            return Optional.of(new Stored(Kind.REAL, shape, false, List.of()));
        }
        boolean bytes = type.kind().get() instanceof Expression.Reference r && r.name().text().equals("u8");
        Optional<Kind> kind = bytes ? Optional.of(Kind.REAL) : Kinds.declared(type, constants, report);
        if (kind.isPresent() && kind.get() instanceof Kind.OneHot oneHot) {
            shape = List.of(oneHot.classes());
        }
        List<Integer> sizes = shape;
        return words(type.kind().get()).flatMap(w -> kind.map(k -> new Stored(k, sizes, bytes, w)));
    }

    /** The words of {@code bool(yes: "Y", no: "N")}. */
    private Optional<List<String>> words(Expression kind) {
        if (!(kind instanceof Expression.Call call) || !call.callee().text().equals("bool")) {
            return Optional.of(List.of());
        }
        String yes = "";
        String no = "";
        for (Argument argument : call.arguments()) {
            String name = argument.name().map(Name::text).orElse("");
            if (!(argument.value() instanceof Expression.Text text) || !(name.equals("yes") || name.equals("no"))) {
                report.error(Code.WRONG_VALUE, argument.span(), "bool takes two words: yes and no",
                        "for example bool(yes: \"Y\", no: \"N\")");
                return Optional.empty();
            }
            yes = name.equals("yes") ? text.value() : yes;
            no = name.equals("no") ? text.value() : no;
        }
        if (yes.isEmpty() || no.isEmpty()) {
            report.error(Code.MISSING_SETTING, call.span(), "bool needs both words: yes and no",
                    "for example bool(yes: \"Y\", no: \"N\")");
            return Optional.empty();
        }
        return Optional.of(List.of(yes, no));
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
                    report.error(Code.OUT_OF_RANGE, argument.span(), "columns are counted from 1, found " + p, "");
                }
                return p >= 1;
            }).map(p -> new ColumnName("column " + p, "", p, Origin.of(call.span())));
        }
        report.error(Code.WRONG_VALUE, column.span(), "a column is a name, column(\"header\") or column(number)", "");
        return Optional.empty();
    }

    /** The formula of a line; that it has none is no mistake. */
    private record Given(Optional<Formula> formula) {}

    private Optional<Given> formula(DataItem.Columns columns, Stored stored) {
        boolean given = columns.formula().isPresent() && !isColumnCall(columns.formula().get());
        if (given && !generated) {
            report.error(Code.WRONG_VALUE, columns.formula().get().span(), "only generated rows have formulas",
                    "use column(\"header\") to name a column of the file");
            return Optional.empty();
        }
        if (!given) {
            if (generated) {
                report.error(Code.MISSING_SETTING, columns.span(), "a generated column needs a formula",
                        "for example = uniform(0, 1)");
                return Optional.empty();
            }
            return Optional.of(new Given(Optional.empty()));
        }
        int size = stored.shape().stream().reduce(1, Math::multiplyExact);
        Expression expression = columns.formula().get();
        return new FormulaChecker(report, constants, groups).check(expression, size).filter(f -> {
            boolean fits = f.size() == size || f.size() == 1;
            if (!fits) {
                report.error(Code.SHAPE_ASSERTION, expression.span(),
                        "the formula gives " + f.size() + " numbers, the column has " + size, "");
            }
            return fits;
        }).map(f -> new Given(Optional.of(f)));
    }

    private Optional<List<Transform>> transforms(List<Stage> stages, Stored stored) {
        List<Transform> transforms = new ArrayList<>();
        for (Stage stage : stages) {
            Optional<Transform> transform = stage instanceof Stage.Apply apply
                    ? transform(apply)
                    : Optional.empty();
            if (transform.isEmpty()) {
                return Optional.empty();
            }
            if (!(stored.kind() instanceof Kind.Real)) {
                report.error(Code.WRONG_VALUE, stage.span(), "only numbers are transformed, found " + stored.kind(),
                        "leave it out");
                return Optional.empty();
            }
            if (!fits(transform.get(), stored)) {
                return Optional.empty();
            }
            transforms.add(transform.get());
        }
        return Optional.of(transforms);
    }

    private Optional<Transform> transform(Stage.Apply apply) {
        Name name = switch (apply.function()) {
            case Expression.Reference reference -> reference.name();
            case Expression.Call call -> call.callee();
            default -> new Name("", apply.span());
        };
        List<Argument> given = apply.function() instanceof Expression.Call call ? call.arguments() : List.of();
        Optional<Entry> entry = Lookup.find(report, Group.TRANSFORM, name);
        Optional<Arguments> arguments = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, given, apply.span()));
        return arguments.map(
                a -> new Transform(Catalog.find(Group.TRANSFORM, name.text()).orElseThrow(), a,
                        Origin.of(apply.span())));
    }

    private boolean fits(Transform transform, Stored stored) {
        Arguments a = transform.arguments();
        if (transform.entry().name().equals("impute") && a.get("with") instanceof String word
                && !word.equals("median") && !word.equals("mean")) {
            report.error(Code.WRONG_VALUE, transform.origin().span(), "impute takes median, mean or a number; found "
                    + word, "for example impute(median)");
            return false;
        }
        if (!transform.entry().name().equals("normalize")) {
            return true;
        }
        boolean mean = a.get("mean") instanceof List;
        boolean std = a.get("std") instanceof List;
        boolean per = !a.get("per").equals("none");
        if (mean != std || mean == per) {
            report.error(Code.WRONG_VALUE, transform.origin().span(),
                    "normalize takes mean and std, or per: channel or per: all",
                    "for example normalize(mean: 0.1307, std: 0.3081)");
            return false;
        }
        int channels = stored.shape().getFirst();
        boolean count = !mean || (isFor(a.reals("mean"), channels) && isFor(a.reals("std"), channels));
        if (!count) {
            report.error(Code.WRONG_VALUE, transform.origin().span(),
                    "normalize takes one number, or one for each of the " + channels + " channels", "");
        }
        return count;
    }

    private static boolean isFor(List<Double> numbers, int channels) {
        return numbers.size() == 1 || numbers.size() == channels;
    }
}
