package org.dnn.runtime.train;

import java.util.concurrent.CompletableFuture;
import org.dnn.runtime.data.RowOrder;

/**
 * The training rows in the order of an epoch: as they are stored where a batch holds all, else by seed and epoch. While some
 * epochs are trained, the rows of the next ones are put in order beside them.
 */
final class EpochOrder {
    /** So many rows are put in order at once, 4 MB, or those of one epoch. */
    private static final int MOST_ROWS = 1 << 20;

    /** The orders of some epochs, one after the other: made once, by whoever asks first. */
    private final class Orders {
        private final int epoch;
        private final int count;
        private int[] rows = {};

        Orders(int epoch, int count) {
            this.epoch = epoch;
            this.count = count;
        }

        boolean are(int first, int epochs) {
            return epoch == first && count == epochs;
        }

        synchronized int[] rows() {
            if (rows.length == 0) {
                rows = ordered(epoch, count);
            }
            return rows;
        }
    }

    private final int[] train;
    private final long seed;
    private final int epochs;
    private final boolean stored;
    private Orders now = new Orders(0, 0);
    private Orders next = now;

    /** @param epochs of the whole training */
    EpochOrder(int[] train, long seed, int epochs, boolean stored) {
        this.train = train;
        this.seed = seed;
        this.epochs = epochs;
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
    int[] of(int epoch, int count) {
        if (stored) {
            return train;
        }
        if (!now.are(epoch, count)) {
            now = next.are(epoch, count) ? next : new Orders(epoch, count);
            // Most stretches are followed by one of as many epochs.
            next = new Orders(epoch + count, Math.min(count, epochs - epoch - count));
            if (next.count > 0) {
                var _ = CompletableFuture.runAsync(next::rows);
            }
        }
        return now.rows();
    }

    private int[] ordered(int epoch, int count) {
        int[] all = new int[count * train.length];
        int[] order = new int[train.length];
        for (int e = 0; e < count; e++) {
            new RowOrder(seed, epoch + e, train.length).fill(order, 0, train.length);
            for (int i = 0; i < train.length; i++) {
                all[e * train.length + i] = train[order[i]];
            }
        }
        return all;
    }
}
