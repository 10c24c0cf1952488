package org.dnn.runtime.cuda;

/**
 * The sizes of a product of matrices: {@code rows × depth} by {@code depth × columns}. One below 0 stands for the rows of the
 * batch.
 */
record ProductSize(int rows, int columns, int depth) {
    /** Those for a batch of so many rows. */
    ProductSize of(int batch) {
        return new ProductSize(size(rows, batch), size(columns, batch), size(depth, batch));
    }

    private static int size(int size, int batch) {
        return size < 0 ? batch : size;
    }
}
