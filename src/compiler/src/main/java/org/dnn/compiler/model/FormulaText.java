package org.dnn.compiler.model;

import java.util.stream.Collectors;

/** A formula of a column as text. */
final class FormulaText {
    private FormulaText() {}

    static String of(Formula formula) {
        return switch (formula) {
            case Formula.Constant constant -> Double.toString(constant.value());
            case Formula.Column column -> column.group() + "[" + column.from() + " to "
                    + (column.from() + column.size() - 1) + "]";
            case Formula.Draw draw -> (draw.normal() ? "normal(" : "uniform(") + draw.a() + ", " + draw.b() + ")["
                    + draw.size() + "]";
            case Formula.Unary unary -> "(" + unary.operator().symbol() + " " + of(unary.operand()) + ")";
            case Formula.Binary binary -> "(" + of(binary.left()) + " " + binary.operator().symbol() + " "
                    + of(binary.right()) + ")";
            case Formula.Reduce reduce -> reduce.function() + "(" + of(reduce.operand()) + ")";
            case Formula.Apply apply -> apply.function() + "(" + of(apply.operand()) + ")";
            case Formula.Choice choice -> "(if " + of(choice.condition()) + " then " + of(choice.whenTrue())
                    + " else " + of(choice.whenFalse()) + ")";
            case Formula.Listing listing -> listing.elements().stream().map(FormulaText::of)
                    .collect(Collectors.joining(", ", "[", "]"));
        };
    }
}
