package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;

/**
 * A function of constants is a constant; it is computed in double and rounded once, where it is used.
 *
 * <pre>
 *   %1 = constant 2.0
 *   %2 = constant 3.0        →      %3 = constant 6.0
 *   %3 = multiply %1 %2
 * </pre>
 */
final class FoldConstants implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        /* The number that every element of a value is. */
        Map<Value, Double> known = new HashMap<>();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = substitution.current(equation);
            OptionalDouble folded = fold(current, known);
            if (folded.isPresent()) {
                known.put(current.result(), folded.getAsDouble());
                write(current, folded.getAsDouble(), substitution, numbering);
            } else {
                substitution.keep(current);
            }
        }
        return substitution.finish(graph);
    }

    /** A constant, repeated to the size of the value it stands for. */
    private static void write(Equation equation, double number, Substitution out, Numbering numbering) {
        boolean already = equation.op() instanceof Op.Constant
                || (equation.op() instanceof Op.Broadcast b && b.axes().isEmpty());
        if (already) {
            out.keep(equation);
            return;
        }
        TensorType type = equation.result().type();
        Value constant = type.rank() == 0
                ? equation.result()
                : new Value(numbering.next(), TensorType.SCALAR, equation.result().name());
        out.keep(new Equation(List.of(constant), new Op.Constant(number), List.of(), equation.origin()));
        if (type.rank() > 0) {
            out.keep(new Equation(equation.results(), new Op.Broadcast(type, List.of()), List.of(constant),
                    equation.origin()));
        }
    }

    private static OptionalDouble fold(Equation equation, Map<Value, Double> known) {
        if (!equation.operands().stream().allMatch(known::containsKey)) {
            return OptionalDouble.empty();
        }
        List<Double> in = equation.operands().stream().map(known::get).toList();
        return switch (equation.op()) {
            case Op.Constant constant -> OptionalDouble.of(constant.value());
            case Op.Broadcast _,Op.Reshape _,Op.Transpose _,Op.Slice _ -> OptionalDouble.of(in.getFirst());
            case Op.Unary unary -> unary(unary.function(), in.getFirst());
            case Op.Binary binary -> OptionalDouble.of(binary(binary.function(), in.get(0), in.get(1)));
            case Op.Select _ -> OptionalDouble.of(in.get(0) != 0 ? in.get(1) : in.get(2));
            default -> OptionalDouble.empty();
        };
    }

    /** Only what double arithmetic gives exactly rounded; the rest is left to the programs. */
    private static OptionalDouble unary(UnaryFunction function, double x) {
        return switch (function) {
            case NEGATE -> OptionalDouble.of(-x);
            case ABSOLUTE -> OptionalDouble.of(Math.abs(x));
            case RECIPROCAL -> OptionalDouble.of(1 / x);
            case SQUARE_ROOT -> OptionalDouble.of(Math.sqrt(x));
            case FLOOR -> OptionalDouble.of(Math.floor(x));
            case IS_NAN -> OptionalDouble.of(Double.isNaN(x) ? 1 : 0);
            case EXPONENTIAL, EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS, TANH, SIGMOID, ERROR_FUNCTION,
                    SINE, COSINE ->
                OptionalDouble.empty();
        };
    }

    private static double binary(BinaryFunction function, double x, double y) {
        return switch (function) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MAXIMUM -> Math.max(x, y);
            case MINIMUM -> Math.min(x, y);
            case LESS -> x < y ? 1 : 0;
            case LESS_OR_EQUAL -> x <= y ? 1 : 0;
            case GREATER -> x > y ? 1 : 0;
            case GREATER_OR_EQUAL -> x >= y ? 1 : 0;
            case EQUAL -> x == y ? 1 : 0;
            case NOT_EQUAL -> x != y ? 1 : 0;
        };
    }
}
