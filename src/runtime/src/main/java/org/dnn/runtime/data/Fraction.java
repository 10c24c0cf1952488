package org.dnn.runtime.data;

/**
 * An exact part of a whole, from 0 to 1: 70% is 7/10 and no double.
 *
 * @param numerator   0 to the denominator
 * @param denominator above 0
 */
public record Fraction(long numerator, long denominator) {
    public static final Fraction NONE = new Fraction(0, 1);

    public Fraction {
        if (denominator <= 0 || numerator < 0 || numerator > denominator) {
            throw new IllegalArgumentException(numerator + "/" + denominator + " is no part of a whole");
        }
    }

    public static Fraction percent(long percent) {
        return new Fraction(percent, 100);
    }

    /** The largest whole number that is not above this part of so many rows. */
    int floorOf(int rows) {
        return Math.toIntExact(Math.multiplyExact(numerator, (long) rows) / denominator);
    }

    boolean isNone() {
        return numerator == 0;
    }

    @Override
    public String toString() {
        return 100 % denominator == 0 ? numerator * (100 / denominator) + "%" : numerator + "/" + denominator;
    }
}
