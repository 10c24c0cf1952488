package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * A product of matrices as products of tiles, blocked so that what a tile reads again is still in the cache.
 *
 * <p>The depth is cut into blocks that continue each other through c, so every element stays one chain. A tile wants
 * the columns of b beside each other. Where they are, b is copied, panel by panel, if enough rows meet a panel: rows of a
 * large matrix lie in as many pages, and at distances at which a cache keeps few of them. Where they are not, either b is
 * copied so, or the product is turned, {@code cᵀ = bᵀ aᵀ}, and the rows of a are copied instead: whichever copies less.
 */
final class MatrixProduct {
    /** Depth of a block: a panel of it, 32 kB, stays in the first cache. */
    private static final int DEPTH = 128;
    /** Depth of all blocks that a turned product packs at once, 256 kB: its result is turned back once for all of them. */
    private static final int PACKED_DEPTH = 1024;

    /** So many rows pay for the copy of a panel whose columns are beside each other. */
    private static final int ROWS_THAT_PAY = 64;

    private MatrixProduct() {}

    static int scratch(int depth, boolean unitColumnStride) {
        int block = Math.min(depth, DEPTH);
        int tables = Tile.ROW_TABLE + Tile.EDGE + block;
        return unitColumnStride
                ? tables + Tile.COLUMNS * block
                : tables + Tile.COLUMNS * Math.min(depth, PACKED_DEPTH) + Tile.ROWS * Tile.COLUMNS;
    }

    static void multiply(Tile tile, float[] memory, int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int cRowStride, int rows, int columns, int depth, boolean accumulate,
            int scratch) {
        boolean beside = bColumnStride == 1 || columns == 1;
        if (!beside && turningCopiesLess(rows, columns, depth)) {
            turned(tile, memory, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, cRowStride, rows,
                    columns, depth, accumulate, scratch);
            return;
        }
        if (!accumulate) {
            clear(memory, c, cRowStride, rows, columns);
        }
        if (beside && rows < ROWS_THAT_PAY) {
            direct(tile, memory, a, aRowStride, aColumnStride, b, bRowStride, c, cRowStride, rows, columns, depth,
                    scratch);
        } else {
            packed(tile, memory, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, cRowStride, rows,
                    columns, depth, scratch);
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
        Tile.steps(memory, steps, Math.min(depth, DEPTH), bRowStride);
        for (int p = 0; p < depth; p += DEPTH) {
            int block = Math.min(DEPTH, depth - p);
            for (int i = 0; i < rows; i += Tile.ROWS) {
                int height = Math.min(Tile.ROWS, rows - i);
                Tile.rows(memory, scratch, height, aRowStride);
                for (int j = 0; j < columns; j += Tile.COLUMNS) {
                    tile.multiply(memory, a + i * aRowStride + p * aColumnStride, scratch, aColumnStride,
                            b + p * bRowStride + j, steps, (block - 1) * bRowStride, c + i * cRowStride + j, cRowStride,
                            height,
                            Math.min(Tile.COLUMNS, columns - j), block, edge);
                }
            }
        }
    }

    private static void packed(Tile tile, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bRowStride, int bColumnStride, int c, int cRowStride, int rows, int columns, int depth, int scratch) {
        int edge = scratch + Tile.ROW_TABLE;
        int steps = edge + Tile.EDGE;
        int panel = steps + Math.min(depth, DEPTH);
        Tile.steps(memory, steps, Math.min(depth, DEPTH), Tile.COLUMNS);
        for (int p = 0; p < depth; p += DEPTH) {
            int block = Math.min(DEPTH, depth - p);
            for (int j = 0; j < columns; j += Tile.COLUMNS) {
                int width = Math.min(Tile.COLUMNS, columns - j);
                pack(memory, b + p * bRowStride + j * bColumnStride, bRowStride, bColumnStride, panel, width, block);
                for (int i = 0; i < rows; i += Tile.ROWS) {
                    int height = Math.min(Tile.ROWS, rows - i);
                    Tile.rows(memory, scratch, height, aRowStride);
                    tile.multiply(memory, a + i * aRowStride + p * aColumnStride, scratch, aColumnStride, panel,
                            steps, (block - 1) * Tile.COLUMNS, c + i * cRowStride + j, cRowStride, height, width, block,
                            edge);
                }
            }
        }
    }

    private static void pack(float[] memory, int b, int bRowStride, int bColumnStride, int panel, int columns,
            int depth) {
        if (bColumnStride != 1) {
            Transposition.copy(memory, b, bColumnStride, bRowStride, panel, Tile.COLUMNS, columns, depth);
            return;
        }
        for (int p = 0; p < depth; p++) {
            System.arraycopy(memory, b + p * bRowStride, memory, panel + p * Tile.COLUMNS, columns);
        }
    }

    private static void turned(Tile tile, float[] memory, int a, int aRowStride, int aColumnStride, int b,
            int bRowStride, int bColumnStride, int c, int cRowStride, int rows, int columns, int depth,
            boolean accumulate,
            int scratch) {
        int edge = scratch + Tile.ROW_TABLE;
        int steps = edge + Tile.EDGE;
        int panel = steps + Math.min(depth, DEPTH);
        int turnedC = panel + Tile.COLUMNS * Math.min(depth, PACKED_DEPTH);
        Tile.steps(memory, steps, Math.min(depth, DEPTH), Tile.COLUMNS);
        for (int i = 0; i < rows; i += Tile.COLUMNS) {
            int width = Math.min(Tile.COLUMNS, rows - i);
            for (int q = 0; q < depth; q += PACKED_DEPTH) {
                int packed = Math.min(PACKED_DEPTH, depth - q);
                Transposition.copy(memory, a + i * aRowStride + q * aColumnStride, aRowStride, aColumnStride, panel,
                        Tile.COLUMNS, width, packed);
                for (int j = 0; j < columns; j += Tile.ROWS) {
                    int height = Math.min(Tile.ROWS, columns - j);
                    if (accumulate || q > 0) {
                        Transposition.copy(memory, c + i * cRowStride + j, cRowStride, 1, turnedC, Tile.COLUMNS, width,
                                height);
                    } else {
                        Arrays.fill(memory, turnedC, turnedC + height * Tile.COLUMNS, 0);
                    }
                    Tile.rows(memory, scratch, height, bColumnStride);
                    for (int p = 0; p < packed; p += DEPTH) {
                        int block = Math.min(DEPTH, packed - p);
                        tile.multiply(memory, b + (q + p) * bRowStride + j * bColumnStride, scratch, bRowStride,
                                panel + p * Tile.COLUMNS, steps, (block - 1) * Tile.COLUMNS, turnedC, Tile.COLUMNS,
                                height, width, block, edge);
                    }
                    Transposition.copy(memory, turnedC, Tile.COLUMNS, 1, c + i * cRowStride + j, cRowStride, height,
                            width);
                }
            }
        }
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
