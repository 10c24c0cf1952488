package org.dnn.compiler.optimise;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;

/**
 * A gradient smaller than 1e-30 is 0 where it goes into the gradient of weights, and so for all layers before. It is asked for
 * where it may be so small: where a factor shrank it, or where it came through eight products with weights. A sigmoid that is
 * sure has a derivative of 1e-20; two of them in a row, and the gradient is below 1.2e-38, where numbers are no longer normal. A
 * rectifier and a layer whose weights are as PyTorch chooses them leave 0.4 of a gradient: a hundred of them leave as little. Many
 * processors take a hundred times longer for a product with such a number: a training that had learnt almost all of its rows took
 * twice as long as before, and one of 200 rectified layers three times as long as one of tanh. XLA's programs for the CPU take all
 * such numbers for 0, by a mode that Java does not have. No sum with anything of 1e-22 or more changes by this, for it has 24 bits.
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
    /** So few that what was 1e-30 is normal after them, unless each leaves less than a tenth; so many that hardly a network pays. */
    private static final int MOST_PRODUCTS = 8;

    @Override
    public Graph run(Graph graph, Numbering numbering) {
        return flushed(graph, Map.of(), numbering);
    }

    /** @param products through how many products with weights the parameters of a repetition's body have come */
    private static Graph flushed(Graph graph, Map<Value, Integer> products, Numbering numbering) {
        Set<Value> vanishing = new Gradients(graph, products).vanishing();
        Substitution substitution = new Substitution();
        for (Equation equation : graph.equations()) {
            Equation kept = inBody(substitution.current(equation), numbering);
            substitution.keep(kept);
            kept.results().stream().filter(vanishing::contains).forEach(gradient -> {
                GraphBuilder b = new GraphBuilder(numbering, kept.origin());
                Value vanishes = b.compare(BinaryFunction.LESS, b.unary(UnaryFunction.ABSOLUTE, gradient), LEAST);
                substitution.replace(gradient, b.select(vanishes, b.constant(0), gradient));
                b.equations().forEach(substitution::keep);
            });
        }
        return substitution.finish(graph);
    }

    private static Equation inBody(Equation equation, Numbering numbering) {
        return equation.op() instanceof Op.Repeat repeat
                ? new Equation(equation.results(),
                        new Op.Repeat(repeat.count(), repeat.reversed(), repeat.carried(), repeat.shared(),
                                flushed(repeat.body(), untilTheLastTurn(repeat), numbering)),
                        equation.operands(), equation.origin())
                : equation;
    }

    /** Through how many products what is carried has come before the last turn. */
    private static Map<Value, Integer> untilTheLastTurn(Op.Repeat repeat) {
        int before = productsOfATurn(repeat) * (repeat.count() - 1);
        return carried(repeat.body().parameters(), repeat).stream().collect(toMap(identity(), _ -> before));
    }

    private static int productsOfATurn(Op.Repeat repeat) {
        Graph body = repeat.body();
        Gradients turn = new Gradients(body,
                carried(body.parameters(), repeat).stream().collect(toMap(identity(), _ -> 0)));
        turn.follow(Set.of());
        return carried(body.results(), repeat).stream().mapToInt(turn::productsOf).max().orElse(0);
    }

    private static List<Value> carried(List<Value> values, Op.Repeat repeat) {
        return values.subList(0, repeat.carried());
    }

    /** Follows the gradients of a graph from its first equation to its last. */
    private static final class Gradients {
        private final List<Equation> equations;
        /** Where a value is computed. */
        private final Map<Value, Integer> places = new HashMap<>();
        /** Multiplied with something that may be small, after the last product with weights. */
        private final Set<Value> shrunk = new HashSet<>();
        /** Of each gradient, but that of the loss, through how many products with weights it came since it was last made 0. */
        private final Map<Value, Integer> products;

        Gradients(Graph graph, Map<Value, Integer> products) {
            this.equations = graph.equations();
            this.products = new HashMap<>(products);
            for (int i = 0; i < equations.size(); i++) {
                int place = i;
                equations.get(i).results().forEach(r -> places.put(r, place));
            }
        }

        /** What gradients of weights are computed of and may be too small. */
        Set<Value> vanishing() {
            return follow(equations.stream().flatMap(e -> ofWeightGradient(e).stream()).collect(toSet()));
        }

        /** Those of the gradients that may be too small, if each that is gets 0. */
        Set<Value> follow(Set<Value> gradients) {
            Set<Value> vanishing = new HashSet<>();
            for (Equation equation : equations) {
                if (mayShrink(equation)) {
                    shrunk.addAll(equation.results());
                }
                products(equation).ifPresent(p -> equation.results().forEach(r -> products.put(r, p)));
                for (Value result : equation.results()) {
                    if (gradients.contains(result)) {
                        if (shrunk.contains(result) || productsOf(result) >= MOST_PRODUCTS) {
                            vanishing.add(result);
                            products.put(result, 0);
                        }
                        products.putIfAbsent(result, 0);
                    }
                }
            }
            return vanishing;
        }

        int productsOf(Value value) {
            return products.getOrDefault(value, 0);
        }

        private Optional<Value> ofWeightGradient(Equation equation) {
            if (equation.op() instanceof Op.MatMul && equation.operand(0).type().rowAxis() == 1) {
                return Optional.of(later(untransposed(equation.operand(0)), untransposed(equation.operand(1))));
            }
            return equation.op() instanceof Op.ConvolveWeightGradient
                    ? Optional.of(equation.operand(1))
                    : Optional.empty();
        }

        /** None where no operand is a gradient. A sum is as large as the larger of two, so a way around layers is the short one. */
        private OptionalInt products(Equation equation) {
            if (equation.operands().stream().noneMatch(products::containsKey)) {
                return OptionalInt.empty();
            }
            IntStream operands = equation.operands().stream().mapToInt(this::productsOf);
            return switch (equation.op()) {
                case Op.Binary(var function) when function == BinaryFunction.ADD
                        || function == BinaryFunction.SUBTRACT ->
                    operands.min();
                case Op.Select _ -> operands.skip(1).max();
                case Op.MatMul _,Op.ConvolveInputGradient _ -> OptionalInt.of(operands.max().orElseThrow() + 1);
                case Op.Repeat repeat -> OptionalInt.of(
                        operands.max().orElseThrow() + productsOfATurn(repeat) * repeat.count());
                default -> operands.max();
            };
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

        private boolean mayShrink(Equation equation) {
            return switch (equation.op()) {
                case Op.Binary binary -> switch (binary.function()) {
                    case MULTIPLY, DIVIDE -> equation.operands().stream().noneMatch(this::isScale)
                            || anyIsShrunk(equation);
                    case ADD, SUBTRACT -> anyIsShrunk(equation);
                    case MAXIMUM, MINIMUM, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> false;
                };
                case Op.Unary unary -> switch (unary.function()) {
                    case NEGATE -> anyIsShrunk(equation);
                    case EXPONENTIAL, SIGMOID -> true;
                    case ABSOLUTE, RECIPROCAL, SQUARE_ROOT, EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS,
                            TANH, ERROR_FUNCTION, SINE, COSINE, FLOOR, IS_NAN ->
                        false;
                };
                case Op.Select _ -> shrunk.contains(equation.operand(1)) || shrunk.contains(equation.operand(2));
                case Op.Reshape _ -> anyIsShrunk(equation);
                default -> false;
            };
        }

        private boolean anyIsShrunk(Equation equation) {
            return equation.operands().stream().anyMatch(shrunk::contains);
        }

        /** One number for all, as the weight of a loss. */
        private boolean isScale(Value value) {
            return definition(value)
                    .filter(d -> d.op() instanceof Op.Broadcast && d.operand(0).type().rank() == 0).isPresent();
        }
    }
}
