package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Formula;

/** The formula of a generated column. */
final class FormulaChecker {
    private static final Set<String> REDUCTIONS = Set.of("sum", "mean", "max", "min");
    private static final Set<String> FUNCTIONS = Set.of("exp", "log", "sqrt", "abs", "tanh", "sigmoid", "floor");

    private final Report report;
    private final Constants constants;
    private final Map<String, ColumnGroup> groups;
    private final Set<String> broken;

    /** @param broken columns that are declared, but wrong */
    FormulaChecker(Report report, Constants constants, Map<String, ColumnGroup> groups, Set<String> broken) {
        this.report = report;
        this.constants = constants;
        this.groups = groups;
        this.broken = broken;
    }

    /** @param size how many numbers a draw gives */
    Optional<Formula> check(Expression expression, int size) {
        if (expression instanceof Expression.Reference reference) {
            Optional<Formula> column = column(reference.name());
            if (column.isPresent()) {
                return column;
            }
        }
        if (constants.isConstant(expression)) {
            return constants.of(expression).flatMap(c -> switch (c) {
                case Constant.Exact _ -> constants.number(expression).map(v -> new Formula.Constant(v.toDouble()));
                case Constant.Truth truth -> Optional.of(new Formula.Constant(truth.value() ? 1 : 0));
                case Constant.Unknown _ -> Optional.empty();
            });
        }
        return switch (expression) {
            case Expression.Reference reference when broken.contains(reference.name().text()) -> Optional.empty();
            case Expression.Reference reference -> {
                Set<String> known = new LinkedHashSet<>();
                groups.values().forEach(g -> g.names().forEach(n -> known.add(n.name())));
                report.unknown("column", reference.name(), known);
                yield Optional.empty();
            }
            case Expression.Call call -> call(call, size);
            case Expression.Listing listing -> {
                List<Formula> elements = new ArrayList<>();
                for (Expression element : listing.elements()) {
                    check(element, 1).ifPresent(elements::add);
                }
                yield elements.size() == listing.elements().size()
                        ? Optional.of(new Formula.Listing(elements))
                        : Optional.empty();
            }
            case Expression.Unary unary -> check(unary.operand(), size)
                    .map(o -> new Formula.Unary(unary.operator(), o));
            case Expression.Binary binary -> check(binary.left(), size)
                    .flatMap(l -> check(binary.right(), size).flatMap(r -> {
                        boolean fits = l.size() == r.size() || l.size() == 1 || r.size() == 1;
                        if (!fits) {
                            report.error(Code.SHAPE_ASSERTION, binary.operatorSpan(), l.size() + " numbers and "
                                    + r.size() + " numbers do not go together",
                                    "give both sides as many, or one side one");
                        }
                        return fits ? Optional.of(new Formula.Binary(binary.operator(), l, r)) : Optional.empty();
                    }));
            case Expression.Conditional c -> check(c.condition(), 1).flatMap(condition -> check(c.whenTrue(), size)
                    .flatMap(a -> check(c.whenFalse(), size).map(b -> new Formula.Choice(condition, a, b))));
            case Expression.Missing _ -> Optional.empty();
            case Expression.Numeral _,Expression.Truth _,Expression.Text _,Expression.Member _,Expression.Chain _,Expression.Segments _,Expression.Except _,Expression.Stall _ -> {
                report.error(Code.WRONG_VALUE, expression.span(), "a formula is expected here",
                        "for example uniform(0, 1), or sum(x) < 1");
                yield Optional.empty();
            }
        };
    }

    private Optional<Formula> column(Name name) {
        for (ColumnGroup group : groups.values()) {
            int index = group.indexOf(name.text());
            if (index >= 0) {
                int width = group.width() / group.names().size();
                return Optional.of(new Formula.Column(group.name(), index * width, width));
            }
        }
        return Optional.empty();
    }

    private Optional<Formula> call(Expression.Call call, int size) {
        String name = call.callee().text();
        List<Expression> arguments = call.arguments().stream().map(Argument::value).toList();
        if (name.equals("uniform") || name.equals("normal")) {
            if (arguments.size() != 2) {
                report.error(Code.MISSING_SETTING, call.span(), name + " takes two numbers",
                        name.equals("uniform") ? "for example uniform(0, 1)" : "for example normal(0, 1)");
                return Optional.empty();
            }
            return constants.number(arguments.get(0)).flatMap(a -> constants.number(arguments.get(1))
                    .map(b -> new Formula.Draw(name.equals("normal"), a.toDouble(), b.toDouble(), size)));
        }
        boolean reduces = REDUCTIONS.contains(name);
        if (!reduces && !FUNCTIONS.contains(name)) {
            Set<String> known = new LinkedHashSet<>(List.of("uniform", "normal"));
            known.addAll(REDUCTIONS);
            known.addAll(FUNCTIONS);
            report.unknown("function", call.callee(), known);
            return Optional.empty();
        }
        if (arguments.size() != 1) {
            report.error(Code.WRONG_VALUE, call.span(), name + " takes one argument", "for example " + name + "(x)");
            return Optional.empty();
        }
        return check(arguments.getFirst(), reduces ? 1 : size)
                .map(o -> reduces ? new Formula.Reduce(name, o) : new Formula.Apply(name, o));
    }
}
