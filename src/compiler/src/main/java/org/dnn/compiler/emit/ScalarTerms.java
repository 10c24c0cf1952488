package org.dnn.compiler.emit;

import java.util.List;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** A term as source text that computes one float: what Java and CUDA C write alike is here, what differs is the language's. */
final class ScalarTerms {
    private static final int CHOICE = 0;
    private static final int COMPARISON = 1;
    private static final int SUM = 2;
    private static final int PRODUCT = 3;
    private static final int PRIMARY = 4;

    private final ScalarLanguage language;
    private final NestNames names;
    private final List<String> axes;
    /** The batch's row at which the axis of the rows begins; "" for the first. */
    private final String firstRow;

    ScalarTerms(NestNames names, List<String> axes) {
        this(names, axes, "");
    }

    ScalarTerms(NestNames names, List<String> axes, String firstRow) {
        this(ScalarLanguage.JAVA, names, axes, firstRow);
    }

    ScalarTerms(ScalarLanguage language, NestNames names, List<String> axes, String firstRow) {
        this.language = language;
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
                    ? "(" + language.number(number.value()) + ")"
                    : language.number(number.value());
            case Term.Load load -> language.element(names, load.argument(), load.index(), axes);
            case Term.Gather gather -> language.gathered(names.argument(gather.argument()), batchPlace(gather.row()),
                    names.place("", gather.index(), axes));
            case Term.Local local -> names.local(local.number());
            case Term.Rows _ -> "(float) rows";
            case Term.Position position -> "(float) (" + batchPlace(position.index()) + ")";
            case Term.Uniform uniform -> language.uniform(uniform.stream(), batchPlace(uniform.element()));
            case Term.Unary unary -> unary(unary, within);
            case Term.Binary binary -> binary(binary, within);
            case Term.Select select -> in(within, CHOICE, condition(select.condition()) + " ? "
                    + print(select.whenTrue(), COMPARISON) + " : " + print(select.whenFalse(), CHOICE));
        };
    }

    private String unary(Term.Unary term, int within) {
        return switch (term.function()) {
            case NEGATE -> in(within, SUM, "-" + print(term.operand(), PRIMARY));
            case RECIPROCAL -> in(within, PRODUCT, language.number(1) + " / " + print(term.operand(), PRIMARY));
            case IS_NAN -> in(within, CHOICE, chosen(language.isNaN(print(term.operand(), CHOICE))));
            case ABSOLUTE, SQUARE_ROOT, EXPONENTIAL, EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS, TANH,
                    SIGMOID, ERROR_FUNCTION, SINE, COSINE, FLOOR ->
                language.function(term.function()) + "(" + print(term.operand(), CHOICE) + ")";
        };
    }

    private String binary(Term.Binary term, int within) {
        return switch (term.function()) {
            case ADD -> in(within, SUM, print(term.left(), SUM) + " + " + print(term.right(), PRODUCT));
            case SUBTRACT -> in(within, SUM, print(term.left(), SUM) + " - " + print(term.right(), PRODUCT));
            case MULTIPLY -> in(within, PRODUCT, print(term.left(), PRODUCT) + " * " + print(term.right(), PRIMARY));
            case DIVIDE -> in(within, PRODUCT, print(term.left(), PRODUCT) + " / " + print(term.right(), PRIMARY));
            case MAXIMUM -> language.maximum(print(term.left(), CHOICE), print(term.right(), CHOICE));
            case MINIMUM -> language.minimum(print(term.left(), CHOICE), print(term.right(), CHOICE));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> in(within, CHOICE,
                    chosen(condition(term)));
        };
    }

    private String condition(Term term) {
        return term instanceof Term.Binary binary && binary.function().isComparison()
                ? print(binary.left(), SUM) + " " + symbol(binary.function()) + " " + print(binary.right(), SUM)
                : print(term, SUM) + " != " + language.number(0);
    }

    /** A condition as a number. */
    private String chosen(String condition) {
        return condition + " ? " + language.number(1) + " : " + language.number(0);
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
        return ScalarLanguage.JAVA.number(value);
    }
}
