package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * A product of matrices as products of panels, blocked so that what is read again is still in the cache.
 *
 * <p>The depth is cut into blocks that continue each other through c, so every element stays one chain. A panel holds
 * columns of b, and a's columns lie beside each other, or are copied so. Where b's columns are not beside each other, either
 * they are copied turned, or the product is turned, {@code cᵀ = bᵀ aᵀ}, and panels hold rows of a: whichever copies less.
 * Few rows do not pay for the copy of a b whose columns are beside each other: they read it where it is.
 */
final class MatrixProduct {
    /** Depth of a block where nothing is copied. */
    private static final int DIRECT_DEPTH = 128;
    /** Depth of all blocks that a turned product packs at once, 256 kB: its result is turned back once for all of them. */
    private static final int PACKED_DEPTH = 1024;
    /** So many rows of a are copied at once where its columns do not lie beside each other. */
    private static final int COPIED_ROWS = 96;

    /** Zeros, from which the chains of a panel's columns begin: so c need not be cleared first, nor read. */
    private static final int ZEROS = Tile.COLUMNS;

    /** So many rows pay for the copy of a panel whose columns are beside each other. */
    private static final int ROWS_THAT_PAY = 32;

    private MatrixProduct() {}

    static int scratch(int depth, boolean unitColumnStride) {
        int block = Math.min(depth, Panel.DEPTH);
        int copied = COPIED_ROWS * block;
        return Panel.SCRATCH + block + ZEROS + (unitColumnStride
                ? Tile.COLUMNS * block + copied
                : Tile.COLUMNS * Math.min(depth, PACKED_DEPTH) + Math.max(Tile.ROWS * Tile.COLUMNS, copied));
    }

    static void multiply(Tile tile, Panel panel, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bRowStride, int bColumnStride, int c, int cRowStride, int rows, int columns, int depth,
            boolean accumulate, int scratch) {
        boolean beside = bColumnStride == 1 || columns == 1;
        if (!beside && bRowStride == 1 && turningCopiesLess(rows, columns, depth)) {
            turned(panel, memory, a, aRowStride, aColumnStride, b, bColumnStride, c, cRowStride, rows, columns, depth,
                    accumulate, scratch);
            return;
        }
        if (depth == 0 || (beside && rows < ROWS_THAT_PAY)) {
            if (!accumulate) {
                clear(memory, c, cRowStride, rows, columns);
            }
            direct(tile, memory, a, aRowStride, aColumnStride, b, bRowStride, c, cRowStride, rows, columns, depth,
                    scratch);
        } else {
            packed(panel, memory, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, cRowStride, rows,
                    columns, depth, accumulate, scratch);
        }
    }

    /** Turned, a is copied once and c twice at most; otherwise b is. */
    private static boolean turningCopiesLess(int rows, int columns, int depth) {
        return (long) rows * (depth + 2L * columns) < (long) columns * depth;
    }

    private static void direct(Tile tile, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bRowStride, int c, int cRowStride, int rows, int columns, int depth, int scratch) {
        int edge = scratch + Tile.ROW_TABLE;
        int steps = edge + Tile.EDGE;
        Tile.steps(memory, steps, Math.min(depth, DIRECT_DEPTH), bRowStride);
        Tile.rows(memory, scratch, rows, aRowStride);
        for (int p = 0; p < depth; p += DIRECT_DEPTH) {
            int block = Math.min(DIRECT_DEPTH, depth - p);
            for (int j = 0; j < columns; j += Tile.COLUMNS) {
                tile.multiply(memory, a + p * aColumnStride, scratch, aColumnStride, b + p * bRowStride + j, steps,
                        (block - 1) * bRowStride, c + j, cRowStride, rows, Math.min(Tile.COLUMNS, columns - j), block,
                        edge);
            }
        }
    }

    private static void packed(Panel panel, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bRowStride, int bColumnStride, int c, int cRowStride, int rows, int columns, int depth,
            boolean accumulate, int scratch) {
        int packed = zeros(memory, depth, scratch) + ZEROS;
        int copied = packed + Tile.COLUMNS * Math.min(depth, panel.depth());
        boolean besideInA = aColumnStride == 1;
        for (int p = 0; p < depth; p += panel.depth()) {
            int block = Math.min(panel.depth(), depth - p);
            int most = besideInA ? rows : COPIED_ROWS;
            for (int i = 0; i < rows; i += most) {
                int height = Math.min(most, rows - i);
                int from = a + i * aRowStride + p * aColumnStride;
                if (!besideInA) {
                    Transposition.copy(memory, from, aColumnStride, aRowStride, copied, block, block, height);
                }
                panels(panel, memory, besideInA ? from : copied, besideInA ? aRowStride : block,
                        b + p * bRowStride, bRowStride, bColumnStride, packed, c + i * cRowStride, cRowStride, height,
                        columns, block, accumulate || p > 0, scratch);
            }
        }
    }

