package org.dnn.compiler.plan;

import java.util.List;

/**
 * A line of the table of layers. A layer in a repetition has one line for all of its turns: its numbers are their sums.
 *
 * @param name       the path under which its weights are saved, as in {@code residual2.0…2.conv2d1}; "" for what has none
 * @param layer      the layer as written, or the operator between two values
 * @param shape      of what it gives for one row
 * @param parameters how many numbers are trained
 * @param flops      floating-point operations forward for one row, counted as
 *                   {@link org.dnn.compiler.catalog.LayerRule#flops} says
 * @param line       of the {@code .dnn} file, from 1
 */
public record LayerCost(String name, String layer, List<Integer> shape, long parameters, long flops, int line) {
    public LayerCost {
        shape = List.copyOf(shape);
    }
}
