package org.dnn.runtime.cuda;

import java.util.List;

/**
 * A kernel that does all steps of a stretch of a small network, in one launch.
 *
 * @param name      what it is called
 * @param stripRows the rows that a block takes at a time
 * @param sums      over rows, which go from block to block
 * @param variables floats at the beginning of the arena that it works on
 * @param columns   of the data that it reads
 */
public record PersistentKernel(String name, int stripRows, int sums, int variables, List<String> columns) {
    /** As in {@code dnn.cuh}. */
    private static final int STRANDS = 128;
    /** Blocks may be a step apart, so sums have two places. */
    private static final int PLACES = 2;

    public PersistentKernel {
        columns = List.copyOf(columns);
    }

    /** Floats for the sums of all strands. */
    long sumFloats() {
        return (long) PLACES * STRANDS * sums;
    }

    /** Blocks for batches of so many rows; all of them run at the same time. */
    int blocks(int batch, int processors) {
        return Math.min(Math.min(Math.ceilDiv(batch, stripRows), STRANDS), processors);
    }
}
