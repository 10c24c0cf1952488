package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link StripProducts} with the Vector API: blocks of four by two vectors of outputs, and of four by four gradients, in
 * registers. Where a vector has eight lanes, the gradients' lanes 0 to 7 come first, then 8 to 15.
 */
final class VectorStrip implements StripProducts {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorShuffle<Float> SWAP_8 = VectorShuffle.fromOp(S, i -> (i ^ 8) % L);
    private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(S, i -> i ^ 4);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(S, i -> i ^ 2);
    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(S, i -> i ^ 1);
    private static final VectorMask<Float> UPPER_8 = VectorMask.fromLong(S, 0xff00);
    private static final VectorMask<Float> UPPER_4 = VectorMask.fromLong(S, 0xf0f0);
    private static final VectorMask<Float> UPPER_2 = VectorMask.fromLong(S, 0xcccc);
    private static final VectorMask<Float> UPPER_1 = VectorMask.fromLong(S, 0xaaaa);

    @Override
    public void product(float[] memory, int input, int inputStride, int weight, int weightRow, int weightColumn,
            int output, int outputStride, int outputs, int inputs, int rows) {
        int j = 0;
        for (; j + 4 <= outputs; j += 4) {
            four(memory, input, inputStride, weight + j * weightRow, weightRow, weightColumn, output + j * outputStride,
                    outputStride, inputs, rows);
        }
        for (; j < outputs; j++) {
            one(memory, input, inputStride, weight + j * weightRow, weightColumn, output + j * outputStride, inputs,
                    rows);
        }
    }

    private static void four(float[] memory, int input, int inputStride, int weight, int weightRow, int weightColumn,
            int output, int outputStride, int inputs, int rows) {
        int r = 0;
        for (; r + L < rows; r += 2 * L) {
            FloatVector low0 = FloatVector.zero(S);
            FloatVector low1 = low0;
            FloatVector low2 = low0;
            FloatVector low3 = low0;
            FloatVector high0 = low0;
            FloatVector high1 = low0;
            FloatVector high2 = low0;
            FloatVector high3 = low0;
            for (int k = 0; k < inputs; k++) {
                int at = input + k * inputStride + r;
                FloatVector low = FloatVector.fromArray(S, memory, at);
                FloatVector high = FloatVector.fromArray(S, memory, at + L);
                int w = weight + k * weightColumn;
                FloatVector factor = FloatVector.broadcast(S, memory[w]);
                low0 = factor.fma(low, low0);
                high0 = factor.fma(high, high0);
                factor = FloatVector.broadcast(S, memory[w + weightRow]);
                low1 = factor.fma(low, low1);
                high1 = factor.fma(high, high1);
                factor = FloatVector.broadcast(S, memory[w + 2 * weightRow]);
                low2 = factor.fma(low, low2);
                high2 = factor.fma(high, high2);
                factor = FloatVector.broadcast(S, memory[w + 3 * weightRow]);
                low3 = factor.fma(low, low3);
                high3 = factor.fma(high, high3);
            }
            int to = output + r;
            low0.intoArray(memory, to);
            high0.intoArray(memory, to + L);
            low1.intoArray(memory, to + outputStride);
            high1.intoArray(memory, to + outputStride + L);
            low2.intoArray(memory, to + 2 * outputStride);
            high2.intoArray(memory, to + 2 * outputStride + L);
            low3.intoArray(memory, to + 3 * outputStride);
            high3.intoArray(memory, to + 3 * outputStride + L);
        }
        if (r < rows) {
            for (int j = 0; j < 4; j++) {
                vector(memory, input + r, inputStride, weight + j * weightRow, weightColumn,
                        output + j * outputStride + r, inputs);
            }
        }
    }

