package org.dnn.runtime.cpu;

/** Copies rows. */
final class Rows {
    private Rows() {}

    /** {@code to[i * toStride] = from[i * fromStride]} for i < count; nothing where count is not positive. */
    static void copy(float[] memory, int from, int fromStride, int to, int toStride, int count) {
        if (count <= 0) {
            return;
        }
        if (fromStride == 1 && toStride == 1) {
            System.arraycopy(memory, from, memory, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            memory[to + i * toStride] = memory[from + i * fromStride];
        }
    }

    /** Copies {@code [rows, columns]}, the columns of which lie beside each other. */
    static void copyAll(float[] memory, int from, int fromStride, int to, int toStride, int columns, int rows) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(memory, from + i * fromStride, memory, to + i * toStride, columns);
        }
    }
}
