package org.dnn.runtime.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dnn.runtime.device.Batches;

/** How kernels come to the rows of a batch. */
interface CardRows extends AutoCloseable {
    /**
     * Batches are due, one after the other.
     *
     * @param firstBatch which is the first
     * @param stepNumber of the first of them
     */
    void begin(Batches batches, int firstBatch, long stepNumber);

    /** How many batches from this one on can be begun at once. */
    int together(Batches batches, int firstBatch);

    /** Whether all rows are on the card, so that kernels find the next batch themselves. */
    boolean isResident();

    /** The next of them is about to be started. */
    void next();

    /** It is started. */
    void started();

    @Override
    void close();

    /**
     * The struct {@code Batch}.
     *
     * @param first where in the order it begins
     * @param rows  how many rows it has
     * @param index its number since the host last looked
     * @param end   where in the order its epoch ends
     * @param all   where the order ends
     */
    static byte[] batch(long order, long keys, long stepNumber, int first, int rows, int index, int size, int end,
            int epochRows, int all) {
        return ByteBuffer.allocate(CudaLayout.BATCH_BYTES).order(ByteOrder.nativeOrder()).putLong(order).putLong(keys)
                .putLong(stepNumber).putInt(first).putInt(rows).putInt(index).putInt(size).putInt(end).putInt(epochRows)
                .putInt(all).array();
    }
}
