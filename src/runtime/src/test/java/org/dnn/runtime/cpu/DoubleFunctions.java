package org.dnn.runtime.cpu;

/** Elementary functions in double precision that {@link StrictMath} does not have: what ours are held against. */
final class DoubleFunctions {
    private static final double SERIES_TOP = 3;
    private static final int FRACTION_DEPTH = 60;

    private DoubleFunctions() {}

    /** 0 where it is less than the least normal float, as ours. */
    static double sigmoid(double x) {
        double y = 1 / (1 + StrictMath.exp(-x));
        return y < Float.MIN_NORMAL ? 0 : y;
    }

    /** Abramowitz and Stegun 7.1.6, a series without cancellation; far out 7.1.14, a continued fraction. */
    static double erf(double x) {
        double a = Math.abs(x);
        if (Double.isNaN(x) || a > 6) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        double y = a < SERIES_TOP ? series(a) : 1 - fraction(a);
        return Math.copySign(y, x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-18; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }

    private static double fraction(double x) {
        double tail = x;
        for (int n = FRACTION_DEPTH; n > 0; n--) {
            tail = x + n / 2.0 / tail;
        }
        return StrictMath.exp(-x * x) / (tail * Math.sqrt(Math.PI));
    }
}
