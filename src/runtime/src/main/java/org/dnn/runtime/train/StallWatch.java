package org.dnn.runtime.train;

/** Watches a quantity that should become better. */
final class StallWatch {
    private final boolean higherIsBetter;
    private final double threshold;
    private double best = Double.NaN;
    private long bestStep;

    /** @param threshold the share by which it must become better to count, as PyTorch's ReduceLROnPlateau has it */
    StallWatch(boolean higherIsBetter, double threshold) {
        this.higherIsBetter = higherIsBetter;
        this.threshold = threshold;
    }

    /** Takes a new measurement. What is not a number is not better than anything. */
    void take(double value, long step) {
        double margin = Math.abs(best) * threshold;
        boolean first = Double.isNaN(best) && !Double.isNaN(value);
        if (first || (higherIsBetter ? value > best + margin : value < best - margin)) {
            best = value;
            bestStep = step;
        }
    }

    /** For how many steps it has not become better. */
    long stalledFor(long step) {
        return step - bestStep;
    }

    /** Begins to count anew. */
    void restart(long step) {
        bestStep = step;
    }

    double best() {
        return best;
    }

    long bestStep() {
        return bestStep;
    }

    void restore(double value, long step) {
        best = value;
        bestStep = step;
    }
}
