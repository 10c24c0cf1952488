package org.dnn.compiler.lower;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.catalog.Geometry;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Window;

/** What slides over images. */
final class ImageFormulas {
    private ImageFormulas() {}

    static Value write(String layer, LayerContext c) {
        return switch (layer) {
            case "Conv2d" -> convolve(c);
            case "MaxPool2d" ->
                c.b().add("pool", new Op.WindowMaximum(window(c, c.arguments().pair("dilation"))), c.x());
            case "AvgPool2d" -> average(c);
            default -> throw new CompilerBug("lower", "no formula for " + layer);
        };
    }

    private static Value convolve(LayerContext c) {
        Arguments a = c.arguments();
        TensorType image = c.x().type();
        Pair kernel = a.pair("kernel");
        Pair stride = a.pair("stride");
        Pair padding = a.pair("padding");
        Pair dilation = a.pair("dilation");
        Convolution convolution = new Convolution(image.size(1), image.size(2), image.size(3), a.whole("filters"),
                kernel.y(), kernel.x(), stride.y(), stride.x(), padding.y(), padding.x(), dilation.y(), dilation.x(),
                a.whole("groups"));
        GraphBuilder b = c.b();
        String name = c.has("bias") ? c.path() + " product" : c.path();
        Value result = b.add(name, new Op.Convolve(convolution), c.x(), c.weight("weight"));
        return c.has("bias") ? b.plus(result, b.broadcast(c.weight("bias"), result.type(), 1)) : result;
    }

    private static Window window(LayerContext c, Pair dilation) {
        Arguments a = c.arguments();
        TensorType image = c.x().type();
        Pair kernel = a.pair("kernel");
        Pair stride = Geometry.poolStride(a);
        Pair padding = a.pair("padding");
        return new Window(image.size(1), image.size(2), image.size(3), kernel.y(), kernel.x(), stride.y(), stride.x(),
                padding.y(), padding.x(), dilation.y(), dilation.x(), a.truth("ceil_mode"));
    }

    /** The sum over each window by how many points it has: all of the kernel's within the padded image, or the image's alone. */
    private static Value average(LayerContext c) {
        Window window = window(c, new Pair(1, 1));
        GraphBuilder b = c.b();
        Value sum = b.add("pool", new Op.WindowSum(window), c.x());
        boolean padded = window.paddingY() > 0 || window.paddingX() > 0;
        if (!window.ceilMode() && (c.arguments().truth("count_include_pad") || !padded)) {
            return b.over(sum, (double) window.kernelHeight() * window.kernelWidth());
        }
        boolean countPadding = c.arguments().truth("count_include_pad");
        Value rows = points(b, c.type(), 2, window.height(), window.kernelHeight(), window.strideY(),
                window.paddingY(), countPadding);
        Value columns = points(b, c.type(), 3, window.width(), window.kernelWidth(), window.strideX(),
                window.paddingX(), countPadding);
        return b.over(sum, b.times(rows, columns));
    }

    /** How many points of an axis a window covers, for each of its places. */
    private static Value points(GraphBuilder b, TensorType type, int axis, int size, int kernel, int stride,
            int padding,
            boolean countPadding) {
        Value start = b.plus(b.times(b.add("place", new Op.Iota(type, axis)), stride), -padding);
        Value end = b.minimum(b.plus(start, kernel), countPadding ? size + padding : size);
        return b.minus(end, countPadding ? start : b.maximum(start, 0));
    }
}
