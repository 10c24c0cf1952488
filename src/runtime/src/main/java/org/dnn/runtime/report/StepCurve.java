package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Loss and learning rate by step in bounded room: when the room is full, neighbours are put together in pairs and from
 * then on twice as many steps share a point. A point keeps mean, lowest and highest, so that a spike stays to be seen.
 * The first and the last step are kept as they were. Allocates nothing while it is filled.
 */
public final class StepCurve {
    /** Even, so that pairs come out; more than a screen has columns. */
    static final int CAPACITY = 2048;

    private final long[] steps = new long[CAPACITY];
    private final double[] sums = new double[CAPACITY];
    private final double[] lows = new double[CAPACITY];
    private final double[] highs = new double[CAPACITY];
    private final double[] rates = new double[CAPACITY];
    /** How many points there are; the last of them may still be filling. */
    private int size;
    /** How many steps make a full point. */
    private long stride = 1;
    /** How many steps are in the last point. */
    private long inLast;
    private long count;
    private long firstStep;
    private double firstLoss;
    private double firstRate;
    private double lastLoss;

    void add(long step, double loss, double learningRate) {
        if (count == 0) {
            firstStep = step;
            firstLoss = loss;
            firstRate = learningRate;
        }
        if (count == 0 || inLast == stride) {
            startPoint();
        }
        int last = size - 1;
        steps[last] = step;
        sums[last] += loss;
        // Math.min and Math.max let a NaN through, which is wanted: it is a gap in the curve.
        lows[last] = Math.min(lows[last], loss);
        highs[last] = Math.max(highs[last], loss);
        rates[last] = learningRate;
        lastLoss = loss;
        inLast++;
        count++;
    }

    private void startPoint() {
        if (size == CAPACITY) {
            halve();
        }
        sums[size] = 0;
        lows[size] = Double.POSITIVE_INFINITY;
        highs[size] = Double.NEGATIVE_INFINITY;
        inLast = 0;
        size++;
    }

    private void halve() {
        size /= 2;
        for (int i = 0; i < size; i++) {
            int left = 2 * i;
            int right = left + 1;
            steps[i] = steps[right];
            sums[i] = sums[left] + sums[right];
            lows[i] = Math.min(lows[left], lows[right]);
            highs[i] = Math.max(highs[left], highs[right]);
            rates[i] = rates[right];
        }
        stride *= 2;
    }

    /** All that there is to it. */
    record State(long[] steps, double[] sums, double[] lows, double[] highs, double[] rates, long stride, long inLast,
            long count, long firstStep, double firstLoss, double firstRate, double lastLoss) {}

    State state() {
        return new State(Arrays.copyOf(steps, size), Arrays.copyOf(sums, size), Arrays.copyOf(lows, size),
                Arrays.copyOf(highs, size), Arrays.copyOf(rates, size), stride, inLast, count, firstStep, firstLoss,
                firstRate, lastLoss);
    }

    void restore(State state) {
        size = state.steps().length;
        System.arraycopy(state.steps(), 0, steps, 0, size);
        System.arraycopy(state.sums(), 0, sums, 0, size);
        System.arraycopy(state.lows(), 0, lows, 0, size);
        System.arraycopy(state.highs(), 0, highs, 0, size);
        System.arraycopy(state.rates(), 0, rates, 0, size);
        stride = state.stride();
        inLast = state.inLast();
        count = state.count();
        firstStep = state.firstStep();
        firstLoss = state.firstLoss();
        firstRate = state.firstRate();
        lastLoss = state.lastLoss();
    }

    /** How many steps were added. */
    public long count() {
        return count;
    }

    /** How many steps a point stands for, a power of two; the last point may stand for fewer. */
    public long stride() {
        return stride;
    }

    /** The points in order, at most some two thousand; the first and the last are single steps. */
    public List<StepPoint> points() {
        List<StepPoint> points = new ArrayList<>(size + 1);
        if (stride > 1) {
            points.add(new StepPoint(firstStep, firstLoss, firstLoss, firstLoss, firstRate));
        }
        for (int i = 0; i < size; i++) {
            boolean last = i == size - 1;
            points.add(new StepPoint(steps[i], last ? lastLoss : sums[i] / stride, lows[i], highs[i], rates[i]));
        }
        return points;
    }
}
