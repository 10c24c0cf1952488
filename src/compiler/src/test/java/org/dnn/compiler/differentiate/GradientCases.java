package org.dnn.compiler.differentiate;

import static org.dnn.compiler.ir.BinaryFunction.LESS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.ir.Window;

/** Expressions in which each op and each function stands; what they are differentiated by are all variables that they read. */
final class GradientCases {
    private static final int ROWS = TensorType.ROWS;

    private GradientCases() {}

    /** An expression; what is written gets its equations in the builder. */
    record Expression(String name, Function<GraphBuilder, Value> write) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Expression> all() {
        return Stream.of(unary(), binary(), leaves(), shapes(), reductions(), products(), windows(), repetitions())
                .flatMap(List::stream).toList();
    }

    /** A variable of numbers between 0.3 and 2. */
    static Value read(GraphBuilder b, String name, int... sizes) {
        return b.read(new Variable(Variable.Role.PARAMETER, name, TensorType.of(sizes)));
    }

    private static List<Expression> unary() {
        List<Expression> cases = new ArrayList<>();
        for (UnaryFunction function : UnaryFunction.values()) {
            cases.add(new Expression(function + " above 0", b -> {
                Value x = read(b, "x", ROWS, 4);
                return b.times(b.plus(b.unary(function, x), 1), x);
            }));
            double below = switch (function) {
                case SQUARE_ROOT, LOGARITHM -> 1;
                case LOGARITHM_OF_ONE_PLUS -> -0.4;
                case NEGATE, ABSOLUTE, RECIPROCAL, EXPONENTIAL, EXPONENTIAL_MINUS_ONE, TANH, SIGMOID, ERROR_FUNCTION,
                        SINE, COSINE, FLOOR, IS_NAN ->
                    -1;
            };
            cases.add(new Expression(function + " below 0", b -> {
                Value x = read(b, "x", ROWS, 4);
                return b.times(b.plus(b.unary(function, b.times(x, below)), 1), x);
            }));
        }
        return cases;
    }

    private static List<Expression> binary() {
        List<Expression> cases = new ArrayList<>();
        for (BinaryFunction function : BinaryFunction.values()) {
            cases.add(new Expression(function.toString(), b -> {
                Value x = read(b, "x", ROWS, 4);
                Value y = read(b, "y", ROWS, 4);
                return b.plus(b.binary(function, x, y), b.times(x, y));
            }));
            cases.add(new Expression(function + " with itself", b -> {
                Value x = read(b, "x", 4);
                return b.times(b.binary(function, x, x), x);
            }));
        }
        cases.add(new Expression("select", b -> {
            Value x = read(b, "x", ROWS, 4);
            Value y = read(b, "y", ROWS, 4);
            return b.select(b.binary(LESS, x, y), b.square(x), b.times(y, 3));
        }));
        return cases;
    }

    private static List<Expression> leaves() {
        return List.of(new Expression("constants, places, counts and random numbers", b -> {
            Value x = read(b, "x", ROWS, 4);
            Value place = b.add("place", new Op.Iota(x.type(), 1));
            Value random = b.add("random", new Op.Uniform(x.type(), "path"));
            return b.times(b.times(b.plus(x, b.rowCount()), b.plus(place, 0.5)), random);
        }), new Expression("what nothing depends on", b -> {
            read(b, "y", 3);
            return b.times(read(b, "x", ROWS, 2), 2);
        }), new Expression("a scalar for all", b -> b.times(read(b, "x", ROWS, 3), read(b, "y"))));
    }

    private static List<Expression> shapes() {
        return List.of(
                of("broadcast along the rows",
                        b -> b.broadcast(read(b, "x", 4), TensorType.of(ROWS, 4, 2), 1)),
                of("broadcast along inner axes",
                        b -> b.broadcast(read(b, "x", ROWS, 2), TensorType.of(ROWS, 3, 2), 0, 2)),
                of("reshape", b -> b.reshape(read(b, "x", ROWS, 4, 3), TensorType.of(ROWS, 2, 6))),
                of("transpose", b -> b.transpose(read(b, "x", ROWS, 4, 3), 2, 0, 1)),
                of("slice from the first", b -> b.slice(read(b, "x", ROWS, 5), 1, 0, 2)),
                of("slice in the middle", b -> b.slice(read(b, "x", ROWS, 5, 2), 1, 1, 3)),
                of("slice to the last", b -> b.slice(read(b, "x", 5), 0, 3, 2)),
                of("concat", b -> {
                    Value x = read(b, "x", ROWS, 2, 3);
                    return b.add("joined", new Op.Concat(2), x, read(b, "y", ROWS, 2, 1), x);
                }));
    }

    private static Expression of(String name, Function<GraphBuilder, Value> linear) {
        return new Expression(name, b -> b.square(linear.apply(b)));
    }

    private static List<Expression> reductions() {
        List<Expression> cases = new ArrayList<>();
        for (ReduceFunction function : ReduceFunction.values()) {
            for (List<Integer> axes : List.of(List.of(0), List.of(1), List.of(0, 2), List.of(0, 1, 2))) {
                cases.add(of(function + " over " + axes, b -> b.reduce(function, read(b, "x", ROWS, 4, 2), axes)));
            }
        }
        return cases;
    }

