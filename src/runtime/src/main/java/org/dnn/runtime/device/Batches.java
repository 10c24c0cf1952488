package org.dnn.runtime.device;

import java.util.Arrays;

/**
 * The rows of epochs in batches: the first batch of an epoch follows the last of the one before, which may have fewer rows.
 *
 * @param order     the rows of each epoch in their order, one epoch after the other; or those of one, and all have the same
 * @param epochRows how many rows an epoch has
 * @param size      rows of a batch
 */
public record Batches(int[] order, int epochRows, int size) {
    /** Batches of one epoch, or of rows that are read but once. */
    public Batches(int[] order, int size) {
        this(order, order.length, size);
    }

    /** How many an epoch has. */
    public int perEpoch() {
        return Math.ceilDiv(epochRows, size);
    }

    /** Where in the order a batch begins. */
    public int first(long batch) {
        return epoch(batch) + within(batch);
    }

    /** How many rows a batch has. */
    public int rows(long batch) {
        return Math.min(size, epochRows - within(batch));
    }

    /** Those of a batch's epoch alone. */
    public Batches epochOf(long batch) {
        return new Batches(Arrays.copyOfRange(order, epoch(batch), end(batch)), size);
    }

    /** Where in the order the epoch of a batch ends. */
    public int end(long batch) {
        return epoch(batch) + epochRows;
    }

    /** How many batches there are from this one to the end of its epoch. */
    public int left(long batch) {
        return perEpoch() - (int) (batch % perEpoch());
    }

    private int epoch(long batch) {
        return (int) (batch / perEpoch() * epochRows % Math.max(1, order.length));
    }

    private int within(long batch) {
        return (int) (batch % perEpoch()) * size;
    }
}