    private static void one(float[] memory, int input, int inputStride, int weight, int weightColumn, int output,
            int inputs, int rows) {
        int r = 0;
        for (; r + 3 * L < rows; r += 4 * L) {
            FloatVector sum0 = FloatVector.zero(S);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            for (int k = 0; k < inputs; k++) {
                int at = input + k * inputStride + r;
                FloatVector factor = FloatVector.broadcast(S, memory[weight + k * weightColumn]);
                sum0 = factor.fma(FloatVector.fromArray(S, memory, at), sum0);
                sum1 = factor.fma(FloatVector.fromArray(S, memory, at + L), sum1);
                sum2 = factor.fma(FloatVector.fromArray(S, memory, at + 2 * L), sum2);
                sum3 = factor.fma(FloatVector.fromArray(S, memory, at + 3 * L), sum3);
            }
            sum0.intoArray(memory, output + r);
            sum1.intoArray(memory, output + r + L);
            sum2.intoArray(memory, output + r + 2 * L);
            sum3.intoArray(memory, output + r + 3 * L);
        }
        for (; r < rows; r += L) {
            vector(memory, input + r, inputStride, weight, weightColumn, output + r, inputs);
        }
    }

    private static void vector(float[] memory, int input, int inputStride, int weight, int weightColumn, int output,
            int inputs) {
        FloatVector sum = FloatVector.zero(S);
        for (int k = 0; k < inputs; k++) {
            sum = FloatVector.broadcast(S, memory[weight + k * weightColumn])
                    .fma(FloatVector.fromArray(S, memory, input + k * inputStride), sum);
        }
        sum.intoArray(memory, output);
    }

