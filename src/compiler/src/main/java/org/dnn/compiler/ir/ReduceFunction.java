package org.dnn.compiler.ir;

/** How many numbers become one. */
public enum ReduceFunction {
    SUM, MAXIMUM, MINIMUM;

    /** What nothing at all reduces to. */
    public double identity() {
        return switch (this) {
            case SUM -> 0;
            case MAXIMUM -> Double.NEGATIVE_INFINITY;
            case MINIMUM -> Double.POSITIVE_INFINITY;
        };
    }
}
