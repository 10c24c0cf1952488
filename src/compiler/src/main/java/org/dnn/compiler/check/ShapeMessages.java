package org.dnn.compiler.check;

import java.util.Map;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.ValueType;

/** What to say when shapes do not go together. */
final class ShapeMessages {
    private ShapeMessages() {}

    static void cannotCombine(Report report, BinaryOperator operator, Operand.Tensor a, Operand.Tensor b, Span at,
            Map<String, Operand.Tensor> values) {
        String verb = switch (operator) {
            case ADD -> "added";
            case SUBTRACT -> "subtracted";
            case MULTIPLY -> "multiplied";
            case DIVIDE -> "divided";
            default -> "combined";
        };
        Diagnostic.Builder diagnostic = Diagnostic
                .of(Code.SHAPES_CANNOT_BE_COMBINED, at,
                        "shapes cannot be " + verb + ": " + a.type().shape() + " and " + b.type().shape())
                .label(a.span(), name(a, values) + a.type().shape())
                .label(b.span(), name(b, values) + b.type().shape());
        report.add(diagnostic.help(help(a.type(), b.type(), name(b, values))));
    }

    private static String name(Operand.Tensor tensor, Map<String, Operand.Tensor> values) {
        return values.entrySet().stream().filter(e -> e.getValue().node() == tensor.node()).map(Map.Entry::getKey)
                .findFirst().map(n -> n + ": ").orElse("");
    }

    private static String help(ValueType a, ValueType b, String right) {
        String name = right.isEmpty() ? "x" : right.replace(": ", "");
        boolean images = a.rank() == 3 && b.rank() == 3;
        if (images && a.size(1) > 0 && b.size(1) % a.size(1) == 0) {
            return "project the shortcut: " + name + " -> Conv2d(" + a.size(0) + ", kernel: 1, stride: "
                    + b.size(1) / a.size(1) + ", bias: false) -> BatchNorm";
        }
        if (a.rank() == 1 && b.rank() == 1) {
            return "bring one to the size of the other: " + name + " -> Linear(" + a.size(0) + ")";
        }
        return "bring both to the same shape first";
    }
}
