package org.dnn.compiler.differentiate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.jspecify.annotations.Nullable;

/** The gradient of each op: from the gradient {@code g} of its result those of its operands; null where there is none. */
final class GradientRules {
    private final GraphBuilder b;

    GradientRules(GraphBuilder builder) {
        this.b = builder;
    }

    List<@Nullable Value> gradients(Equation equation, Value g) {
        return switch (equation.op()) {
            case Op.Constant _,Op.Iota _,Op.RowCount _,Op.Read _,Op.Uniform _ -> List.of();
            case Op.Detach _ -> Differentiate.none(1);
            case Op.Unary unary -> one(unary(unary.function(), equation.operand(0), equation.result(), g));
            case Op.Binary binary -> binary(binary.function(), equation.operand(0), equation.operand(1), g);
            case Op.Select _ -> select(equation.operand(0), g);
            case Op.Broadcast broadcast -> one(broadcast(broadcast, g));
            case Op.Reshape _ -> one(b.reshape(g, equation.operand(0).type()));
            case Op.Transpose transpose -> one(b.transpose(g, inverse(transpose.order())));
            case Op.Slice slice -> one(slice(slice, equation.operand(0).type(), g));
            case Op.Concat concat -> concat(concat.axis(), equation.operands(), g);
            case Op.Reduce reduce -> one(reduce(reduce, equation.operand(0), equation.result(), g));
            case Op.MatMul _ -> matMul(equation.operand(0), equation.operand(1), g);
            case Op.Convolve c -> two(b.add("gradient", new Op.ConvolveInputGradient(c.convolution()), g,
                    equation.operand(1)),
                    b.add("gradient", new Op.ConvolveWeightGradient(c.convolution()), equation.operand(0), g));
            case Op.ConvolveInputGradient c -> two(b.add("gradient", new Op.Convolve(c.convolution()), g,
                    equation.operand(1)),
                    b.add("gradient", new Op.ConvolveWeightGradient(c.convolution()), g, equation.operand(0)));
            case Op.ConvolveWeightGradient c when c.parts() > 1 -> throw new CompilerBug("differentiate",
                    "weight gradients are cut into parts later");
            case Op.ConvolveWeightGradient c -> two(
                    b.add("gradient", new Op.ConvolveInputGradient(c.convolution()), equation.operand(1), g),
                    b.add("gradient", new Op.Convolve(c.convolution()), equation.operand(0), g));
            case Op.WindowMaximum w -> one(
                    b.add("gradient", new Op.WindowMaximumGradient(w.window()), equation.operand(0), g));
            case Op.WindowSum w -> one(b.add("gradient", new Op.WindowSumGradient(w.window()), g));
            case Op.WindowSumGradient w -> one(b.add("gradient", new Op.WindowSum(w.window()), g));
            case Op.WindowMaximumGradient _ -> throw new CompilerBug("differentiate",
                    "the gradient of a window's maximum has no gradient of its own");
            case Op.Repeat _ -> throw new CompilerBug("differentiate", "a repetition has a class of its own");
        };
    }

    private @Nullable Value unary(UnaryFunction function, Value x, Value y, Value g) {
        return switch (function) {
            case NEGATE -> b.negate(g);
            case ABSOLUTE -> b.select(b.compare(BinaryFunction.GREATER, x, 0), g,
                    b.select(b.compare(BinaryFunction.LESS, x, 0), b.negate(g), 0));
            case RECIPROCAL -> b.negate(b.times(g, b.square(y)));
            case SQUARE_ROOT -> b.over(g, b.times(y, 2));
            case EXPONENTIAL -> b.times(g, y);
            case EXPONENTIAL_MINUS_ONE -> b.times(g, b.plus(y, 1));
            case LOGARITHM -> b.over(g, x);
            case LOGARITHM_OF_ONE_PLUS -> b.over(g, b.plus(x, 1));
            case TANH -> b.times(g, b.minus(1, b.square(y)));
            case SIGMOID -> b.times(g, b.times(y, b.minus(1, y)));
            case ERROR_FUNCTION -> b.times(g,
                    b.times(b.unary(UnaryFunction.EXPONENTIAL, b.negate(b.square(x))), 2 / Math.sqrt(Math.PI)));
            case SINE -> b.times(g, b.unary(UnaryFunction.COSINE, x));
            case COSINE -> b.negate(b.times(g, b.unary(UnaryFunction.SINE, x)));
            case FLOOR, IS_NAN -> null;
        };
    }

