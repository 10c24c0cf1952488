package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;

/**
 * A gradient that a factor has made smaller than 1e-30 is 0 where it goes into the gradient of weights, and so for all layers
 * before. A sigmoid that is sure has a derivative of 1e-20; two of them in a row, and the gradient is below 1.2e-38, where
 * numbers are no longer normal. A processor takes a hundred times longer for a product with such a number: a training that had
 * learnt almost all of its rows took twice as long as before. XLA's programs for the CPU take all such numbers for 0, by a mode
 * that Java does not have. No sum with anything of 1e-22 or more changes by this, for it has 24 bits.
 *
 * <pre>
 *   %2 = multiply %0 %1                  %2 = multiply %0 %1
 *   %3 = transpose %2                    %5 = absolute %2
 *   %4 = matmul %3 %x          →         %6 = less %5 least
 *                                        %7 = select %6 zero %2
 *                                        %3 = transpose %7
 *                                        %4 = matmul %3 %x
 * </pre>
 */
final class FlushVanishingGradients implements Pass {
    /** The gradients of the layers before, which are products of this with weights and derivatives, are then normal as well. */
    private static final double LEAST = 1e-30;

    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Graph current = inBodies(graph, numbering);
        Set<Value> vanishing = new Gradients(current.equations()).vanishing();
        Substitution substitution = new Substitution();
        for (Equation equation : current.equations()) {
            Equation kept = substitution.current(equation);
            substitution.keep(kept);
            kept.results().stream().filter(vanishing::contains)
                    .forEach(r -> new Flush(r, kept, substitution, numbering).write());
        }
        return substitution.finish(current);
    }

    /** Finds what the gradients of weights are computed of. */
    private static final class Gradients {
        private final List<Equation> equations;
        private final Map<Value, Equation> definitions = new HashMap<>();
        private final Map<Value, Integer> order = new HashMap<>();

        Gradients(List<Equation> equations) {
            this.equations = equations;
            equations.stream().flatMap(e -> e.results().stream()).forEach(r -> order.put(r, order.size()));
            equations.forEach(e -> e.results().forEach(r -> definitions.put(r, e)));
        }

        Set<Value> vanishing() {
            Set<Value> found = new HashSet<>();
            for (Equation equation : equations) {
                if (equation.op() instanceof Op.MatMul && equation.operand(0).type().rowAxis() == 1) {
                    found.add(later(untransposed(equation.operand(0)), untransposed(equation.operand(1))));
                } else if (equation.op() instanceof Op.ConvolveWeightGradient) {
                    found.add(equation.operand(1));
                }
            }
            found.removeIf(v -> !mayVanish(v));
            return found;
        }

        private Value untransposed(Value operand) {
            Equation definition = definitions.get(operand);
            return definition != null && definition.op() instanceof Op.Transpose ? definition.operand(0) : operand;
        }

        /** Of a layer's input and the gradient of its output, the gradient: there was an output before. */
        private Value later(Value x, Value y) {
            return order.getOrDefault(x, -1) > order.getOrDefault(y, -1) ? x : y;
        }

        /** Whether it was multiplied with something that may be small; sums of products do not count. */
        private boolean mayVanish(Value value) {
            Equation definition = definitions.get(value);
            return definition != null && switch (definition.op()) {
                case Op.Binary binary -> switch (binary.function()) {
                    case MULTIPLY, DIVIDE -> definition.operands().stream()
                            .noneMatch(this::isScale) || anyMayVanish(definition);
                    case ADD, SUBTRACT -> anyMayVanish(definition);
                    case MAXIMUM, MINIMUM, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> false;
                };
                case Op.Unary unary -> switch (unary.function()) {
                    case NEGATE -> anyMayVanish(definition);
                    case EXPONENTIAL, SIGMOID -> true;
                    case ABSOLUTE, RECIPROCAL, SQUARE_ROOT, EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS,
                            TANH, ERROR_FUNCTION, SINE, COSINE, FLOOR, IS_NAN ->
                        false;
                };
                case Op.Select _ -> mayVanish(definition.operand(1)) || mayVanish(definition.operand(2));
                case Op.Reshape _ -> anyMayVanish(definition);
                default -> false;
            };
        }

        private boolean anyMayVanish(Equation definition) {
            return definition.operands().stream().anyMatch(this::mayVanish);
        }

        /** One number for all, as the weight of a loss. */
        private boolean isScale(Value value) {
            Equation definition = definitions.get(value);
            return definition != null && definition.op() instanceof Op.Broadcast
                    && definition.operand(0).type().rank() == 0;
        }
    }

    /** Writes the equations that make 0 of one value where it vanishes. */
    private record Flush(Value value, Equation at, Substitution out, Numbering numbering) {
        void write() {
            Value vanishes = add(new Op.Binary(BinaryFunction.LESS), add(new Op.Unary(UnaryFunction.ABSOLUTE), value),
                    everywhere(LEAST));
            out.replace(value, add(new Op.Select(), vanishes, everywhere(0), value));
        }

        private Value everywhere(double number) {
            Value constant = keep(TensorType.SCALAR, new Op.Constant(number));
            return add(new Op.Broadcast(value.type(), List.of()), constant);
        }

        private Value add(Op op, Value... operands) {
            return keep(value.type(), op, operands);
        }

        private Value keep(TensorType type, Op op, Value... operands) {
            Value result = new Value(numbering.next(), type, value.name());
            out.keep(new Equation(List.of(result), op, List.of(operands), at.origin()));
            return result;
        }
    }
}
