package org.dnn.compiler.emit;

import java.util.List;
import java.util.Set;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** A term as Java that computes a vector of floats along one axis. */
final class VectorTerms {
    private final NestNames names;
    private final List<String> axes;
    private final int axis;
    /** Added to the places of loads: the second half of sixteen lanes. */
    private final String shift;
    /** Loads only where the mask says; "" for everywhere. */
    private final String mask;

    /** Locals that hold one float, not a vector. */
    private final Set<Integer> scalars;

    VectorTerms(NestNames names, List<String> axes, int axis, Set<Integer> scalars, String shift, String mask) {
        this.names = names;
        this.axes = axes;
        this.axis = axis;
        this.scalars = scalars;
        this.shift = shift;
        this.mask = mask;
    }

    /** Whether a term can be computed for neighbours along an axis at once. */
    static boolean isPossible(Term term, int axis) {
        return switch (term) {
            case Term.Number _,Term.Local _,Term.Rows _ -> true;
            case Term.Load load -> load.index().stride(axis) == 0 || load.index().stride(axis) == 1;
            case Term.Gather gather -> gather.row().stride(axis) == 0 && gather.index().stride(axis) == 1;
            case Term.Uniform _ -> false;
            case Term.Position position -> position.index().stride(axis) == 0;
            case Term.Unary unary -> switch (unary.function()) {
                case FLOOR, IS_NAN -> false;
                case NEGATE, ABSOLUTE, RECIPROCAL, SQUARE_ROOT, EXPONENTIAL, EXPONENTIAL_MINUS_ONE, LOGARITHM,
                        LOGARITHM_OF_ONE_PLUS, TANH, SIGMOID, ERROR_FUNCTION, SINE, COSINE ->
                    isPossible(unary.operand(), axis);
            };
            case Term.Binary binary -> isPossible(binary.left(), axis) && isPossible(binary.right(), axis);
            case Term.Select select -> isPossible(select.condition(), axis) && isPossible(select.whenTrue(), axis)
                    && isPossible(select.whenFalse(), axis);
        };
    }

    String print(Term term) {
        return switch (term) {
            case Term.Number number -> "FloatVector.broadcast(SPECIES, " + ScalarTerms.number(number.value()) + ")";
            case Term.Load load when load.index().stride(axis) == 0 -> "FloatVector.broadcast(SPECIES, memory["
                    + place(load.argument(), load.index()) + "])";
            case Term.Load load -> "FloatVector.fromArray(SPECIES, memory, " + place(load.argument(), load.index())
                    + shift + (mask.isEmpty() ? "" : ", " + mask) + ")";
            case Term.Local local when scalars.contains(local.number()) -> "FloatVector.broadcast(SPECIES, "
                    + names.local(local.number()) + ")";
            case Term.Local local -> names.local(local.number());
            case Term.Rows _ -> "FloatVector.broadcast(SPECIES, (float) rows)";
            case Term.Position position -> "FloatVector.broadcast(SPECIES, (float) ("
                    + names.place("", position.index(), axes) + "))";
            case Term.Unary unary -> unary(unary);
            case Term.Binary binary -> binary(binary);
            case Term.Select select -> print(select.whenFalse()) + ".blend(" + scalarOrVector(select.whenTrue()) + ", "
                    + condition(select.condition()) + ")";
            case Term.Gather gather -> vectorMethod(names.argument(gather.argument())) + "(order[first + "
                    + names.place("", gather.row(), axes) + "], " + names.place("", gather.index(), axes) + ")";
            case Term.Uniform _ -> throw new CompilerBug("emit", "no vector form: " + term);
        };
    }

    /** The name of the method that reads neighbouring elements of a column. */
    static String vectorMethod(String column) {
        return column + "Vector";
    }

    String place(int argument, Index index) {
        return names.place(argument, index, axes);
    }

    private String unary(Term.Unary term) {
        String x = print(term.operand());
        return switch (term.function()) {
            case NEGATE -> x + ".neg()";
            case ABSOLUTE -> x + ".abs()";
            case RECIPROCAL -> "FloatVector.broadcast(SPECIES, 1f).div(" + x + ")";
            case SQUARE_ROOT -> x + ".sqrt()";
            case EXPONENTIAL -> "VectorElementary.exp(" + x + ")";
            case EXPONENTIAL_MINUS_ONE -> "VectorElementary.expm1(" + x + ")";
            case LOGARITHM -> "VectorElementary.log(" + x + ")";
            case LOGARITHM_OF_ONE_PLUS -> "VectorElementary.log1p(" + x + ")";
            case TANH -> "VectorElementary.tanh(" + x + ")";
            case SIGMOID -> "VectorElementary.sigmoid(" + x + ")";
            case ERROR_FUNCTION -> "VectorElementary.erf(" + x + ")";
            case SINE -> "VectorElementary.sin(" + x + ")";
            case COSINE -> "VectorElementary.cos(" + x + ")";
            case FLOOR, IS_NAN -> throw new CompilerBug("emit", "no vector form: " + term);
        };
    }

    private String binary(Term.Binary term) {
        return switch (term.function()) {
            case ADD -> print(term.left()) + ".add(" + scalarOrVector(term.right()) + ")";
            case SUBTRACT -> print(term.left()) + ".sub(" + scalarOrVector(term.right()) + ")";
            case MULTIPLY -> print(term.left()) + ".mul(" + scalarOrVector(term.right()) + ")";
            case DIVIDE -> print(term.left()) + ".div(" + scalarOrVector(term.right()) + ")";
            case MAXIMUM -> print(term.left()) + ".max(" + scalarOrVector(term.right()) + ")";
            case MINIMUM -> print(term.left()) + ".min(" + scalarOrVector(term.right()) + ")";
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL ->
                "FloatVector.zero(SPECIES).blend(1f, " + condition(term) + ")";
        };
    }

    private String condition(Term term) {
        return term instanceof Term.Binary binary && binary.function().isComparison()
                ? print(binary.left()) + ".compare(VectorOperators." + operator(binary) + ", "
                        + scalarOrVector(binary.right()) + ")"
                : print(term) + ".compare(VectorOperators.NE, 0f)";
    }

    private static String operator(Term.Binary term) {
        return switch (term.function()) {
            case LESS -> "LT";
            case LESS_OR_EQUAL -> "LE";
            case GREATER -> "GT";
            case GREATER_OR_EQUAL -> "GE";
            case EQUAL -> "EQ";
            case NOT_EQUAL -> "NE";
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM -> throw new IllegalArgumentException(
                    "no comparison: " + term);
        };
    }

    /** The Vector API takes a single float wherever it takes a second vector. */
    private String scalarOrVector(Term term) {
        return switch (term) {
            case Term.Number number -> ScalarTerms.number(number.value());
            case Term.Load load when load.index().stride(axis) == 0 -> "memory[" + place(load.argument(), load.index())
                    + "]";
            case Term.Local local when scalars.contains(local.number()) -> names.local(local.number());
            case Term.Rows _ -> "(float) rows";
            default -> print(term);
        };
    }
}
