package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
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
            kept.results().stream().filter(vanishing::contains).forEach(gradient -> {
                GraphBuilder b = new GraphBuilder(numbering, kept.origin());
                Value vanishes = b.compare(BinaryFunction.LESS, b.unary(UnaryFunction.ABSOLUTE, gradient), LEAST);
                substitution.replace(gradient, b.select(vanishes, b.constant(0), gradient));
                b.equations().forEach(substitution::keep);
            });
        }
        return substitution.finish(current);
    }

    /** Finds what the gradients of weights are computed of, from the first equation to the last. */
    private static final class Gradients {
        private final List<Equation> equations;
        /** Where a value is computed. */
        private final Map<Value, Integer> places = new HashMap<>();
        private final Set<Value> mayVanish = new HashSet<>();

        Gradients(List<Equation> equations) {
            this.equations = equations;
        }

        Set<Value> vanishing() {
            Set<Value> found = new HashSet<>();
            for (int i = 0; i < equations.size(); i++) {
                int place = i;
                Equation equation = equations.get(i);
                equation.results().forEach(r -> places.put(r, place));
                if (mayVanish(equation)) {
                    mayVanish.addAll(equation.results());
                } else if (equation.op() instanceof Op.MatMul && equation.operand(0).type().rowAxis() == 1) {
                    found.add(later(untransposed(equation.operand(0)), untransposed(equation.operand(1))));
                } else if (equation.op() instanceof Op.ConvolveWeightGradient) {
                    found.add(equation.operand(1));
                }
            }
            found.retainAll(mayVanish);
            return found;
        }

        private Optional<Equation> definition(Value value) {
            return Optional.ofNullable(places.get(value)).map(equations::get);
        }

        private Value untransposed(Value operand) {
            return definition(operand).filter(d -> d.op() instanceof Op.Transpose).map(d -> d.operand(0))
                    .orElse(operand);
        }

        /** Of a layer's input and the gradient of its output, the gradient: there was an output before. */
        private Value later(Value x, Value y) {
            return places.getOrDefault(x, -1) > places.getOrDefault(y, -1) ? x : y;
        }

        /** Whether its result was multiplied with something that may be small; sums of products do not count. */
        private boolean mayVanish(Equation equation) {
            return switch (equation.op()) {
                case Op.Binary binary -> switch (binary.function()) {
                    case MULTIPLY, DIVIDE -> equation.operands().stream().noneMatch(this::isScale)
                            || anyMayVanish(equation);
                    case ADD, SUBTRACT -> anyMayVanish(equation);
                    case MAXIMUM, MINIMUM, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> false;
                };
                case Op.Unary unary -> switch (unary.function()) {
                    case NEGATE -> anyMayVanish(equation);
                    case EXPONENTIAL, SIGMOID -> true;
                    case ABSOLUTE, RECIPROCAL, SQUARE_ROOT, EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS,
                            TANH, ERROR_FUNCTION, SINE, COSINE, FLOOR, IS_NAN ->
                        false;
                };
                case Op.Select _ -> mayVanish.contains(equation.operand(1)) || mayVanish.contains(equation.operand(2));
                case Op.Reshape _ -> anyMayVanish(equation);
                default -> false;
            };
        }

        private boolean anyMayVanish(Equation equation) {
            return equation.operands().stream().anyMatch(mayVanish::contains);
        }

        /** One number for all, as the weight of a loss. */
        private boolean isScale(Value value) {
            return definition(value)
                    .filter(d -> d.op() instanceof Op.Broadcast && d.operand(0).type().rank() == 0).isPresent();
        }
    }
}