    private static List<Expression> products() {
        List<Expression> cases = new ArrayList<>();
        cases.add(of("matmul", b -> b.matMul(read(b, "x", ROWS, 4), read(b, "w", 4, 3))));
        cases.add(of("matmul with itself", b -> {
            Value x = read(b, "x", ROWS, 4);
            return b.matMul(b.transpose(x, 1, 0), x);
        }));
        for (Convolution c : List.of(new Convolution(2, 4, 5, 3, 3, 2, 1, 1, 0, 0, 1, 1, 1),
                new Convolution(4, 5, 6, 4, 2, 3, 2, 1, 1, 2, 1, 2, 2))) {
            cases.add(of("convolve " + c, b -> b.add("y", new Op.Convolve(c), read(b, "x", c.inputType()),
                    read(b, "w", c.weightType()))));
            cases.add(of("convolve_input_gradient " + c, b -> b.add("y", new Op.ConvolveInputGradient(c),
                    read(b, "g", c.outputType()), read(b, "w", c.weightType()))));
            cases.add(of("convolve_weight_gradient " + c, b -> b.add("y", new Op.ConvolveWeightGradient(c),
                    read(b, "x", c.inputType()), read(b, "g", c.outputType()))));
        }
        return cases;
    }

    private static Value read(GraphBuilder b, String name, TensorType type) {
        return b.read(new Variable(Variable.Role.PARAMETER, name, type));
    }

    private static List<Expression> windows() {
        List<Expression> cases = new ArrayList<>();
        for (Window w : List.of(new Window(2, 5, 6, 2, 3, 2, 3, 0, 0, 1, 1, false),
                new Window(2, 5, 6, 3, 2, 1, 2, 1, 1, 1, 2, false),
                new Window(1, 5, 4, 2, 2, 2, 2, 0, 0, 1, 1, true))) {
            cases.add(of("window_maximum " + w,
                    b -> b.add("y", new Op.WindowMaximum(w), read(b, "x", w.inputType()))));
            cases.add(of("window_sum " + w, b -> b.add("y", new Op.WindowSum(w), read(b, "x", w.inputType()))));
            cases.add(of("window_sum_gradient " + w,
                    b -> b.add("y", new Op.WindowSumGradient(w), read(b, "g", w.outputType()))));
        }
        return cases;
    }

    private static List<Expression> repetitions() {
        List<Expression> cases = new ArrayList<>();
        for (int count : List.of(1, 3)) {
            for (boolean reversed : List.of(false, true)) {
                String how = " " + count + " times" + (reversed ? ", from the last" : "");
                cases.add(new Expression("repeat tanh" + how,
                        b -> repeat(b, count, reversed, GradientCases::recurrence)));
                cases.add(new Expression("repeat a repeat" + how, b -> repeat(b, count, reversed,
                        (inner, given) -> List.of(nested(inner, given), inner.times(given.getFirst(), 2)))));
                cases.add(new Expression("repeat random numbers" + how, b -> repeat(b, count, reversed,
                        (inner, given) -> {
                            Value random = inner.add("random", new Op.Uniform(given.getFirst().type(), "turn"));
                            return List.of(inner.times(given.get(0), random), inner.plus(random, given.get(0)));
                        })));
            }
        }
        cases.add(new Expression("repeat what changes nothing", b -> repeat(b, 2, false,
                (inner, given) -> List.of(given.get(0), inner.square(given.get(2))))));
        return cases;
    }

    /** A carried value [rows, 3], a shared matrix, a stack of vectors; results in the carried value and a stack, joined. */
    private static Value repeat(GraphBuilder b, int count, boolean reversed,
            BiFunction<GraphBuilder, List<Value>, List<Value>> body) {
        GraphBuilder inner = new GraphBuilder(b.numbering(), b.origin());
        List<Value> given = List.of(inner.parameter(TensorType.of(ROWS, 3), "carried"),
                inner.parameter(TensorType.of(3, 3), "shared"), inner.parameter(TensorType.of(3), "own"));
        List<Value> results = body.apply(inner, given);
        Op op = new Op.Repeat(count, reversed, 1, 1, inner.body(results));
        List<Value> out = b.addAll(List.of("last", "each"), op,
                List.of(read(b, "x", ROWS, 3), read(b, "w", 3, 3), read(b, "v", count, 3)));
        TensorType type = out.getFirst().type();
        Value sums = stackSum(b, out.get(1));
        return b.plus(b.square(out.getFirst()), sums.type().rank() == 2 ? sums : b.broadcast(sums, type, 1));
    }

    private static Value stackSum(GraphBuilder b, Value stack) {
        UnaryOperator<Value> weighted = v -> b.times(v, b.plus(b.add("turn", new Op.Iota(v.type(), 0)), 1));
        return b.sum(weighted.apply(stack), List.of(0));
    }

    private static List<Value> recurrence(GraphBuilder b, List<Value> given) {
        Value product = b.matMul(given.get(0), given.get(1));
        Value next = b.unary(UnaryFunction.TANH, b.plus(product, b.broadcast(given.get(2), product.type(), 1)));
        return Arrays.asList(next, b.times(next, given.get(0)));
    }

    /** Two further turns inside of each, which share what is the turn's own. */
    private static Value nested(GraphBuilder b, List<Value> given) {
        GraphBuilder inner = new GraphBuilder(b.numbering(), b.origin());
        List<Value> own = given.stream().map(v -> inner.parameter(v.type(), v.name())).toList();
        Op op = new Op.Repeat(2, false, 1, 2, inner.body(List.of(recurrence(inner, own).getFirst())));
        return b.addAll(List.of("last"), op, given).getFirst();
    }
}