    @Override
    public void wholeWeightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride,
            int sums,
            int outputs, int inputs, int rows) {
        for (int half = 0; half < Strips.LANES; half += L) {
            int sum = sums + half;
            int j = 0;
            for (; j + 4 <= outputs; j += 4) {
                int k = 0;
                for (; k + 4 <= inputs; k += 4) {
                    fourByFour(memory, gradient + j * gradientStride + half, gradientStride,
                            input + k * inputStride + half, inputStride, sum + (j * inputs + k) * Strips.LANES,
                            inputs * Strips.LANES, rows - half);
                }
                for (; k < inputs; k++) {
                    fourByOne(memory, gradient + j * gradientStride + half, gradientStride,
                            input + k * inputStride + half, sum + (j * inputs + k) * Strips.LANES,
                            inputs * Strips.LANES, rows - half);
                }
            }
            for (; j < outputs; j++) {
                int k = 0;
                for (; k + 4 <= inputs; k += 4) {
                    fourByOne(memory, input + k * inputStride + half, inputStride,
                            gradient + j * gradientStride + half, sum + (j * inputs + k) * Strips.LANES, Strips.LANES,
                            rows - half);
                }
                for (; k < inputs; k++) {
                    oneByOne(memory, gradient + j * gradientStride + half, input + k * inputStride + half,
                            sum + (j * inputs + k) * Strips.LANES, rows - half);
                }
            }
        }
    }

    private static void fourByFour(float[] memory, int gradient, int gradientStride, int input, int inputStride,
            int sums, int sumRow, int rows) {
        int sums1 = sums + sumRow;
        int sums2 = sums1 + sumRow;
        int sums3 = sums2 + sumRow;
        FloatVector sum00 = FloatVector.fromArray(S, memory, sums);
        FloatVector sum01 = FloatVector.fromArray(S, memory, sums + Strips.LANES);
        FloatVector sum02 = FloatVector.fromArray(S, memory, sums + 2 * Strips.LANES);
        FloatVector sum03 = FloatVector.fromArray(S, memory, sums + 3 * Strips.LANES);
        FloatVector sum10 = FloatVector.fromArray(S, memory, sums1);
        FloatVector sum11 = FloatVector.fromArray(S, memory, sums1 + Strips.LANES);
        FloatVector sum12 = FloatVector.fromArray(S, memory, sums1 + 2 * Strips.LANES);
        FloatVector sum13 = FloatVector.fromArray(S, memory, sums1 + 3 * Strips.LANES);
        FloatVector sum20 = FloatVector.fromArray(S, memory, sums2);
        FloatVector sum21 = FloatVector.fromArray(S, memory, sums2 + Strips.LANES);
        FloatVector sum22 = FloatVector.fromArray(S, memory, sums2 + 2 * Strips.LANES);
        FloatVector sum23 = FloatVector.fromArray(S, memory, sums2 + 3 * Strips.LANES);
        FloatVector sum30 = FloatVector.fromArray(S, memory, sums3);
        FloatVector sum31 = FloatVector.fromArray(S, memory, sums3 + Strips.LANES);
        FloatVector sum32 = FloatVector.fromArray(S, memory, sums3 + 2 * Strips.LANES);
        FloatVector sum33 = FloatVector.fromArray(S, memory, sums3 + 3 * Strips.LANES);
        for (int r = 0; r < rows; r += Strips.LANES) {
            FloatVector input0 = FloatVector.fromArray(S, memory, input + r);
            FloatVector input1 = FloatVector.fromArray(S, memory, input + inputStride + r);
            FloatVector input2 = FloatVector.fromArray(S, memory, input + 2 * inputStride + r);
            FloatVector input3 = FloatVector.fromArray(S, memory, input + 3 * inputStride + r);
            FloatVector factor = FloatVector.fromArray(S, memory, gradient + r);
            sum00 = factor.fma(input0, sum00);
            sum01 = factor.fma(input1, sum01);
            sum02 = factor.fma(input2, sum02);
            sum03 = factor.fma(input3, sum03);
            factor = FloatVector.fromArray(S, memory, gradient + gradientStride + r);
            sum10 = factor.fma(input0, sum10);
            sum11 = factor.fma(input1, sum11);
            sum12 = factor.fma(input2, sum12);
            sum13 = factor.fma(input3, sum13);
            factor = FloatVector.fromArray(S, memory, gradient + 2 * gradientStride + r);
            sum20 = factor.fma(input0, sum20);
            sum21 = factor.fma(input1, sum21);
            sum22 = factor.fma(input2, sum22);
            sum23 = factor.fma(input3, sum23);
            factor = FloatVector.fromArray(S, memory, gradient + 3 * gradientStride + r);
            sum30 = factor.fma(input0, sum30);
            sum31 = factor.fma(input1, sum31);
            sum32 = factor.fma(input2, sum32);
            sum33 = factor.fma(input3, sum33);
        }
        sum00.intoArray(memory, sums);
        sum01.intoArray(memory, sums + Strips.LANES);
        sum02.intoArray(memory, sums + 2 * Strips.LANES);
        sum03.intoArray(memory, sums + 3 * Strips.LANES);
        sum10.intoArray(memory, sums1);
        sum11.intoArray(memory, sums1 + Strips.LANES);
        sum12.intoArray(memory, sums1 + 2 * Strips.LANES);
        sum13.intoArray(memory, sums1 + 3 * Strips.LANES);
        sum20.intoArray(memory, sums2);
        sum21.intoArray(memory, sums2 + Strips.LANES);
        sum22.intoArray(memory, sums2 + 2 * Strips.LANES);
        sum23.intoArray(memory, sums2 + 3 * Strips.LANES);
        sum30.intoArray(memory, sums3);
        sum31.intoArray(memory, sums3 + Strips.LANES);
        sum32.intoArray(memory, sums3 + 2 * Strips.LANES);
        sum33.intoArray(memory, sums3 + 3 * Strips.LANES);
    }

    /** Of four gradients and one input, or of one gradient and four inputs. */
    private static void fourByOne(float[] memory, int four, int fourStride, int one, int sums, int sumRow, int rows) {
        FloatVector sum0 = FloatVector.fromArray(S, memory, sums);
        FloatVector sum1 = FloatVector.fromArray(S, memory, sums + sumRow);
        FloatVector sum2 = FloatVector.fromArray(S, memory, sums + 2 * sumRow);
        FloatVector sum3 = FloatVector.fromArray(S, memory, sums + 3 * sumRow);
        for (int r = 0; r < rows; r += Strips.LANES) {
            FloatVector factor = FloatVector.fromArray(S, memory, one + r);
            sum0 = factor.fma(FloatVector.fromArray(S, memory, four + r), sum0);
            sum1 = factor.fma(FloatVector.fromArray(S, memory, four + fourStride + r), sum1);
            sum2 = factor.fma(FloatVector.fromArray(S, memory, four + 2 * fourStride + r), sum2);
            sum3 = factor.fma(FloatVector.fromArray(S, memory, four + 3 * fourStride + r), sum3);
        }
        sum0.intoArray(memory, sums);
        sum1.intoArray(memory, sums + sumRow);
        sum2.intoArray(memory, sums + 2 * sumRow);
        sum3.intoArray(memory, sums + 3 * sumRow);
    }

    private static void oneByOne(float[] memory, int gradient, int input, int sums, int rows) {
        FloatVector sum = FloatVector.fromArray(S, memory, sums);
        for (int r = 0; r < rows; r += Strips.LANES) {
            sum = FloatVector.fromArray(S, memory, gradient + r).fma(FloatVector.fromArray(S, memory, input + r), sum);
        }
        sum.intoArray(memory, sums);
    }

    @Override
    public void fold(float[] memory, int lanes, int result, int count) {
        int i = 0;
        for (; i + L <= count; i += L) {
            int first = lanes + i * Strips.LANES;
            if (L == Strips.LANES) {
                fold(memory, first, 8, SWAP_8, UPPER_8);
            } else {
                halve(memory, first);
            }
            fold(memory, first, 4, SWAP_4, UPPER_4);
            fold(memory, first, 2, SWAP_2, UPPER_2);
            fold(memory, first, 1, SWAP_1, UPPER_1);
            FloatVector.fromArray(S, memory, first).intoArray(memory, result + i);
        }
        for (; i < count; i++) {
            memory[result + i] = LaneSums.sum(memory, lanes + i * Strips.LANES);
        }
    }

    @Override
    public void together(float[] memory, int sums, int strands, int strand, int result, int count) {
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector sum = FloatVector.fromArray(S, memory, sums + i);
            for (int s = 1; s < strands; s++) {
                sum = sum.add(FloatVector.fromArray(S, memory, sums + s * strand + i));
            }
            sum.intoArray(memory, result + i);
        }
        PlainStrip.oneByOne(memory, sums + i, strands, strand, result + i, count - i);
    }

    /** Of eight sums in vectors of eight lanes: each lane and that which is eight further. */
    private static void halve(float[] memory, int lanes) {
        for (int at = lanes; at < lanes + 8 * Strips.LANES; at += Strips.LANES) {
            FloatVector.fromArray(S, memory, at).add(FloatVector.fromArray(S, memory, at + 8)).intoArray(memory, at);
        }
    }

    /**
     * Sums lanes in the order of {@link LaneSums}. Of each pair of vectors, which are so many apart, one is left: in its lower
     * lanes the sums of the first one's lanes and their partners, in the upper lanes those of the second. In the end, sum l is
     * in lane l.
     */
    private static void fold(float[] memory, int lanes, int pairs, VectorShuffle<Float> partner,
            VectorMask<Float> upper) {
        for (int i = 0; i < pairs; i++) {
            int at = lanes + i * Strips.LANES;
            FloatVector a = FloatVector.fromArray(S, memory, at);
            FloatVector b = FloatVector.fromArray(S, memory, at + pairs * Strips.LANES);
            a.blend(b.rearrange(partner), upper).add(a.rearrange(partner).blend(b, upper)).intoArray(memory, at);
        }
    }
}