    /** A block of the depth: b is copied by so many columns that its rows are read in long runs. */
    private static void panels(Panel panel, float[] memory, int a, int aRowStride, int b, int bRowStride,
            int bColumnStride, int packed, int c, int cRowStride, int rows, int columns, int depth, boolean accumulate,
            int scratch) {
        int zeros = packed - ZEROS;
        for (int j = 0; j < columns; j += Tile.COLUMNS) {
            int end = Math.min(j + Tile.COLUMNS, columns);
            if (bColumnStride == 1) {
                panel.fill(memory, b + j, bRowStride, packed, end - j, depth);
            } else {
                turnedPanels(panel, memory, b + j * bColumnStride, bColumnStride, bRowStride, packed, end - j, depth);
            }
            for (int k = j; k < end; k += panel.columns()) {
                for (int i = 0; i < rows; i += Tile.ROWS) {
                    int to = c + i * cRowStride + k;
                    panel.multiply(memory, a + i * aRowStride, aRowStride, packed + (k - j) * depth,
                            accumulate ? to : zeros, accumulate ? cRowStride : 0, to, cRowStride,
                            Math.min(Tile.ROWS, rows - i), Math.min(panel.columns(), end - k), depth, scratch);
                }
            }
        }
    }

    /** Where the zeros are, behind what panels need; cleared. */
    private static int zeros(float[] memory, int depth, int scratch) {
        int zeros = scratch + Panel.SCRATCH + Math.min(depth, Panel.DEPTH);
        Arrays.fill(memory, zeros, zeros + ZEROS, 0);
        return zeros;
    }

    /** Copies rows into panels, as their columns. */
    private static void turnedPanels(Panel panel, float[] memory, int from, int rowStride, int columnStride,
            int packed, int rows, int depth) {
        for (int k = 0; k < rows; k += panel.columns()) {
            Transposition.copy(memory, from + k * rowStride, rowStride, columnStride, packed + k * depth,
                    panel.columns(), Math.min(panel.columns(), rows - k), depth);
        }
    }

    /** So many rows of a are packed at once, as one or several panels, that b is not read too often. */
    private static void turned(Panel panel, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bColumnStride, int c, int cRowStride, int rows, int columns, int depth, boolean accumulate,
            int scratch) {
        int zeros = zeros(memory, depth, scratch);
        int packed = zeros + ZEROS;
        int turnedC = packed + Tile.COLUMNS * Math.min(depth, PACKED_DEPTH);
        for (int i = 0; i < rows; i += Tile.COLUMNS) {
            int end = Math.min(i + Tile.COLUMNS, rows);
            for (int q = 0; q < depth; q += PACKED_DEPTH) {
                int deep = Math.min(PACKED_DEPTH, depth - q);
                turnedPanels(panel, memory, a + i * aRowStride + q * aColumnStride, aRowStride, aColumnStride, packed,
                        end - i, deep);
                for (int j = 0; j < columns; j += Tile.ROWS) {
                    for (int k = i; k < end; k += panel.columns()) {
                        turnedTile(panel, memory, b + q + j * bColumnStride, bColumnStride, packed + (k - i) * deep,
                                c + k * cRowStride + j, cRowStride, Math.min(Tile.ROWS, columns - j),
                                Math.min(panel.columns(), end - k), deep, accumulate || q > 0, zeros, turnedC, scratch);
                    }
                }
            }
        }
    }

    private static void turnedTile(Panel panel, float[] memory, int b, int bColumnStride, int packed, int c,
            int cRowStride, int height, int width, int depth, boolean accumulate, int zeros, int turnedC,
            int scratch) {
        if (accumulate) {
            Transposition.copy(memory, c, cRowStride, 1, turnedC, panel.columns(), width, height);
        }
        for (int p = 0; p < depth; p += panel.depth()) {
            boolean begins = p == 0 && !accumulate;
            panel.multiply(memory, b + p, bColumnStride, packed + p * panel.columns(), begins ? zeros : turnedC,
                    begins ? 0 : panel.columns(), turnedC, panel.columns(), height, width,
                    Math.min(panel.depth(), depth - p), scratch);
        }
        Transposition.copy(memory, turnedC, panel.columns(), 1, c, cRowStride, height, width);
    }

    /** Zeroes {@code [rows, columns]}. */
    static void clear(float[] memory, int c, int cRowStride, int rows, int columns) {
        if (cRowStride == columns) {
            Arrays.fill(memory, c, c + rows * columns, 0);
            return;
        }
        for (int i = 0; i < rows; i++) {
            Arrays.fill(memory, c + i * cRowStride, c + i * cRowStride + columns, 0);
        }
    }
}
