package org.dnn.compiler.catalog;

/** Which numbers a parameter takes; an open end is not taken itself. */
public record Range(double low, boolean lowOpen, double high, boolean highOpen) {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    public static final Range ANY = new Range(-INFINITY, true, INFINITY, true);
    public static final Range POSITIVE = new Range(0, true, INFINITY, true);
    public static final Range NOT_NEGATIVE = new Range(0, false, INFINITY, true);
    /** 0 to 1, without 1. */
    public static final Range BELOW_ONE = new Range(0, false, 1, true);
    /** 0 to 1. */
    public static final Range UNIT = new Range(0, false, 1, false);

    public static Range atLeast(double low) {
        return new Range(low, false, INFINITY, true);
    }

    public boolean holds(double value) {
        boolean aboveLow = lowOpen ? value > low : value >= low;
        boolean belowHigh = highOpen ? value < high : value <= high;
        return aboveLow && belowHigh;
    }

    /** As an error says it: "above 0", "from 0 to below 1". */
    public String text() {
        if (high == INFINITY) {
            return low == -INFINITY ? "any number" : (lowOpen ? "above " : "at least ") + plain(low);
        }
        return "from " + plain(low) + " to " + (highOpen ? "below " : "") + plain(high);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
