package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Requirement;
import org.dnn.compiler.source.Origin;

/** {@code require: memory < 2 GiB, test.accuracy >= 0.91}. */
final class RequirementChecker {
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1000L, "MB", 1000_000L, "GB", 1000_000_000L,
            "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    private final Report report;
    private final Constants constants;

    RequirementChecker(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    List<Requirement> check(List<Expression> values, List<Training.Metric> metrics, boolean validation) {
        List<Requirement> all = new ArrayList<>();
        for (Expression value : values) {
            requirement(value, metrics, validation).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Requirement> requirement(Expression value, List<Training.Metric> metrics, boolean validation) {
        if (!(value instanceof Expression.Binary binary) || !isComparison(binary.operator())) {
            if (!(value instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, value.span(), "a requirement is a comparison",
                        "for example test.accuracy >= 0.95, or memory < 2 GiB");
            }
            return Optional.empty();
        }
        if (ArgumentValues.isWord(binary.left(), "memory")) {
            return memory(binary);
        }
        return new Quantities(report).of(binary.left(), validation).filter(q -> isMeasured(q, metrics, binary))
                .flatMap(q -> constants.number(binary.right())
                        .map(v -> new Requirement.Measured(q, binary.operator().symbol(), v.toDouble(),
                                binary.span().text(), Origin.of(binary.span()))));
    }

    private boolean isMeasured(Training.Quantity quantity, List<Training.Metric> metrics, Expression.Binary at) {
        Set<String> known = new LinkedHashSet<>(List.of("loss"));
        metrics.forEach(m -> known.add(m.name()));
        boolean measured = known.contains(quantity.name());
        if (!measured && at.left() instanceof Expression.Member member) {
            report.unknown("measured quantity", member.member(), known);
        }
        return measured;
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
            report.error(Code.WRONG_UNIT, binary.right().span(),
                    "memory is in bytes: B, KiB, MiB, GiB; found " + binary.right().span().text(),
                    "for example 2 GiB");
            return Optional.empty();
        }
        double bytes = exact.value().toDouble() * unit;
        return Optional.of(new Requirement.Memory((long) bytes, binary.operator() == BinaryOperator.LESS_OR_EQUAL,
                binary.span().text(), Origin.of(binary.span())));
    }
}
