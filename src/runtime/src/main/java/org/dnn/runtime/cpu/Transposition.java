package org.dnn.runtime.cpu;

/** Copies a matrix so that its columns become rows. */
final class Transposition {
    private Transposition() {}

    /** {@code to[q * toRowStride + r] = from[r * rowStride + q * columnStride]} for r < rows, q < columns. */
    static void copy(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            eightRows(memory, from + r * rowStride, rowStride, columnStride, to + r, toRowStride, columns);
        }
        if (r + 4 <= rows) {
            fourRows(memory, from + r * rowStride, rowStride, columnStride, to + r, toRowStride, columns);
            r += 4;
        }
        if (r + 2 <= rows) {
            twoRows(memory, from + r * rowStride, rowStride, columnStride, to + r, toRowStride, columns);
            r += 2;
        }
        if (r < rows) {
            oneRow(memory, from + r * rowStride, columnStride, to + r, toRowStride, columns);
        }
    }

    /** Eight loads, then eight stores beside each other: a loop in their place would be three times slower. */
    private static void eightRows(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride,
            int columns) {
        for (int q = 0, at = from, into = to; q < columns; q++, at += columnStride, into += toRowStride) {
            float x0 = memory[at];
            float x1 = memory[at + rowStride];
            float x2 = memory[at + 2 * rowStride];
            float x3 = memory[at + 3 * rowStride];
            float x4 = memory[at + 4 * rowStride];
            float x5 = memory[at + 5 * rowStride];
            float x6 = memory[at + 6 * rowStride];
            float x7 = memory[at + 7 * rowStride];
            memory[into] = x0;
            memory[into + 1] = x1;
            memory[into + 2] = x2;
            memory[into + 3] = x3;
            memory[into + 4] = x4;
            memory[into + 5] = x5;
            memory[into + 6] = x6;
            memory[into + 7] = x7;
        }
    }

    private static void fourRows(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride,
            int columns) {
        for (int q = 0, at = from, into = to; q < columns; q++, at += columnStride, into += toRowStride) {
            float x0 = memory[at];
            float x1 = memory[at + rowStride];
            float x2 = memory[at + 2 * rowStride];
            float x3 = memory[at + 3 * rowStride];
            memory[into] = x0;
            memory[into + 1] = x1;
            memory[into + 2] = x2;
            memory[into + 3] = x3;
        }
    }

    private static void twoRows(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride,
            int columns) {
        for (int q = 0, at = from, into = to; q < columns; q++, at += columnStride, into += toRowStride) {
            float x0 = memory[at];
            float x1 = memory[at + rowStride];
            memory[into] = x0;
            memory[into + 1] = x1;
        }
    }

    private static void oneRow(float[] memory, int from, int columnStride, int to, int toRowStride, int columns) {
        for (int q = 0, at = from, into = to; q < columns; q++, at += columnStride, into += toRowStride) {
            memory[into] = memory[at];
        }
    }
}
