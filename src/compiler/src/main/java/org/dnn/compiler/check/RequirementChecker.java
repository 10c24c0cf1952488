package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Requirement;
import org.dnn.compiler.source.Origin;

/** {@code require: memory < 2 GiB, test.accuracy >= 0.91}. */
final class RequirementChecker {
    private static final Set<String> SHARES = Set.of("accuracy", "precision", "recall", "f1", "auc");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1000L, "MB", 1000_000L, "GB", 1000_000_000L,
            "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    private final Report report;
    private final Constants constants;
    private final Quantities quantities;

    RequirementChecker(Report report, Constants constants, Quantities quantities) {
        this.report = report;
        this.constants = constants;
        this.quantities = quantities;
    }

    List<Requirement> check(List<Expression> values) {
        List<Requirement> all = new ArrayList<>();
        for (Expression value : values) {
            requirement(value).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Requirement> requirement(Expression value) {
        if (!(value instanceof Expression.Binary binary) || !isComparison(binary.operator())) {
            if (!(value instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, value.span(),
                        "a requirement compares by <, <=, > or >=; found " + value.span().text(),
                        "for example test.accuracy >= 0.95, or memory < 2 GiB");
            }
            return Optional.empty();
        }
        if (ArgumentValues.isWord(binary.left(), "memory")) {
            return memory(binary);
        }
        Optional<Training.Quantity> quantity = quantities.of(binary.left());
        Optional<Rational> limit = constants.number(binary.right());
        return quantity.flatMap(q -> limit.filter(v -> canHold(q, v, binary)).map(v -> new Requirement.Measured(q,
                binary.operator().symbol(), v.toDouble(), binary.span().text(), Origin.of(binary.span()))));
    }

    /** Shares are from 0 to 1. */
    private boolean canHold(Training.Quantity quantity, Rational limit, Expression.Binary at) {
        boolean share = SHARES.contains(quantity.name()) || quantity.name().startsWith("top_");
        boolean holds = !share || (limit.signum() >= 0 && limit.compareTo(Rational.ONE) <= 0);
        if (!holds) {
            String meant = limit.dividedBy(Rational.of(100)).toString();
            report.add(Diagnostic.of(Code.OUT_OF_RANGE, at.right().span(),
                    quantity.name() + " is from 0 to 1, found " + limit)
                    .help("for " + limit + " per cent write " + meant)
                    .fix(Fix.replace("write " + meant, at.right().span(), meant)));
        }
        return holds;
    }

    private static boolean isComparison(BinaryOperator operator) {
        return switch (operator) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            case OR, AND, EQUAL, NOT_EQUAL, ADD, SUBTRACT, MULTIPLY, DIVIDE -> false;
        };
    }

    private Optional<Requirement> memory(Expression.Binary binary) {
        boolean upper = binary.operator() == BinaryOperator.LESS || binary.operator() == BinaryOperator.LESS_OR_EQUAL;
        Optional<Constant> limit = constants.of(binary.right());
        if (!upper || limit.isEmpty() || !(limit.get() instanceof Constant.Exact exact)) {
            if (!upper) {
                report.error(Code.WRONG_VALUE, binary.operatorSpan(), "memory is required to stay below something",
                        "write memory < 2 GiB");
            }
            return Optional.empty();
        }
        Long unit = UNITS.get(exact.unit().map(Name::text).orElse(""));
        if (unit == null) {
            unit(binary.right(), exact);
            return Optional.empty();
        }
        double bytes = exact.value().toDouble() * unit;
        return Optional.of(new Requirement.Memory((long) bytes, binary.operator() == BinaryOperator.LESS_OR_EQUAL,
                binary.span().text(), Origin.of(binary.span())));
    }

    private void unit(Expression limit, Constant.Exact found) {
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_UNIT, limit.span(),
                "memory is in bytes: B, KiB, MiB, GiB; found " + limit.span().text());
        Optional<Name> unit = found.unit();
        Optional<String> near = unit.flatMap(u -> Suggestions.nearest(u.text(), List.of("KiB", "MiB", "GiB", "TiB")));
        if (unit.isPresent() && near.isPresent()) {
            diagnostic.help("did you mean " + near.get() + "?")
                    .fix(Fix.replace("replace by " + near.get(), unit.get().span(), near.get()));
        } else {
            diagnostic.help("for example 2 GiB");
        }
        report.add(diagnostic);
    }
}
