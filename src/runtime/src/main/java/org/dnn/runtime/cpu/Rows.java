package org.dnn.runtime.cpu;

/** Copies a row. */
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
}
