package org.dnn.runtime.cuda;

/**
 * The sizes of a product of matrices: {@code rows × depth} by {@code depth × columns}. One below 0 stands for the rows of the
 * batch.
 */
public record ProductSize(int rows, int columns, int depth) {
    private static final int ALIGNMENT = 256;

    /** Those for a batch of so many rows. */
    ProductSize of(int batch) {
        return new ProductSize(size(rows, batch), size(columns, batch), size(depth, batch));
    }

    private static int size(int size, int batch) {
        return size < 0 ? batch : size;
    }

    long leftElements() {
        return (long) rows * depth;
    }

    /** Bytes of the left factor as bfloat16, up to where another can lie. */
    long leftHalfBytes() {
        return (Short.BYTES * leftElements() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Bytes of both factors as bfloat16. */
    long halfBytes() {
        return leftHalfBytes() + Short.BYTES * rightElements();
    }

    long rightElements() {
        return (long) depth * columns;
    }

    /** How often two numbers are multiplied. */
    long multiplications() {
        return leftElements() * columns;
    }
}
