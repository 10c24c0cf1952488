package org.dnn.runtime.data;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers out of bytes. What it gives is what {@link Float#parseFloat} gives for the same text, to the
 * last bit.
 *
 * <p>Eighteen digits and a power of ten are put together in double, which is right to within four units in the last
 * place. A float has 29 bits fewer: unless those bits come within eight units of the middle between two floats,
 * rounding them away cannot go wrong, and the one time in thirty million that they do, the slow way decides.
 */
final class Decimal {
    private static final int MOST_DIGITS = 18;
    private static final double[] POWERS = new double[61];
    private static final long BELOW_FLOAT = (1L << 29) - 1;
    private static final long MIDDLE = 1L << 28;
    private static final long UNSURE = 8;
    private static final int LARGEST_EXPONENT = 100_000;

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Decimal() {}

    /**
     * Digits with a sign, a decimal point and an exponent, or without: {@code -1.5e-3}. Neither hexadecimal, nor
     * {@code 1f}, nor {@code Infinity}, nor {@code NaN} is a number here.
     *
     * @return the number, infinite where it is beyond float32; NaN where the text is no number
     */
    static float parse(byte[] text, int from, int to) {
        int i = from;
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        int start = i;
        long digits = 0;
        int exponent = 0;
        int seen = 0;
        int point = -1;
        for (; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (seen < MOST_DIGITS) {
                    digits = 10 * digits + digit;
                    seen += digits == 0 ? 0 : 1;
                    exponent -= point < 0 ? 0 : 1;
                } else {
                    exponent += point < 0 ? 1 : 0;
                }
            } else if (text[i] == '.' && point < 0) {
                point = i;
            } else {
                break;
            }
        }
        if (i - start == (point < 0 ? 0 : 1)) {
            return Float.NaN;
        }
        if (i < to) {
            int given = exponent(text, i, to);
            if (given == Integer.MIN_VALUE) {
                return Float.NaN;
            }
            exponent += given;
        }
        return round(digits, exponent, text, from, to);
    }

    /** The exponent that begins at its {@code e}, or the smallest int where there is none. */
    private static int exponent(byte[] text, int from, int to) {
        int i = from;
        if (text[i] != 'e' && text[i] != 'E') {
            return Integer.MIN_VALUE;
        }
        i++;
        boolean negative = i < to && text[i] == '-';
        if (i < to && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == to) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            value = Math.min(LARGEST_EXPONENT, 10 * value + digit);
        }
        return negative ? -value : value;
    }

    private static float round(long digits, int exponent, byte[] text, int from, int to) {
        if (exponent < POWERS.length && -exponent < POWERS.length) {
            double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
            long below = Double.doubleToRawLongBits(value) & BELOW_FLOAT;
            boolean sure = Math.abs(below - MIDDLE) > UNSURE && value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE;
            if (sure || digits == 0) {
                return text[from] == '-' ? -(float) value : (float) value;
            }
        }
        return Float.parseFloat(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
