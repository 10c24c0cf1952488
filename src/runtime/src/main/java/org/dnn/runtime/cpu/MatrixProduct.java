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
    /** Depth of all blocks that are packed at once, so that an element of c goes through them while it is in the first cache. */
    private static final int PACKED_DEPTH = 1024;
    /** Floats of all panels at once, 256 kB, of the second cache. */
    private static final int PACKED = Tile.COLUMNS * PACKED_DEPTH;
    /** So many rows of a are copied at once where its columns do not lie beside each other, or as many floats as panels have. */
    private static final int COPIED_ROWS = 384;
    /** Rows of a block in every form divide it. */
    private static final int BLOCK_ROWS = 12;

    /** Zeros, from which the chains of a panel's columns begin: so c need not be cleared first, nor read. */
    private static final int ZEROS = Tile.COLUMNS;

    /** So many rows pay for the copy of a panel whose columns are beside each other. */
    private static final int ROWS_THAT_PAY = 32;

    private MatrixProduct() {}

    static int scratch(int rows, int columns, int depth, boolean besideInA, boolean besideInB) {
        int deep = Math.min(depth, PACKED_DEPTH);
        int copied = besideInA ? 0 : Math.min(PACKED, Math.min(rows, COPIED_ROWS) * deep);
        return Panel.SCRATCH + Math.min(depth, Panel.DEPTH) + ZEROS + packed(columns, deep)
                + (besideInB ? copied : Math.max(Tile.ROWS * Tile.COLUMNS, copied));
    }

    /** Floats of the panels that are packed at once, of so many columns and this depth or a lesser one. */
    private static int packed(int columns, int depth) {
        return (int) Math.min(PACKED, (long) Math.ceilDiv(columns, Tile.COLUMNS) * Tile.COLUMNS * depth);
    }

    /** How many columns are packed at once: whole tiles of them. */
    private static int packedColumns(int depth) {
        return PACKED / depth / Tile.COLUMNS * Tile.COLUMNS;
    }

    /** How many rows of a are copied at once: whole blocks of the forms. */
    private static int copiedRows(int depth) {
        return Math.min(COPIED_ROWS, PACKED / depth / BLOCK_ROWS * BLOCK_ROWS);
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
        int zeros = zeros(memory, depth, scratch);
        int packed = zeros + ZEROS;
        boolean besideInA = aColumnStride == 1;
        for (int q = 0; q < depth; q += PACKED_DEPTH) {
            int deep = Math.min(PACKED_DEPTH, depth - q);
            int copied = packed + packed(columns, deep);
            int most = besideInA ? rows : copiedRows(deep);
            for (int i = 0; i < rows; i += most) {
                int height = Math.min(most, rows - i);
                int from = a + i * aRowStride + q * aColumnStride;
                if (!besideInA) {
                    panel.turn(memory, from, aColumnStride, aRowStride, copied, deep, deep, height);
                }
                panels(panel, memory, besideInA ? from : copied, besideInA ? aRowStride : deep, b + q * bRowStride,
                        bRowStride, bColumnStride, packed, c + i * cRowStride, cRowStride, height, columns, deep,
                        accumulate || q > 0, zeros, scratch);
            }
        }
    }

    /** Of all rows what is packed at once of the depth: b is copied by so many columns that its rows are read in long runs. */
    private static void panels(Panel panel, float[] memory, int a, int aRowStride, int b, int bRowStride,
            int bColumnStride, int packed, int c, int cRowStride, int rows, int columns, int depth, boolean accumulate,
            int zeros, int scratch) {
        int most = packedColumns(depth);
        for (int j = 0; j < columns; j += most) {
            int end = Math.min(j + most, columns);
            if (bColumnStride == 1) {
                panel.fill(memory, b + j, bRowStride, packed, end - j, depth);
            } else {
                turnedPanels(panel, memory, b + j * bColumnStride, bColumnStride, bRowStride, packed, end - j, depth);
            }
            for (int i = 0; i < rows; i += Tile.ROWS) {
                for (int k = j; k < end; k += panel.columns()) {
                    tile(panel, memory, a + i * aRowStride, aRowStride, packed + (k - j) * depth,
                            c + i * cRowStride + k, cRowStride, Math.min(Tile.ROWS, rows - i),
                            Math.min(panel.columns(), end - k), depth, accumulate, zeros, scratch);
                }
            }
        }
    }

    /** A tile of c, through all blocks of the depth that are packed. */
    private static void tile(Panel panel, float[] memory, int a, int aRowStride, int packed, int c, int cRowStride,
            int rows, int width, int depth, boolean accumulate, int zeros, int scratch) {
        int together = panel.depth();
        for (int p = 0; p < depth; p += together) {
            boolean begins = p == 0 && !accumulate;
            panel.multiply(memory, a + p, aRowStride, packed + p * panel.columns(), begins ? zeros : c,
                    begins ? 0 : cRowStride, c, cRowStride, rows, width, Math.min(together, depth - p), scratch);
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
            panel.turn(memory, from + k * rowStride, rowStride, columnStride, packed + k * depth,
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
            panel.turn(memory, c, cRowStride, 1, turnedC, panel.columns(), width, height);
        }
        tile(panel, memory, b, bColumnStride, packed, turnedC, panel.columns(), height, width, depth, accumulate, zeros,
                scratch);
        panel.turn(memory, turnedC, panel.columns(), 1, c, cRowStride, height, width);
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
