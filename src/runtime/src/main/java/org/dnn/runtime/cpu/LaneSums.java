package org.dnn.runtime.cpu;

import java.util.Arrays;

/** Sixteen sums as one: sum l takes sum l + 8, then l + 4, l + 2, l + 1. */
public final class LaneSums {
    private LaneSums() {}

    /** Sets sixteen sums to 0. */
    public static void clear(float[] lanes, int at) {
        Arrays.fill(lanes, at, at + 16, 0);
    }

    /** What sixteen sums are together. */
    public static float sum(float[] lanes, int at) {
        float even = four(lanes, at) + four(lanes, at + 2);
        float odd = four(lanes, at + 1) + four(lanes, at + 3);
        return even + odd;
    }

    private static float four(float[] lanes, int at) {
        return (lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]);
    }
}
