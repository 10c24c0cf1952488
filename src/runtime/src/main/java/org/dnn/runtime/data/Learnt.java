package org.dnn.runtime.data;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/** What preprocessing learns of a column: one number for each of its elements or channels, or one in all. */
public final class Learnt {
    private Learnt() {}

    /** Mean and population standard deviation; a deviation of 0 becomes 1, so that a constant column becomes 0. */
    public static float[][] moments(String name, Table table, int[] train, int channels,
            IntFunction<DoubleUnaryOperator> before) {
        float[][] learnt = new float[2][channels];
        for (int c = 0; c < channels; c++) {
            Moments moments = Statistics.moments(name, table.column(name), train, channels, before.apply(c))[c];
            put(learnt, c, moments);
        }
        return learnt;
    }

    /** One mean and deviation of all channels together, whose numbers need not be treated alike before. */
    public static float[][] momentsOfAll(String name, Table table, int[] train, int channels,
            IntFunction<DoubleUnaryOperator> before) {
        Moments all = new Moments(0, 0, 0);
        for (int c = 0; c < channels; c++) {
            all = all.with(Statistics.moments(name, table.column(name), train, channels, before.apply(c))[c]);
        }
        float[][] learnt = new float[2][1];
        put(learnt, 0, all);
        return learnt;
    }

    private static void put(float[][] learnt, int place, Moments moments) {
        learnt[0][place] = (float) moments.mean();
        learnt[1][place] = moments.deviation() == 0 ? 1 : (float) moments.deviation();
    }

    /** The median of each channel, without what is missing. */
    public static float[] median(String name, Table table, int[] train, int channels,
            IntFunction<DoubleUnaryOperator> before) {
        float[] learnt = new float[channels];
        for (int c = 0; c < channels; c++) {
            learnt[c] = (float) Statistics.median(name, table.column(name), train, channels, c, before.apply(c));
        }
        return learnt;
    }
}
