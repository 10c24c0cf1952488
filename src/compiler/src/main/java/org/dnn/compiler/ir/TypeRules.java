package org.dnn.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The type of an op's results, given those of its operands. */
public final class TypeRules {
    private TypeRules() {}

    /**
     * The types of the results.
     *
     * @throws IllegalArgumentException if the op cannot take such operands
     */
    public static List<TensorType> results(Op op, List<TensorType> operands) {
        return switch (op) {
            case Op.Repeat repeat -> repeat(repeat, operands);
            default -> List.of(result(op, operands));
        };
    }

    private static TensorType result(Op op, List<TensorType> in) {
        return switch (op) {
            case Op.Constant _,Op.RowCount _ -> nullary(in, TensorType.SCALAR);
            case Op.Iota iota -> nullary(in, iota.type());
            case Op.Read read -> nullary(in, read.variable().type());
            case Op.Uniform uniform -> nullary(in, uniform.type());
            case Op.Unary _,Op.Detach _ -> count(in, 1).getFirst();
            case Op.Binary _ -> same(count(in, 2));
            case Op.Select _ -> same(count(in, 3));
            case Op.Broadcast broadcast -> broadcast(broadcast, count(in, 1).getFirst());
            case Op.Reshape reshape -> reshape(reshape.type(), count(in, 1).getFirst());
            case Op.Transpose transpose -> transpose(transpose.order(), count(in, 1).getFirst());
            case Op.Slice slice -> slice(slice, count(in, 1).getFirst());
            case Op.Concat concat -> concat(concat.axis(), in);
            case Op.Reduce reduce -> reduce(reduce, count(in, 1).getFirst());
            case Op.MatMul _ -> matMul(count(in, 2));
            case Op.Convolve c -> exactly(in, c.convolution().outputType(), c.convolution().inputType(),
                    c.convolution().weightType());
            case Op.ConvolveInputGradient c -> exactly(in, c.convolution().inputType(), c.convolution().outputType(),
                    c.convolution().weightType());
            case Op.ConvolveWeightGradient c -> exactly(in, c.convolution().weightType(c.parts()),
                    c.convolution().inputType(), c.convolution().outputType());
            case Op.WindowMaximum w -> exactly(in, w.window().outputType(), w.window().inputType());
            case Op.WindowMaximumGradient w -> exactly(in, w.window().inputType(), w.window().inputType(),
                    w.window().outputType());
            case Op.WindowSum w -> exactly(in, w.window().outputType(), w.window().inputType());
            case Op.WindowSumGradient w -> exactly(in, w.window().inputType(), w.window().outputType());
            case Op.Repeat _ -> throw new IllegalArgumentException("a repetition has several results");
        };
    }

    private static TensorType nullary(List<TensorType> in, TensorType result) {
        count(in, 0);
        return result;
    }

    private static List<TensorType> count(List<TensorType> in, int expected) {
        require(in.size() == expected, expected + " operands expected, not " + in.size());
        return in;
    }

    private static TensorType same(List<TensorType> in) {
        require(in.stream().distinct().count() == 1, "operands of one type expected, not " + in);
        return in.getFirst();
    }

    private static TensorType exactly(List<TensorType> in, TensorType result, TensorType... expected) {
        require(in.equals(List.of(expected)), "operands " + List.of(expected) + " expected, not " + in);
        return result;
    }

    private static TensorType broadcast(Op.Broadcast op, TensorType in) {
        require(op.axes().size() == in.rank(), "an axis for each of " + in + " expected, not " + op.axes());
        for (int i = 0; i < in.rank(); i++) {
            require(in.size(i) == op.type().size(op.axes().get(i)), in + " does not fit " + op);
            require(i == 0 || op.axes().get(i - 1) < op.axes().get(i), "axes out of order: " + op.axes());
        }
        return op.type();
    }

    private static TensorType reshape(TensorType result, TensorType in) {
        require(result.elements().equals(in.elements()), in + " cannot become " + result);
        require(!in.hasRows() || (in.rowAxis() == 0 && result.rowAxis() == 0), "rows stay first: " + in + " " + result);
        return result;
    }

    private static TensorType transpose(List<Integer> order, TensorType in) {
        require(order.stream().sorted().toList().equals(IntStream.range(0, in.rank()).boxed().toList()),
                "no order of the axes of " + in + ": " + order);
        return new TensorType(order.stream().map(in::size).toList());
    }

    private static TensorType slice(Op.Slice op, TensorType in) {
        require(in.size(op.axis()) != TensorType.ROWS && op.start() >= 0 && op.size() > 0
                && op.start() + op.size() <= in.size(op.axis()), op + " is outside of " + in);
        return in.with(op.axis(), op.size());
    }

    private static TensorType concat(int axis, List<TensorType> in) {
        require(!in.isEmpty(), "operands expected");
        int total = 0;
        for (TensorType type : in) {
            require(type.with(axis, 1).equals(in.getFirst().with(axis, 1)), "cannot be joined: " + in);
            total += type.size(axis);
        }
        return in.getFirst().with(axis, total);
    }

    private static TensorType reduce(Op.Reduce op, TensorType in) {
        require(op.axes().stream().allMatch(a -> a >= 0 && a < in.rank()) && !op.axes().isEmpty()
                && op.axes().stream().distinct().count() == op.axes().size(), "no axes of " + in + ": " + op.axes());
        return in.without(op.axes());
    }

    private static TensorType matMul(List<TensorType> in) {
        TensorType a = in.get(0);
        TensorType b = in.get(1);
        require(a.rank() == 2 && b.rank() == 2 && a.size(1) == b.size(0), "cannot be multiplied: " + in);
        return TensorType.of(a.size(0), b.size(1));
    }

    private static List<TensorType> repeat(Op.Repeat op, List<TensorType> in) {
        List<Value> parameters = op.body().parameters();
        require(in.size() == parameters.size(), parameters.size() + " operands expected, not " + in.size());
        for (int i = 0; i < in.size(); i++) {
            TensorType inside = parameters.get(i).type();
            TensorType outside = i < op.carried() + op.shared() ? inside : inside.stacked(op.count());
            require(in.get(i).equals(outside), "operand " + i + " is " + in.get(i) + ", not " + outside);
        }
        List<TensorType> results = new ArrayList<>();
        for (int i = 0; i < op.body().results().size(); i++) {
            TensorType inside = op.body().results().get(i).type();
            require(i >= op.carried() || inside.equals(parameters.get(i).type()), "carried value " + i + " changes");
            results.add(i < op.carried() ? inside : inside.stacked(op.count()));
        }
        return results;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
