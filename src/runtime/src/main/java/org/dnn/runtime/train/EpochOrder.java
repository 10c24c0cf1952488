package org.dnn.runtime.train;

import org.dnn.runtime.data.RowOrder;

/** The training rows in the order of an epoch: as they are stored where a batch holds all, else by seed and epoch. */
final class EpochOrder {
    /** So many rows are put in order at once, 4 MB, or those of one epoch. */
    private static final int MOST_ROWS = 1 << 20;

    private final int[] train;
    private final long seed;
    private final boolean stored;
    private int[] orders = new int[0];
    private int filledFor = -1;

    EpochOrder(int[] train, long seed, boolean stored) {
        this.train = train;
        this.seed = seed;
        this.stored = stored;
    }

    /** Rows of an epoch. */
    int rows() {
        return train.length;
    }

    /** Of how many epochs there are orders at once. */
    int together() {
        return stored ? Integer.MAX_VALUE : Math.max(1, MOST_ROWS / train.length);
    }

    /** The orders of some epochs, one after the other, or one order that all of them have. */
    int[] of(int epoch, int epochs) {
        if (stored) {
            return train;
        }
        if (filledFor != epoch || orders.length != epochs * train.length) {
            orders = new int[epochs * train.length];
            for (int e = 0; e < epochs; e++) {
                fill(epoch + e, e * train.length);
            }
            filledFor = epoch;
        }
        return orders;
    }

    private void fill(int epoch, int at) {
        int[] order = new int[train.length];
        new RowOrder(seed, epoch, train.length).fill(order, 0, train.length);
        for (int i = 0; i < train.length; i++) {
            orders[at + i] = train[order[i]];
        }
    }
}
