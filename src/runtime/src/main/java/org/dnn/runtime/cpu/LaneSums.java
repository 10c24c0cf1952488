package org.dnn.runtime.cpu;

import java.util.Arrays;

/** Sixteen sums as one: sum l takes sum l + 8, then l + 4, l + 2, l + 1. */
public final class LaneSums {
    private LaneSums() {}

    /** Sets sixteen sums to 0. */
    public static void clear(float[] lanes, int at) {
        Arrays.fill(lanes, at, at + 16, 0);
    }

    /** What sixteen sums are together; they are changed. */
    public static float sum(float[] lanes, int at) {
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[at + l] += lanes[at + l + half];
            }
        }
        return lanes[at];
    }
}
