package org.dnn.runtime.train;

/** Where a training is; what generated schedules are computed from. */
public final class Clock {
    private final int epochs;
    private final long stepsPerEpoch;
    private long step;
    private double plateauFactor = 1;

    public Clock(int epochs, long stepsPerEpoch) {
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /** The step, from 0 in the whole training. */
    public long step() {
        return step;
    }

    /** The epoch, from 0. */
    public long epoch() {
        return step / stepsPerEpoch;
    }

    public long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    public long steps() {
        return epochs * stepsPerEpoch;
    }

    public int epochs() {
        return epochs;
    }

    /** What a plateau schedule has come to multiply by. */
    public double plateauFactor() {
        return plateauFactor;
    }

    /** Sets the step that it is at. */
    public void advanceTo(long now) {
        step = now;
    }

    void plateauFactor(double factor) {
        plateauFactor = factor;
    }
}
