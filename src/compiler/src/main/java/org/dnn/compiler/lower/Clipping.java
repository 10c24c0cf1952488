package org.dnn.compiler.lower;

import java.util.List;

import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.model.Training;

/** PyTorch's {@code clip_grad_norm_} and {@code clip_grad_value_}. */
final class Clipping {
    private Clipping() {}

    static List<Value> clip(GraphBuilder b, List<Value> gradients, Training.Clip clip) {
        if (!clip.byNorm()) {
            return gradients.stream().map(g -> b.minimum(b.maximum(g, -clip.limit()), clip.limit())).toList();
        }
        Value squares = gradients.stream().map(g -> b.sumAll(b.square(g))).reduce(b::plus)
                .orElseGet(() -> b.constant(0));
        Value norm = b.unary(UnaryFunction.SQUARE_ROOT, squares);
        Value factor = b.minimum(b.over(b.constant(clip.limit()), b.plus(norm, 1e-6)), 1);
        return gradients.stream().map(g -> b.times(g, factor)).toList();
    }
}
