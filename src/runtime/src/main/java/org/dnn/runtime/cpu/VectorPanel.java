package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Panel} with the Vector API: blocks of six rows, as wide as the registers allow. The offsets in the loop over the
 * depth grow by a constant, so HotSpot checks them once, before the loop; with tables of offsets, as {@link VectorTile} has,
 * eight or ten comparisons a turn take a third of the time.
 */
final class VectorPanel implements Panel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Four vectors of sixteen lanes: with their accumulators they need 32 registers. Two of eight lanes: there are 16. */
    private static final int COLUMNS = L == 16 ? 64 : 16;
    private static final int BLOCK_ROWS = 6;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        int together = 4 * L;
        int second = COLUMNS == together ? 2 * L : COLUMNS * depth;
        int j = 0;
        for (; j + together <= width; j += together) {
            fourVectors(memory, b + j, bRowStride, panel + j * depth, panel + j * depth + second, depth);
        }
        for (; j < width; j += COLUMNS) {
            Rows.copyAll(memory, b + j, bRowStride, panel + j * depth, COLUMNS, Math.min(COLUMNS, width - j), depth);
        }
    }

    /** Copies four vectors of each row, two and two: all are read before the first is written, which a loop over them would not do. */
    private static void fourVectors(float[] memory, int from, int rowStride, int to, int second, int rows) {
        for (int p = 0; p < rows; p++) {
            int row = from + p * rowStride;
            int at = p * COLUMNS;
            FloatVector v0 = FloatVector.fromArray(S, memory, row);
            FloatVector v1 = FloatVector.fromArray(S, memory, row + L);
            FloatVector v2 = FloatVector.fromArray(S, memory, row + 2 * L);
            FloatVector v3 = FloatVector.fromArray(S, memory, row + 3 * L);
            v0.intoArray(memory, to + at);
            v1.intoArray(memory, to + at + L);
            v2.intoArray(memory, second + at);
            v3.intoArray(memory, second + at + L);
        }
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        int j = 0;
        if (L == 16 && width == COLUMNS) {
            for (int i = 0; i < rows; i += BLOCK_ROWS) {
                sixByFour(memory, a + i * aRowStride, aRowStride, panel, from + i * fromRowStride, fromRowStride,
                        c + i * cRowStride, cRowStride, rows - 1 - i,
                        depth);
            }
            return;
        }
        for (; j + 2 * L <= width; j += 2 * L) {
            for (int i = 0; i < rows; i += BLOCK_ROWS) {
                sixByTwo(memory, a + i * aRowStride, aRowStride, panel + j, from + i * fromRowStride + j, fromRowStride,
                        c + i * cRowStride + j, cRowStride,
                        rows - 1 - i, depth);
            }
        }
        if (j + L <= width) {
            for (int i = 0; i < rows; i += BLOCK_ROWS) {
                sixByOne(memory, a + i * aRowStride, aRowStride, panel + j, from + i * fromRowStride + j, fromRowStride,
                        c + i * cRowStride + j, cRowStride,
                        rows - 1 - i, depth);
            }
            j += L;
        }
        if (j < width) {
            for (int i = 0; i < rows; i += BLOCK_ROWS) {
                part(memory, a + i * aRowStride, aRowStride, panel + j, from + i * fromRowStride + j, fromRowStride,
                        c + i * cRowStride + j, cRowStride, rows - i,
                        width - j, depth, scratch);
            }
        }
    }

    /** Fewer columns than lanes: the block is computed beside c, for its last lanes lie in other columns. */
    private static void part(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        int height = Math.min(BLOCK_ROWS, rows);
        Rows.copyAll(memory, from, fromRowStride, edge, L, columns, height);
        sixByOne(memory, a, aRowStride, panel, edge, L, edge, L, height - 1, depth);
        Rows.copyAll(memory, edge, L, c, cRowStride, columns, height);
    }

    private static void sixByFour(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int last, int depth) {
        int a1 = a + Math.min(1, last) * aRowStride;
        int a2 = a + Math.min(2, last) * aRowStride;
        int a3 = a + Math.min(3, last) * aRowStride;
        int a4 = a + Math.min(4, last) * aRowStride;
        int a5 = a + Math.min(5, last) * aRowStride;
        int from1 = from + Math.min(1, last) * fromRowStride;
        int from2 = from + Math.min(2, last) * fromRowStride;
        int from3 = from + Math.min(3, last) * fromRowStride;
        int from4 = from + Math.min(4, last) * fromRowStride;
        int from5 = from + Math.min(5, last) * fromRowStride;
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, from);
        FloatVector v01 = FloatVector.fromArray(S, memory, from + L);
        FloatVector v02 = FloatVector.fromArray(S, memory, from + 2 * L);
        FloatVector v03 = FloatVector.fromArray(S, memory, from + 3 * L);
        FloatVector v10 = FloatVector.fromArray(S, memory, from1);
        FloatVector v11 = FloatVector.fromArray(S, memory, from1 + L);
        FloatVector v12 = FloatVector.fromArray(S, memory, from1 + 2 * L);
        FloatVector v13 = FloatVector.fromArray(S, memory, from1 + 3 * L);
        FloatVector v20 = FloatVector.fromArray(S, memory, from2);
        FloatVector v21 = FloatVector.fromArray(S, memory, from2 + L);
        FloatVector v22 = FloatVector.fromArray(S, memory, from2 + 2 * L);
        FloatVector v23 = FloatVector.fromArray(S, memory, from2 + 3 * L);
        FloatVector v30 = FloatVector.fromArray(S, memory, from3);
        FloatVector v31 = FloatVector.fromArray(S, memory, from3 + L);
        FloatVector v32 = FloatVector.fromArray(S, memory, from3 + 2 * L);
        FloatVector v33 = FloatVector.fromArray(S, memory, from3 + 3 * L);
        FloatVector v40 = FloatVector.fromArray(S, memory, from4);
        FloatVector v41 = FloatVector.fromArray(S, memory, from4 + L);
        FloatVector v42 = FloatVector.fromArray(S, memory, from4 + 2 * L);
        FloatVector v43 = FloatVector.fromArray(S, memory, from4 + 3 * L);
        FloatVector v50 = FloatVector.fromArray(S, memory, from5);
        FloatVector v51 = FloatVector.fromArray(S, memory, from5 + L);
        FloatVector v52 = FloatVector.fromArray(S, memory, from5 + 2 * L);
        FloatVector v53 = FloatVector.fromArray(S, memory, from5 + 3 * L);
        for (int p = 0; p < depth; p++) {
            int at = panel + p * COLUMNS;
            FloatVector b0 = FloatVector.fromArray(S, memory, at);
            FloatVector b1 = FloatVector.fromArray(S, memory, at + L);
            FloatVector b2 = FloatVector.fromArray(S, memory, at + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, memory, at + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a + p]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            v02 = x0.fma(b2, v02);
            v03 = x0.fma(b3, v03);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + p]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            v12 = x1.fma(b2, v12);
            v13 = x1.fma(b3, v13);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + p]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            v22 = x2.fma(b2, v22);
            v23 = x2.fma(b3, v23);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + p]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
            v32 = x3.fma(b2, v32);
            v33 = x3.fma(b3, v33);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + p]);
            v40 = x4.fma(b0, v40);
            v41 = x4.fma(b1, v41);
            v42 = x4.fma(b2, v42);
            v43 = x4.fma(b3, v43);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + p]);
            v50 = x5.fma(b0, v50);
            v51 = x5.fma(b1, v51);
            v52 = x5.fma(b2, v52);
            v53 = x5.fma(b3, v53);
        }
        v00.intoArray(memory, c);
        v01.intoArray(memory, c + L);
        v02.intoArray(memory, c + 2 * L);
        v03.intoArray(memory, c + 3 * L);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + L);
        v12.intoArray(memory, c1 + 2 * L);
        v13.intoArray(memory, c1 + 3 * L);
        v20.intoArray(memory, c2);
        v21.intoArray(memory, c2 + L);
        v22.intoArray(memory, c2 + 2 * L);
        v23.intoArray(memory, c2 + 3 * L);
        v30.intoArray(memory, c3);
        v31.intoArray(memory, c3 + L);
        v32.intoArray(memory, c3 + 2 * L);
        v33.intoArray(memory, c3 + 3 * L);
        v40.intoArray(memory, c4);
        v41.intoArray(memory, c4 + L);
        v42.intoArray(memory, c4 + 2 * L);
        v43.intoArray(memory, c4 + 3 * L);
        v50.intoArray(memory, c5);
        v51.intoArray(memory, c5 + L);
        v52.intoArray(memory, c5 + 2 * L);
        v53.intoArray(memory, c5 + 3 * L);
    }

    private static void sixByTwo(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int last, int depth) {
        int a1 = a + Math.min(1, last) * aRowStride;
        int a2 = a + Math.min(2, last) * aRowStride;
        int a3 = a + Math.min(3, last) * aRowStride;
        int a4 = a + Math.min(4, last) * aRowStride;
        int a5 = a + Math.min(5, last) * aRowStride;
        int from1 = from + Math.min(1, last) * fromRowStride;
        int from2 = from + Math.min(2, last) * fromRowStride;
        int from3 = from + Math.min(3, last) * fromRowStride;
        int from4 = from + Math.min(4, last) * fromRowStride;
        int from5 = from + Math.min(5, last) * fromRowStride;
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, from);
        FloatVector v01 = FloatVector.fromArray(S, memory, from + L);
        FloatVector v10 = FloatVector.fromArray(S, memory, from1);
        FloatVector v11 = FloatVector.fromArray(S, memory, from1 + L);
        FloatVector v20 = FloatVector.fromArray(S, memory, from2);
        FloatVector v21 = FloatVector.fromArray(S, memory, from2 + L);
        FloatVector v30 = FloatVector.fromArray(S, memory, from3);
        FloatVector v31 = FloatVector.fromArray(S, memory, from3 + L);
        FloatVector v40 = FloatVector.fromArray(S, memory, from4);
        FloatVector v41 = FloatVector.fromArray(S, memory, from4 + L);
        FloatVector v50 = FloatVector.fromArray(S, memory, from5);
        FloatVector v51 = FloatVector.fromArray(S, memory, from5 + L);
        for (int p = 0; p < depth; p++) {
            int at = panel + p * COLUMNS;
            FloatVector b0 = FloatVector.fromArray(S, memory, at);
            FloatVector b1 = FloatVector.fromArray(S, memory, at + L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a + p]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + p]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + p]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + p]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + p]);
            v40 = x4.fma(b0, v40);
            v41 = x4.fma(b1, v41);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + p]);
            v50 = x5.fma(b0, v50);
            v51 = x5.fma(b1, v51);
        }
        v00.intoArray(memory, c);
        v01.intoArray(memory, c + L);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + L);
        v20.intoArray(memory, c2);
        v21.intoArray(memory, c2 + L);
        v30.intoArray(memory, c3);
        v31.intoArray(memory, c3 + L);
        v40.intoArray(memory, c4);
        v41.intoArray(memory, c4 + L);
        v50.intoArray(memory, c5);
        v51.intoArray(memory, c5 + L);
    }

    private static void sixByOne(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int last, int depth) {
        int a1 = a + Math.min(1, last) * aRowStride;
        int a2 = a + Math.min(2, last) * aRowStride;
        int a3 = a + Math.min(3, last) * aRowStride;
        int a4 = a + Math.min(4, last) * aRowStride;
        int a5 = a + Math.min(5, last) * aRowStride;
        int from1 = from + Math.min(1, last) * fromRowStride;
        int from2 = from + Math.min(2, last) * fromRowStride;
        int from3 = from + Math.min(3, last) * fromRowStride;
        int from4 = from + Math.min(4, last) * fromRowStride;
        int from5 = from + Math.min(5, last) * fromRowStride;
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v0 = FloatVector.fromArray(S, memory, from);
        FloatVector v1 = FloatVector.fromArray(S, memory, from1);
        FloatVector v2 = FloatVector.fromArray(S, memory, from2);
        FloatVector v3 = FloatVector.fromArray(S, memory, from3);
        FloatVector v4 = FloatVector.fromArray(S, memory, from4);
        FloatVector v5 = FloatVector.fromArray(S, memory, from5);
        for (int p = 0; p < depth; p++) {
            int at = panel + p * COLUMNS;
            FloatVector b0 = FloatVector.fromArray(S, memory, at);
            FloatVector x0 = FloatVector.broadcast(S, memory[a + p]);
            v0 = x0.fma(b0, v0);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + p]);
            v1 = x1.fma(b0, v1);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + p]);
            v2 = x2.fma(b0, v2);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + p]);
            v3 = x3.fma(b0, v3);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + p]);
            v4 = x4.fma(b0, v4);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + p]);
            v5 = x5.fma(b0, v5);
        }
        v0.intoArray(memory, c);
        v1.intoArray(memory, c1);
        v2.intoArray(memory, c2);
        v3.intoArray(memory, c3);
        v4.intoArray(memory, c4);
        v5.intoArray(memory, c5);
    }
}
