package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.source.Origin;

/**
 * A gradient smaller than 1e-30 is 0 where it goes into the gradient of weights, and so for all layers before. It is asked for
 * where a factor may have made it so small, and everywhere in a network with eight products with weights or more. A sigmoid that
 * is sure has a derivative of 1e-20; two of them in a row, and the gradient is below 1.2e-38, where numbers are no longer normal.
 * A rectifier and a layer whose weights are as PyTorch chooses them leave 0.4 of a gradient: a hundred of them leave as little.
 * Many processors take a hundred times longer for a product with such a number: a training that had learnt almost all of its rows
 * took twice as long as before, and one of 200 rectified layers three times as long as one of tanh. XLA's programs for the CPU
 * take all such numbers for 0, by a mode that Java does not have. No sum with anything of 1e-22 or more changes by this, for it
 * has 24 bits.
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

    /** Of fewer, each would have to leave less than a ten-thousandth of the gradient; networks that are small need not ask. */
    private static final int MANY_PRODUCTS = 8;

    @Override
    public Graph run(Graph graph, Numbering numbering) {
        return flushed(graph, products(graph) >= MANY_PRODUCTS, numbering);
    }

    /** How many products with weights there are, in all turns of repetitions: as many as gradients of weights. */
    private static long products(Graph graph) {
        return new Gradients(graph).ofWeights().count() + graph.equations().stream()
                .mapToLong(e -> e.op() instanceof Op.Repeat repeat ? repeat.count() * products(repeat.body()) : 0)
                .sum();
    }

    /** @param deep whether each gradient may be too small */
    private static Graph flushed(Graph graph, boolean deep, Numbering numbering) {
        Graph current = Pass.inBodies(graph, body -> flushed(body, deep, numbering));
        Set<Value> vanishing = new Gradients(current).vanishing(deep);
        Substitution substitution = new Substitution();
        for (Equation equation : current.equations()) {
            Equation kept = substitution.current(equation);
            substitution.keep(kept);
            kept.results().stream().filter(vanishing::contains)
                    .forEach(g -> flush(g, kept.origin(), numbering, substitution));
        }
        return substitution.finish(current);
    }

    private static void flush(Value gradient, Origin origin, Numbering numbering, Substitution substitution) {
        GraphBuilder b = new GraphBuilder(numbering, origin);
        Value vanishes = b.compare(BinaryFunction.LESS, b.unary(UnaryFunction.ABSOLUTE, gradient), LEAST);
        substitution.replace(gradient, b.select(vanishes, b.constant(0), gradient));
        b.equations().forEach(substitution::keep);
    }

    /** Finds what the gradients of weights are computed of, from the first equation to the last. */
    private static final class Gradients {
        private final Graph graph;
        /** Where a value is computed; below 0 for a body's parameters, of which the first are what turns hand on. */
        private final Map<Value, Integer> places = new HashMap<>();
        private final Set<Value> mayVanish = new HashSet<>();

        Gradients(Graph graph) {
            this.graph = graph;
            for (Value parameter : graph.parameters()) {
                places.put(parameter, -places.size() - 1);
            }
            for (int i = 0; i < graph.equations().size(); i++) {
                int place = i;
                Equation equation = graph.equations().get(i);
                equation.results().forEach(r -> places.put(r, place));
                if (mayVanish(equation)) {
                    mayVanish.addAll(equation.results());
                }
            }
        }

        /** @param all whether all may */
        Set<Value> vanishing(boolean all) {
            return ofWeights().map(this::inTheTurnBefore).filter(g -> all || mayVanish.contains(g))
                    .collect(Collectors.toSet());
        }

        /** For each gradient of weights, what it is computed of besides a layer's input. */
        Stream<Value> ofWeights() {
            return graph.equations().stream().flatMap(equation -> switch (equation.op()) {
                case Op.MatMul _ when equation.operand(0).type().rowAxis() == 1 ->
                    Stream.of(later(untransposed(equation.operand(0)), untransposed(equation.operand(1))));
                case Op.ConvolveWeightGradient _ -> Stream.of(equation.operand(1));
                default -> Stream.empty();
            }).filter(g -> !isComparison(g));
        }

        /** What a turn gets is 0 where the turn before has made it so. */
        private Value inTheTurnBefore(Value gradient) {
            int parameter = graph.parameters().indexOf(gradient);
            return parameter >= 0 && parameter < graph.results().size() ? graph.results().get(parameter) : gradient;
        }

        /** As in a table of how often which class was taken for which, a product over rows as well. */
        private boolean isComparison(Value value) {
            return definition(value).filter(d -> d.op() instanceof Op.Binary b && b.function().isComparison())
                    .isPresent();
        }

        private Optional<Equation> definition(Value value) {
            return Optional.ofNullable(places.get(value)).filter(place -> place >= 0).map(graph.equations()::get);
        }

        private Value untransposed(Value operand) {
            return definition(operand).filter(d -> d.op() instanceof Op.Transpose).map(d -> d.operand(0))
                    .orElse(operand);
        }

        /** Of a layer's input and the gradient of its output, the gradient: there was an output before. */
        private Value later(Value x, Value y) {
            return place(x) > place(y) ? x : y;
        }

        private int place(Value value) {
            return Objects.requireNonNull(places.get(value));
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
