package org.dnn.runtime.cpu;

import java.util.Arrays;

/** {@link StripProducts} in plain Java. */
final class PlainStrip implements StripProducts {
    @Override
    public void product(float[] memory, int input, int inputStride, int weight, int weightRow, int weightColumn,
            int output, int outputStride, int outputs, int inputs, int rows) {
        for (int j = 0; j < outputs; j++) {
            int into = output + j * outputStride;
            int factors = weight + j * weightRow;
            Arrays.fill(memory, into, into + rows, 0);
            for (int k = 0; k < inputs; k++) {
                // Row by row there is nothing to wait for, as there would be in the chain of one row.
                addProduct(memory, memory[factors + k * weightColumn], input + k * inputStride, into, rows);
            }
        }
    }

    private static void addProduct(float[] memory, float factor, int input, int sums, int rows) {
        for (int r = 0; r < rows; r++) {
            memory[sums + r] = Math.fma(factor, memory[input + r], memory[sums + r]);
        }
    }

    @Override
    public void wholeWeightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride,
            int sums,
            int outputs, int inputs, int rows) {
        for (int j = 0; j < outputs; j++) {
            for (int k = 0; k < inputs; k++) {
                int lanes = sums + (j * inputs + k) * Strips.LANES;
                for (int lane = 0; lane < Strips.LANES; lane += 4) {
                    fourLanes(memory, gradient + j * gradientStride + lane, input + k * inputStride + lane,
                            lanes + lane, rows - lane);
                }
            }
        }
    }

    private static void fourLanes(float[] memory, int gradient, int input, int lanes, int rows) {
        float sum0 = memory[lanes];
        float sum1 = memory[lanes + 1];
        float sum2 = memory[lanes + 2];
        float sum3 = memory[lanes + 3];
        for (int r = 0; r < rows; r += Strips.LANES) {
            sum0 = Math.fma(memory[gradient + r], memory[input + r], sum0);
            sum1 = Math.fma(memory[gradient + r + 1], memory[input + r + 1], sum1);
            sum2 = Math.fma(memory[gradient + r + 2], memory[input + r + 2], sum2);
            sum3 = Math.fma(memory[gradient + r + 3], memory[input + r + 3], sum3);
        }
        memory[lanes] = sum0;
        memory[lanes + 1] = sum1;
        memory[lanes + 2] = sum2;
        memory[lanes + 3] = sum3;
    }

    @Override
    public void fold(float[] memory, int lanes, int result, int count) {
        for (int i = 0; i < count; i++) {
            memory[result + i] = LaneSums.sum(memory, lanes + i * Strips.LANES);
        }
    }

    @Override
    public void together(float[] memory, int sums, int strands, int strand, int result, int count) {
        oneByOne(memory, sums, strands, strand, result, count);
    }

    /** {@link StripProducts#together}, also of what vectors leave over. */
    static void oneByOne(float[] memory, int sums, int strands, int strand, int result, int count) {
        for (int i = 0; i < count; i++) {
            float sum = memory[sums + i];
            for (int s = 1; s < strands; s++) {
                sum += memory[sums + s * strand + i];
            }
            memory[result + i] = sum;
        }
    }
}
