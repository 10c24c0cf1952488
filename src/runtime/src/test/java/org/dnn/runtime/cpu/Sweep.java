package org.dnn.runtime.cpu;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

/** The greatest error of a function of a float over very many of its arguments. */
final class Sweep {
    /** A function of a float. */
    @FunctionalInterface
    interface Function {
        float at(float x);
    }

    /** A deviation in units in the last place, and where it is. */
    record Deviation(double ulps, float x) {
        Deviation orGreater(Deviation other) {
            return other.ulps > ulps ? other : this;
        }
    }

    private static final long FLOATS = 1L << 32;
    private static final int PARTS = 256;

    private Sweep() {}

    /** Tries every {@code stride}-th float, by its bits, on all processors. */
    static Deviation greatestError(Function function, DoubleUnaryOperator exact, int stride) {
        return LongStream.range(0, PARTS).parallel()
                .mapToObj(part -> part(function, exact, stride, part * (FLOATS / PARTS)))
                .reduce(new Deviation(0, 0), Deviation::orGreater);
    }

    private static Deviation part(Function function, DoubleUnaryOperator exact, int stride, long from) {
        double greatest = 0;
        float where = 0;
        for (long bits = Math.ceilDiv(from, (long) stride) * stride; bits < from + FLOATS / PARTS; bits += stride) {
            float x = Float.intBitsToFloat((int) bits);
            double error = error(function.at(x), exact.applyAsDouble(x));
            if (error > greatest) {
                greatest = error;
                where = x;
            }
        }
        return new Deviation(greatest, where);
    }

    /** Infinite where one is NaN or infinite and the other is not, or where zeros differ in their sign. */
    static double error(float y, double exact) {
        float rounded = (float) exact;
        if (Float.floatToIntBits(y) == Float.floatToIntBits(rounded)
                && (Float.isNaN(y) || Float.isInfinite(y) || y == 0)) {
            return Float.isInfinite(y) || Float.isNaN(y) ? 0 : Math.abs(exact) / Float.MIN_VALUE;
        }
        if (Float.isNaN(y) || Float.isInfinite(y) || Float.isNaN(rounded) || Float.isInfinite(rounded)
                || Math.signum(y) * Math.signum(rounded) < 0 || (y == 0 && rounded == 0)) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.abs(y - exact) / Math.ulp(rounded);
    }
}