    /** Where a maximum or minimum is reached by both, the gradient goes to the second: so {@code max(x, 0)} has 0 at 0. */
    private List<@Nullable Value> binary(BinaryFunction function, Value x, Value y, Value g) {
        return switch (function) {
            case ADD -> two(g, g);
            case SUBTRACT -> two(g, b.negate(g));
            case MULTIPLY -> two(b.times(g, y), b.times(g, x));
            case DIVIDE -> {
                Value byX = b.over(g, y);
                yield two(byX, b.negate(b.times(byX, b.over(x, y))));
            }
            case MAXIMUM -> chosen(b.binary(BinaryFunction.GREATER, x, y), g);
            case MINIMUM -> chosen(b.binary(BinaryFunction.LESS, x, y), g);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> Differentiate.none(2);
        };
    }

    private List<@Nullable Value> chosen(Value first, Value g) {
        return two(b.select(first, g, 0), b.select(first, b.constant(0), g));
    }

    private List<@Nullable Value> select(Value condition, Value g) {
        return Arrays.asList(null, b.select(condition, g, 0), b.select(condition, b.constant(0), g));
    }

    private Value broadcast(Op.Broadcast op, Value g) {
        return b.sum(g, IntStream.range(0, op.type().rank()).boxed().filter(a -> !op.axes().contains(a)).toList());
    }

    private Value slice(Op.Slice op, TensorType whole, Value g) {
        List<Value> parts = new ArrayList<>();
        int end = op.start() + op.size();
        if (op.start() > 0) {
            parts.add(b.constant(0, whole.with(op.axis(), op.start())));
        }
        parts.add(g);
        if (end < whole.size(op.axis())) {
            parts.add(b.constant(0, whole.with(op.axis(), whole.size(op.axis()) - end)));
        }
        return parts.size() == 1 ? g : b.add("gradient", new Op.Concat(op.axis()), parts.toArray(Value[]::new));
    }

    private List<@Nullable Value> concat(int axis, List<Value> operands, Value g) {
        List<@Nullable Value> parts = new ArrayList<>();
        int start = 0;
        for (Value operand : operands) {
            int size = operand.type().size(axis);
            parts.add(b.slice(g, axis, start, size));
            start += size;
        }
        return parts;
    }

    /** A maximum's gradient is shared by all that reach it, as in PyTorch's {@code amax}. */
    private Value reduce(Op.Reduce op, Value x, Value y, Value g) {
        Value spread = b.restore(g, x.type(), op.axes());
        if (op.function() == ReduceFunction.SUM) {
            return spread;
        }
        Value reached = b.binary(BinaryFunction.EQUAL, x, b.restore(y, x.type(), op.axes()));
        Value share = b.restore(b.sum(reached, op.axes()), x.type(), op.axes());
        return b.select(reached, b.over(spread, share), 0);
    }

    private List<@Nullable Value> matMul(Value x, Value y, Value g) {
        return two(b.matMul(g, b.transpose(y, 1, 0)), b.matMul(b.transpose(x, 1, 0), g));
    }

    private static Integer[] inverse(List<Integer> order) {
        return IntStream.range(0, order.size()).map(order::indexOf).boxed().toArray(Integer[]::new);
    }

    private static List<@Nullable Value> one(@Nullable Value gradient) {
        return Arrays.asList(gradient);
    }

    private static List<@Nullable Value> two(Value first, Value second) {
        return List.of(first, second);
    }
}
