package org.dnn.runtime.report;

/**
 * A line of the table of layers.
 *
 * @param name         the path of the layer in the model, as in {@code residual2.1.conv2d1}
 * @param layer        the layer as written, as in {@code Conv2d(64, kernel: 3)}
 * @param outputShape  the shape of what it gives, without the batch, as in {@code [64, 16, 16]}
 * @param parameters   how many numbers it learns
 * @param flops        floating-point operations of its forward pass for one row; 0 where they are not counted
 * @param line         the line of the source file, from 1; 0 where there is none
 */
public record LayerRow(String name, String layer, String outputShape, long parameters, long flops, int line) {}
