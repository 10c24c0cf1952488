package org.dnn.compiler.check;

import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.ValueType;

/**
 * Brings one operand of a sum to the shape of the other: {@code x -> Conv2d(filters, kernel: 1, stride: stride, bias: false) ->
 * BatchNorm}, or {@code x -> Linear(32)}.
 *
 * @param layers  what to write behind the operand
 * @param general whether it says nothing that holds for one call of the block alone
 */
record Projection(Expression operand, String layers, boolean general) {
    /** Of the operand that can be brought to the other's shape; of two, the one that is a name alone. */
    static Optional<Projection> of(Expression.Binary sum, ValueType left, ValueType right,
            Map<String, Constant> constants) {
        Optional<Projection> ofLeft = of(sum.left(), left, right, constants);
        Optional<Projection> ofRight = of(sum.right(), right, left, constants);
        boolean rightIsName = sum.right() instanceof Expression.Reference;
        boolean leftIsName = sum.left() instanceof Expression.Reference;
        return rightIsName || !leftIsName ? ofRight.or(() -> ofLeft) : ofLeft.or(() -> ofRight);
    }

    private static Optional<Projection> of(Expression operand, ValueType from, ValueType to,
            Map<String, Constant> constants) {
        Optional<String> width = name(to.size(0), "", constants);
        String size = width.orElse(Integer.toString(to.size(0)));
        if (from.rank() == 1 && to.rank() == 1) {
            return Optional.of(new Projection(operand, "Linear(" + size + ")", width.isPresent()));
        }
        if (from.rank() != 3 || to.rank() != 3) {
            return Optional.empty();
        }
        return stride(from, to).map(s -> {
            Optional<String> step = name(s, "stride", constants);
            String moves = s == 1 && step.isEmpty() ? "" : ", stride: " + step.orElse(Integer.toString(s));
            return new Projection(operand, "Conv2d(" + size + ", kernel: 1" + moves + ", bias: false) -> BatchNorm",
                    width.isPresent() && (s == 1 || step.isPresent()));
        });
    }

    /** How far a filter of one point moves to make this many places of those. */
    private static Optional<Integer> stride(ValueType from, ValueType to) {
        for (int stride = 1; stride <= from.size(1); stride++) {
            boolean fits = Math.ceilDiv(from.size(1), stride) == to.size(1)
                    && Math.ceilDiv(from.size(2), stride) == to.size(2);
            if (fits) {
                return Optional.of(stride);
            }
        }
        return Optional.empty();
    }

    /** The hyper-parameter that has this value. */
    private static Optional<String> name(int value, String only, Map<String, Constant> constants) {
        return constants.entrySet().stream().filter(e -> !HeaderTypes.isDimension(e.getKey()))
                .filter(e -> only.isEmpty() ? !e.getKey().equals("stride") : e.getKey().equals(only))
                .filter(e -> e.getValue() instanceof Constant.Exact exact
                        && exact.value().equals(Rational.of(value)))
                .map(Map.Entry::getKey).findFirst();
    }

    private String text() {
        String text = operand.span().text();
        return text.contains("->") && !text.startsWith("(") ? "(" + text + ")" : text;
    }

    String help() {
        return (layers.startsWith("Conv") ? "project the shortcut: " : "bring one to the size of the other: ") + text()
                + " -> " + layers;
    }

    Fix fix() {
        Span span = operand.span();
        return Fix.replace("project " + text(), span, "(" + text() + " -> " + layers + ")");
    }
}
