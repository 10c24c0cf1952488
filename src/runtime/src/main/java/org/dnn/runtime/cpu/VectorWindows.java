package org.dnn.runtime.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maxima over windows that {@linkplain WindowShape#halves halve} the image, and their gradient, with the Vector API; the bits
 * are those of {@link Windows} and {@link WindowMaximumGradient}, which do all other windows.
 *
 * <p>A vector may reach beyond the end of a row that is shorter: what it puts there is overwritten with the next row, and the
 * last rows of a member's part are left to the plain loops.
 */
final class VectorWindows {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Each lane's neighbour in the same window. */
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(S, i -> i ^ 1);
    /** The even lanes, twice. */
    private static final VectorShuffle<Float> EVENS = VectorShuffle.fromOp(S, i -> (2 * i) % L);
    /** Each of the first lanes twice. */
    private static final VectorShuffle<Float> PAIRS = VectorShuffle.fromOp(S, i -> i / 2);
    private static final VectorMask<Float> UPPER_HALF = VectorMask.fromLong(S, -1L << (L / 2));
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xaaaaaaaaaaaaaaaaL);

    private VectorWindows() {}

    static void maximum(float[] memory, int input, int output, WindowShape s, int fromImage, int toImage) {
        int width = s.width();
        int count = s.outputWidth();
        int reach = Math.ceilDiv(count, L) * L;
        int end = output + toImage * s.channels() * s.outputHeight() * count;
        int row = fromImage * s.channels() * s.outputHeight();
        for (int to = output + row * count; to < end; to += count, row++) {
            int from = input + 2 * row * width;
            if (to + reach <= end && from + width + 2 * reach <= memory.length) {
                maximumRow(memory, from, from + width, to, count);
            } else {
                Windows.maximumOfFours(memory, from, 2, width, to, count);
            }
        }
    }

    private static void maximumRow(float[] memory, int upper, int lower, int to, int count) {
        for (int x = 0; x < count; x += L) {
            FloatVector left = greatest(memory, upper + 2 * x, lower + 2 * x);
            FloatVector right = greatest(memory, upper + 2 * x + L, lower + 2 * x + L);
            left.rearrange(EVENS).blend(right.rearrange(EVENS), UPPER_HALF).intoArray(memory, to + x);
        }
    }

    private static FloatVector greatest(float[] memory, int upper, int lower) {
        FloatVector greater = FloatVector.fromArray(S, memory, upper).max(FloatVector.fromArray(S, memory, lower));
        return greater.max(greater.rearrange(SWAP));
    }

    private static FloatVector greater(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    static void maximumGradient(float[] memory, int input, int outputGradient, int inputGradient, WindowShape s,
            int fromImage, int toImage) {
        int width = s.width();
        int count = s.outputWidth();
        int rows = toImage * s.channels() * s.outputHeight();
        int end = inputGradient + rows * 2 * width;
        for (int row = fromImage * s.channels() * s.outputHeight(); row < rows; row++) {
            int from = input + 2 * row * width;
            int gradient = outputGradient + row * count;
            int to = inputGradient + 2 * row * width;
            boolean within = to + width + L <= end && from + width + L <= memory.length;
            if (!(within || width >= L) || gradient + count + L > memory.length
                    || !gradientRow(memory, from, gradient, to, width)) {
                Arrays.fill(memory, to, to + 2 * width, 0);
                WindowMaximumGradient.fours(memory, from, gradient, to, 2, width, count);
            }
        }
    }

    /** The rows of one row of windows; false where a value is not a number. */
    private static boolean gradientRow(float[] memory, int from, int gradient, int to, int width) {
        for (int next = 0; next < width; next += L) {
            int x = Math.max(0, Math.min(next, width - L));
            FloatVector upper = FloatVector.fromArray(S, memory, from + x);
            FloatVector lower = FloatVector.fromArray(S, memory, from + width + x);
            FloatVector upperNeighbour = upper.rearrange(SWAP);
            FloatVector lowerNeighbour = lower.rearrange(SWAP);
            if (upper.compare(VectorOperators.NE, upper).or(lower.compare(VectorOperators.NE, lower)).anyTrue()) {
                return false;
            }
            FloatVector greatest = greater(greater(upper, lower), greater(upperNeighbour, lowerNeighbour));
            VectorMask<Float> inUpper = upper.compare(VectorOperators.EQ, greatest);
            VectorMask<Float> besideInUpper = upperNeighbour.compare(VectorOperators.EQ, greatest);
            VectorMask<Float> besideInLower = lowerNeighbour.compare(VectorOperators.EQ, greatest);
            VectorMask<Float> firstInUpper = inUpper.andNot(besideInUpper.and(ODD));
            VectorMask<Float> firstInLower = lower.compare(VectorOperators.EQ, greatest)
                    .andNot(inUpper.or(besideInUpper)).andNot(besideInLower.and(ODD));
            // The plain loops add to zero, which makes a zero of a negative zero.
            FloatVector gradients = FloatVector.fromArray(S, memory, gradient + x / 2).rearrange(PAIRS).add(0f);
            FloatVector zero = FloatVector.zero(S);
            zero.blend(gradients, firstInUpper).intoArray(memory, to + x);
            zero.blend(gradients, firstInLower).intoArray(memory, to + width + x);
        }
        return true;
    }
}
