package org.dnn.runtime.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How kernels come to the rows of a batch. */
interface CardRows extends AutoCloseable {
    /**
     * Batches are due, one after the other.
     *
     * @param order      the rows of the data in their order
     * @param firstRow   where in it the first batch begins
     * @param size       rows of a batch; the last of the order may have fewer
     * @param stepNumber of the first of them
     */
    void begin(int[] order, int firstRow, int size, long stepNumber);

    /** Whether all rows are on the card, so that kernels find the next batch themselves. */
    boolean isResident();

    /** The next of them is about to be started. */
    void next();

    /** It is started. */
    void started();

    @Override
    void close();

    /** The struct {@code Batch}. */
    static byte[] batch(long order, long keys, long stepNumber, int first, int index, int size, int end) {
        return ByteBuffer.allocate(CudaLayout.BATCH_BYTES).order(ByteOrder.nativeOrder()).putLong(order).putLong(keys)
                .putLong(stepNumber).putInt(first).putInt(Math.min(size, end - first)).putInt(index).putInt(size)
                .putInt(end).array();
    }
}
