package org.dnn.runtime.cpu;

/**
 * Products over a strip: so many rows of a batch, each value's elements one after the other, and of each element its rows side
 * by side. Element j of row r lies at {@code value + j * stride + r}; a stride is a multiple of 16 that holds all rows. What
 * lies between the last row and the next multiple of 16 is anyone's: it is read, and written over.
 *
 * <p>Networks whose layers fit into the registers and the first cache run like this: all lanes are busy however narrow a layer
 * is. The bits are those of {@link Products}: chains of fused multiply-adds, in the plain form and with vectors.
 */
sealed interface StripProducts permits PlainStrip, VectorStrip, MachineStrip {
    /**
     * A layer's product: {@code output[j]} is the chain {@code fma(weight[j, k], input[k], …)} over k in order, from 0.
     *
     * @param weight offset of the weights: that of output j and input k lies at {@code j * weightRow + k * weightColumn}
     */
    void product(float[] memory, int input, int inputStride, int weight, int weightRow, int weightColumn, int output,
            int outputStride, int outputs, int inputs, int rows);

    /**
     * The gradient of a layer's weights, added to what earlier strips gave: lane l of the sum of (j, k), at
     * {@code sums + (j * inputs + k) * 16 + l}, goes on with {@code fma(gradient[j], input[k], …)} over its rows in order. Rows
     * that a last lane lacks count as zeros.
     */
    default void weightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride, int sums,
            int outputs, int inputs, int rows) {
        fillUp(memory, gradient, gradientStride, outputs, rows);
        fillUp(memory, input, inputStride, inputs, rows);
        wholeWeightGradient(memory, gradient, gradientStride, input, inputStride, sums, outputs, inputs,
                Math.ceilDiv(rows, Strips.LANES) * Strips.LANES);
    }

    /** The same of so many rows that no lane lacks one. */
    void wholeWeightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride, int sums,
            int outputs, int inputs, int rows);

    /**
     * What sums of a strand are, each by {@link LaneSums}. What the lanes hold afterwards is nobody's.
     *
     * @param lanes where those of the first sum lie
     */
    void fold(float[] memory, int lanes, int result, int count);

    /**
     * What sums over rows are: of those of all strands, in order.
     *
     * @param sums    where the first strand's first one lies
     * @param strands how many strands there are
     * @param strand  floats from one strand's sums to the next one's
     */
    void together(float[] memory, int sums, int strands, int strand, int result, int count);

    /** Sets the rows to zero that are missing to the next multiple of 16. */
    private static void fillUp(float[] memory, int value, int stride, int elements, int rows) {
        int end = Math.ceilDiv(rows, Strips.LANES) * Strips.LANES;
        if (end > rows) {
            for (int j = 0; j < elements; j++) {
                for (int r = rows; r < end; r++) {
                    memory[value + j * stride + r] = 0;
                }
            }
        }
    }
}
