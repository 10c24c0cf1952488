package org.dnn.compiler.lower;

import java.util.List;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;

/** Layers that are not activations, as equations. */
final class LayerFormulas {
    private LayerFormulas() {}

    static Value write(String layer, LayerContext c) {
        return switch (layer) {
            case "Linear" -> linear(c);
            case "Conv2d", "MaxPool2d", "AvgPool2d" -> ImageFormulas.write(layer, c);
            case "BatchNorm" -> NormFormulas.batchNorm(c);
            case "LayerNorm" -> NormFormulas.layerNorm(c);
            case "Dropout" -> dropout(c);
            case "flatten" -> c.b().reshape(c.x(), c.type());
            case "global_avg_pool" -> {
                TensorType image = c.x().type();
                yield c.b().over(c.b().sum(c.x(), List.of(2, 3)), (double) image.size(2) * image.size(3));
            }
            case "concat" -> c.operands().size() == 1
                    ? c.x()
                    : c.b().add("concat", new Op.Concat(1), c.operands().toArray(Value[]::new));
            default -> ActivationFormulas.write(layer, c)
                    .orElseThrow(() -> new CompilerBug("lower", "no formula for " + layer));
        };
    }

    /** y = x · Wᵀ + b, W of [out, in]. */
    private static Value linear(LayerContext c) {
        GraphBuilder b = c.b();
        String name = c.has("bias") ? c.path() + " product" : c.path();
        Value product = b.add(name, new Op.MatMul(), c.x(), b.transpose(c.weight("weight"), 1, 0));
        return c.has("bias") ? b.plus(product, b.broadcast(c.weight("bias"), product.type(), 1)) : product;
    }

    private static Value dropout(LayerContext c) {
        double p = c.arguments().real("p");
        if (!c.training() || p == 0) {
            return c.x();
        }
        GraphBuilder b = c.b();
        Value random = b.add("random", new Op.Uniform(c.type(), c.path()));
        Value kept = b.compare(org.dnn.compiler.ir.BinaryFunction.GREATER_OR_EQUAL, random, p);
        return b.select(kept, b.times(c.x(), 1 / (1 - p)), 0);
    }
}
