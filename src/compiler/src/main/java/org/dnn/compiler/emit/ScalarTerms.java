package org.dnn.compiler.emit;

import java.util.List;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** A term as Java that computes one float. */
final class ScalarTerms {
    private static final int CHOICE = 0;
    private static final int COMPARISON = 1;
    private static final int SUM = 2;
    private static final int PRODUCT = 3;
    private static final int PRIMARY = 4;

    private final NestNames names;
    private final List<String> axes;
    /** The batch's row at which the axis of the rows begins; "" for the first. */
    private final String firstRow;

    ScalarTerms(NestNames names, List<String> axes) {
        this(names, axes, "");
    }

    ScalarTerms(NestNames names, List<String> axes, String firstRow) {
        this.names = names;
        this.axes = axes;
        this.firstRow = firstRow;
    }

    String print(Term term) {
        return print(term, CHOICE);
    }

    String place(int argument, Index index) {
        return names.place(argument, index, axes);
    }

    /** A place that counts the rows of the batch. */
    private String batchPlace(Index index) {
        int row = axes.indexOf(NestNames.ROW);
        long stride = row < 0 || firstRow.isEmpty() ? 0 : index.stride(row);
        String first = stride == 0 ? "" : stride == 1 ? firstRow : firstRow + " * " + stride;
        return names.place(first, index, axes);
    }

    private String print(Term term, int within) {
        return switch (term) {
            case Term.Number number -> within > SUM && number.value() < 0
                    ? "(" + number(number.value()) + ")"
                    : number(number.value());
            case Term.Load load -> "memory[" + place(load.argument(), load.index()) + "]";
            case Term.Gather gather -> names.argument(gather.argument()) + "(order[first + "
                    + batchPlace(gather.row()) + "], " + names.place("", gather.index(), axes) + ")";
            case Term.Local local -> names.local(local.number());
            case Term.Rows _ -> "(float) rows";
            case Term.Position position -> "(float) (" + batchPlace(position.index()) + ")";
            case Term.Uniform uniform -> "uniform(" + uniform.stream() + ", "
                    + batchPlace(uniform.element()) + ", turn)";
            case Term.Unary unary -> unary(unary, within);
            case Term.Binary binary -> binary(binary, within);
            case Term.Select select -> in(within, CHOICE, condition(select.condition()) + " ? "
                    + print(select.whenTrue(), COMPARISON) + " : " + print(select.whenFalse(), CHOICE));
        };
    }

    private String unary(Term.Unary term, int within) {
        String x = print(term.operand(), CHOICE);
        return switch (term.function()) {
            case NEGATE -> in(within, SUM, "-" + print(term.operand(), PRIMARY));
            case ABSOLUTE -> "Math.abs(" + x + ")";
            case RECIPROCAL -> in(within, PRODUCT, "1f / " + print(term.operand(), PRIMARY));
            case SQUARE_ROOT -> "(float) Math.sqrt(" + x + ")";
            case EXPONENTIAL -> "Elementary.exp(" + x + ")";
            case EXPONENTIAL_MINUS_ONE -> "Elementary.expm1(" + x + ")";
            case LOGARITHM -> "Elementary.log(" + x + ")";
            case LOGARITHM_OF_ONE_PLUS -> "Elementary.log1p(" + x + ")";
            case TANH -> "Elementary.tanh(" + x + ")";
            case SIGMOID -> "Elementary.sigmoid(" + x + ")";
            case ERROR_FUNCTION -> "Elementary.erf(" + x + ")";
            case SINE -> "Elementary.sin(" + x + ")";
            case COSINE -> "Elementary.cos(" + x + ")";
            case FLOOR -> "(float) Math.floor(" + x + ")";
            case IS_NAN -> in(within, CHOICE, "Float.isNaN(" + x + ") ? 1f : 0f");
        };
    }

    private String binary(Term.Binary term, int within) {
        return switch (term.function()) {
            case ADD -> in(within, SUM, print(term.left(), SUM) + " + " + print(term.right(), PRODUCT));
            case SUBTRACT -> in(within, SUM, print(term.left(), SUM) + " - " + print(term.right(), PRODUCT));
            case MULTIPLY -> in(within, PRODUCT, print(term.left(), PRODUCT) + " * " + print(term.right(), PRIMARY));
            case DIVIDE -> in(within, PRODUCT, print(term.left(), PRODUCT) + " / " + print(term.right(), PRIMARY));
            case MAXIMUM -> "Math.max(" + print(term.left(), CHOICE) + ", " + print(term.right(), CHOICE) + ")";
            case MINIMUM -> "Math.min(" + print(term.left(), CHOICE) + ", " + print(term.right(), CHOICE) + ")";
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> in(within, CHOICE,
                    condition(term) + " ? 1f : 0f");
        };
    }

    private String condition(Term term) {
        return term instanceof Term.Binary binary && binary.function().isComparison()
                ? print(binary.left(), SUM) + " " + symbol(binary.function()) + " " + print(binary.right(), SUM)
                : print(term, SUM) + " != 0f";
    }

    private static String in(int within, int own, String text) {
        return own < within ? "(" + text + ")" : text;
    }

    static String symbol(BinaryFunction function) {
        return switch (function) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case EQUAL -> "==";
            case NOT_EQUAL -> "!=";
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM -> throw new IllegalArgumentException(
                    "no comparison: " + function);
        };
    }

    /** The float as Java writes it, without a fraction where there is none. */
    static String number(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7f;
        return (whole ? Integer.toString((int) value) : Float.toString(value)) + "f";
    }
}
