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

    /** Takes a new measurement; true if it is the best so far. */
    boolean isBetter(double value, long step) {
        double margin = Math.abs(best) * threshold;
        boolean better = Double.isNaN(best) || (higherIsBetter ? value > best + margin : value < best - margin);
        if (better) {
            best = value;
            bestStep = step;
        }
        return better;
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
