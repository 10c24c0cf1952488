package org.dnn.runtime.report;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Which points of a long curve to draw, so that it looks as if all were drawn: peaks and valleys stay. */
final class Thinning {
    private Thinning() {}

    /**
     * The indices to keep, ascending: the first, the last, and of each of {@code most / 2} equal stretches the lowest
     * and the highest value; all, where there are no more than {@code most}.
     *
     * @param size  how many points there are
     */
    static int[] keep(int size, IntToDoubleFunction value, int most) {
        int stretches = most / 2;
        boolean[] kept = new boolean[size];
        for (int stretch = 0; stretch < stretches && size > most; stretch++) {
            int from = (int) ((long) size * stretch / stretches);
            int to = (int) ((long) size * (stretch + 1) / stretches);
            int low = from;
            int high = from;
            for (int i = from; i < to; i++) {
                low = Double.compare(value.applyAsDouble(i), value.applyAsDouble(low)) < 0 ? i : low;
                high = Double.compare(value.applyAsDouble(i), value.applyAsDouble(high)) > 0 ? i : high;
            }
            kept[low] = true;
            kept[high] = true;
        }
        return indices(kept, size <= most);
    }

    private static int[] indices(boolean[] kept, boolean all) {
        int[] indices = new int[kept.length];
        int size = 0;
        for (int i = 0; i < kept.length; i++) {
            if (all || kept[i] || i == 0 || i == kept.length - 1) {
                indices[size++] = i;
            }
        }
        return Arrays.copyOf(indices, size);
    }
}
