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
            learnt[0][c] = (float) moments.mean();
            learnt[1][c] = moments.deviation() == 0 ? 1 : (float) moments.deviation();
        }
        return learnt;
    }

    /** The median of each element, without what is missing. */
    public static float[] median(String name, Table table, int[] train, int elements,
            IntFunction<DoubleUnaryOperator> before) {
        float[] learnt = new float[elements];
        for (int e = 0; e < elements; e++) {
            learnt[e] = (float) Statistics.median(name, table.column(name), train, e, before.apply(e));
        }
        return learnt;
    }
}
