package org.dnn.compiler.emit;

import java.util.List;
import java.util.Set;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** A term as Java that computes a vector of floats along one axis. */
final class VectorTerms {
    private final int axis;
    private final NestNames names;
    private final VectorLanguage language;
    /** Locals that hold one float, not a vector. */
    private final Set<Integer> scalars;

    VectorTerms(NestNames names, List<String> axes, int axis, Set<Integer> scalars, String shift, String mask) {
        this(axis, names, new VectorApi(names, axes, shift, mask), scalars);
    }

    VectorTerms(int axis, NestNames names, MachineLanguage language) {
        this(axis, names, language, Set.of());
    }

    private VectorTerms(int axis, NestNames names, VectorLanguage language, Set<Integer> scalars) {
        this.axis = axis;
        this.names = names;
        this.language = language;
        this.scalars = scalars;
    }

    VectorLanguage language() {
        return language;
    }

    /** Whether a term can be computed for neighbours along an axis at once. */
    static boolean isPossible(Term term, int axis) {
        return switch (term) {
            case Term.Number _,Term.Local _,Term.Rows _ -> true;
            case Term.Load load -> stride(load.index(), axis) == 0 || stride(load.index(), axis) == 1;
            case Term.Gather gather -> gather.row().stride(axis) == 0 && gather.index().stride(axis) == 1;
            case Term.Uniform _ -> false;
            case Term.Position position -> stride(position.index(), axis) == 0;
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

    /** Along an axis that a place has not, it stays. */
    private static long stride(Index index, int axis) {
        return axis < index.strides().size() ? index.stride(axis) : 0;
    }

    String print(Term term) {
        return switch (term) {
            case Term.Number number -> language.broadcast(ScalarTerms.number(number.value()));
            case Term.Load load when isEverywhere(load) -> language.everywhere(load.argument(), load.index());
            case Term.Load load -> language.neighbours(load.argument(), load.index());
            case Term.Local local when scalars.contains(local.number()) ->
                language.broadcast(names.local(local.number()));
            case Term.Local local -> names.local(local.number());
            case Term.Rows _ -> language.broadcast("(float) rows");
            case Term.Position position -> language.position(position.index());
            case Term.Unary unary -> unary(unary);
            case Term.Binary binary -> binary(binary);
            case Term.Select select -> print(select.whenFalse()) + ".blend(" + scalarOrVector(select.whenTrue()) + ", "
                    + condition(select.condition()) + ")";
            case Term.Gather gather -> language.gathered(gather);
            case Term.Uniform _ -> throw new CompilerBug("emit", "no vector form: " + term);
        };
    }

    private boolean isEverywhere(Term.Load load) {
        return stride(load.index(), axis) == 0;
    }

    private String unary(Term.Unary term) {
        String x = print(term.operand());
        return switch (term.function()) {
            case NEGATE -> x + ".neg()";
            case ABSOLUTE -> x + ".abs()";
            case RECIPROCAL -> language.broadcast(ScalarTerms.number(1)) + ".div(" + x + ")";
            case SQUARE_ROOT -> x + ".sqrt()";
            case EXPONENTIAL -> language.elementary() + ".exp(" + x + ")";
            case EXPONENTIAL_MINUS_ONE -> language.elementary() + ".expm1(" + x + ")";
            case LOGARITHM -> language.elementary() + ".log(" + x + ")";
            case LOGARITHM_OF_ONE_PLUS -> language.elementary() + ".log1p(" + x + ")";
            case TANH -> language.elementary() + ".tanh(" + x + ")";
            case SIGMOID -> language.elementary() + ".sigmoid(" + x + ")";
            case ERROR_FUNCTION -> language.elementary() + ".erf(" + x + ")";
            case SINE -> language.elementary() + ".sin(" + x + ")";
            case COSINE -> language.elementary() + ".cos(" + x + ")";
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
                language.zero() + ".blend(1f, " + condition(term) + ")";
        };
    }

    private String condition(Term term) {
        return term instanceof Term.Binary binary && binary.function().isComparison()
                ? print(binary.left()) + ".compare(" + language.comparisons() + "." + operator(binary) + ", "
                        + scalarOrVector(binary.right()) + ")"
                : print(term) + ".compare(" + language.comparisons() + ".NE, 0f)";
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

    /** A single float can stand wherever a second vector can. */
    private String scalarOrVector(Term term) {
        return switch (term) {
            case Term.Number number -> ScalarTerms.number(number.value());
            case Term.Load load when isEverywhere(load) -> language.second(load.argument(), load.index());
            case Term.Local local when scalars.contains(local.number()) -> names.local(local.number());
            case Term.Rows _ -> "(float) rows";
            default -> print(term);
        };
    }
}
