package org.dnn.compiler.lower;

import java.util.List;
import java.util.stream.IntStream;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;

/** Normalisation, as PyTorch defines it. */
final class NormFormulas {
    private NormFormulas() {}

    /**
     * Over the rows and the pixels, for each channel; evaluation uses the running statistics, of which the variance is the
     * unbiased one.
     */
    static Value batchNorm(LayerContext c) {
        GraphBuilder b = c.b();
        Arguments a = c.arguments();
        TensorType type = c.x().type();
        List<Integer> axes = IntStream.range(0, type.rank()).filter(i -> i != 1).boxed().toList();
        boolean running = a.truth("track_running_stats");
        if (!c.training() && running) {
            Value centered = b.named(b.minus(c.x(), b.broadcast(c.weight("running_mean"), type, 1)),
                    c.path() + " centered");
            return affine(c, b.times(centered, b.broadcast(inverse(b, c.weight("running_var"), a), type, 1)), true);
        }
        Value count = b.times(b.rowCount(), (double) type.without(List.of(0, 1)).elements().constant());
        Value mean = b.over(b.sum(c.x(), axes), count);
        Value centered = b.named(b.minus(c.x(), b.restore(mean, type, axes)), c.path() + " centered");
        Value variance = b.over(b.sum(b.square(centered), axes), count);
        if (running) {
            double momentum = a.real("momentum");
            Value unbiased = b.times(variance, b.over(count, b.plus(count, -1)));
            c.update().accept("running_mean", follow(b, c.weight("running_mean"), mean, momentum));
            c.update().accept("running_var", follow(b, c.weight("running_var"), unbiased, momentum));
        }
        return affine(c, b.times(centered, b.restore(inverse(b, variance, a), type, axes)), true);
    }

    /** Over all numbers of a row. */
    static Value layerNorm(LayerContext c) {
        GraphBuilder b = c.b();
        TensorType type = c.x().type();
        List<Integer> axes = IntStream.range(1, type.rank()).boxed().toList();
        double count = type.elements(1).constant();
        Value mean = b.over(b.sum(c.x(), axes), count);
        Value centered = b.named(b.minus(c.x(), b.restore(mean, type, axes)), c.path() + " centered");
        Value variance = b.over(b.sum(b.square(centered), axes), count);
        return affine(c, b.times(centered, b.restore(inverse(b, variance, c.arguments()), type, axes)), false);
    }

    private static Value inverse(GraphBuilder b, Value variance, Arguments a) {
        return b.unary(UnaryFunction.RECIPROCAL,
                b.unary(UnaryFunction.SQUARE_ROOT, b.plus(variance, a.real("eps"))));
    }

    private static Value follow(GraphBuilder b, Value old, Value now, double momentum) {
        return b.plus(b.times(old, 1 - momentum), b.times(now, momentum));
    }

    private static Value affine(LayerContext c, Value x, boolean channels) {
        if (!c.has("weight")) {
            return x;
        }
        Value scaled = c.b().times(x, spread(c, c.weight("weight"), channels));
        return c.has("bias") ? c.b().plus(scaled, spread(c, c.weight("bias"), channels)) : scaled;
    }

    private static Value spread(LayerContext c, Value weight, boolean channels) {
        TensorType type = c.x().type();
        return channels
                ? c.b().broadcast(weight, type, 1)
                : c.b().broadcast(weight, type, IntStream.range(1, type.rank()).boxed().toArray(Integer[]::new));
    }
}
