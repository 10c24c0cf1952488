package org.dnn.compiler.ir;

import java.util.List;

/** What an equation does to its operands. The list is short on purpose: layers, losses and optimizers are formulas of these. */
public sealed interface Op {
    /** A number. */
    record Constant(double value) implements Op {}

    /** 0, 1, 2, … along an axis, the same along all others. */
    record Iota(TensorType type, int axis) implements Op {}

    /** How many rows the batch has. */
    record RowCount() implements Op {}

    /** What a variable holds when the program begins. */
    record Read(Variable variable) implements Op {}

    /**
     * Random numbers, uniform in [0, 1): Philox4x32-10 with the step and the element as counter, the seed and the hash of the
     * path as key.
     */
    record Uniform(TensorType type, String path) implements Op {}

    /** The operand itself, through which no gradient flows. */
    record Detach() implements Op {}

    /** One function on each element. */
    record Unary(UnaryFunction function) implements Op {}

    /** One function on each pair of elements; both operands have the same type. */
    record Binary(BinaryFunction function) implements Op {}

    /** Operands condition, a, b: a where the condition is not 0, else b. */
    record Select() implements Op {}

    /** The operand's axis i is the result's axis {@code axes[i]}; along all others it is repeated. */
    record Broadcast(TensorType type, List<Integer> axes) implements Op {
        public Broadcast {
            axes = List.copyOf(axes);
        }
    }

    /** The same elements in the same order under other sizes; the axis of the rows stays first. */
    record Reshape(TensorType type) implements Op {}

    /** The result's axis i is the operand's axis {@code order[i]}. */
    record Transpose(List<Integer> order) implements Op {
        public Transpose {
            order = List.copyOf(order);
        }
    }

    /** {@code size} elements of an axis from {@code start} on. */
    record Slice(int axis, int start, int size) implements Op {}

    /** One after the other along an axis. */
    record Concat(int axis) implements Op {}

    /** Sum, maximum or minimum over some axes, which disappear. */
    record Reduce(ReduceFunction function, List<Integer> axes) implements Op {
        public Reduce {
            axes = List.copyOf(axes);
        }
    }

    /** [m, k] times [k, n] is [m, n]. */
    record MatMul() implements Op {}

    /** Operands images, filters. */
    record Convolve(Convolution convolution) implements Op {}

    /** Operands gradient of the output, filters: gradient of the images. */
    record ConvolveInputGradient(Convolution convolution) implements Op {}

    /**
     * Operands images, gradient of the output: gradient of the filters. Where there are several parts, the result is a stack of
     * them: part p of P is the gradient from images {@code ceil(images * p / P)} to {@code ceil(images * (p + 1) / P)}.
     *
     * @param parts 1: the gradient itself, not stacked
     */
    record ConvolveWeightGradient(Convolution convolution, int parts) implements Op {
        public ConvolveWeightGradient(Convolution convolution) {
            this(convolution, 1);
        }
    }

    /** The largest element of each window. */
    record WindowMaximum(Window window) implements Op {}

    /** Operands images, gradient of the output: it goes to the first largest element of each window. */
    record WindowMaximumGradient(Window window) implements Op {}

    /** The sum of each window, counting nothing outside the image. */
    record WindowSum(Window window) implements Op {}

    /** Operand gradient of the output: it goes to every element of the window. */
    record WindowSumGradient(Window window) implements Op {}

    /**
     * The body, {@code count} times. Operands, and the body's parameters: first the carried values (what one turn hands to
     * the next), then values that are the same in each turn, then stacks [count, …] of which each turn sees its own element.
     * The body's results: the carried values, then one element of each stack that the repetition results in. The repetition's
     * results: the carried values after the last turn, then the stacks.
     *
     * @param reversed whether the turns go from the last element of the stacks to the first
     */
    record Repeat(int count, boolean reversed, int carried, int shared, Graph body) implements Op {}
}
