package org.dnn.runtime.train;

import org.dnn.runtime.data.RowOrder;

/** The training rows in the order of an epoch: as they are stored where a batch holds all, else by seed and epoch. */
final class EpochOrder {
    private final int[] train;
    private final long seed;
    private final boolean stored;
    private final int[] order;
    private int filledFor = -1;

    EpochOrder(int[] train, long seed, boolean stored) {
        this.train = train;
        this.seed = seed;
        this.stored = stored;
        this.order = train.clone();
    }

    int[] of(int epoch) {
        if (!stored && filledFor != epoch) {
            new RowOrder(seed, epoch, train.length).fill(order, 0, train.length);
            for (int i = 0; i < train.length; i++) {
                order[i] = train[order[i]];
            }
            filledFor = epoch;
        }
        return order;
    }
}
