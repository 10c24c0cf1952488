package org.dnn.compiler.emit;

import java.util.List;

/**
 * What is thought of the sizes of a program on a GPU while its kernels are written. They are right for any others.
 *
 * @param rows      the rows of most batches
 * @param foursFrom the least points of which a thread does four at a time; with fewer, more threads are better
 */
public record CudaSizes(long rows, long foursFrom) {
    /** About four times the threads that a large GPU holds. */
    private static final long FOURS_FROM = 1 << 20;

    /** Of a program for so many rows. */
    public static CudaSizes of(long rows) {
        return new CudaSizes(rows, FOURS_FROM);
    }

    /** How many points some axes have. */
    long points(List<Integer> axes) {
        return axes.stream().mapToLong(a -> a < 0 ? -a * rows : a).reduce(1, (a, b) -> a * b);
    }
}
