package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Tile} with the Vector API: up to twenty-four accumulators in registers.
 *
 * <p>A block whose rows reach beyond the tile computes the last row again and stores the same values again, which
 * costs less than a method for every count of rows would: three widths of a block are compiled, in six methods.
 */
final class VectorTile implements Tile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Six rows of four vectors need the 32 registers that come with sixteen lanes. */
    private static final boolean FOUR_WIDE = L == 16;

    static boolean lanesServe() {
        return L == 8 || L == 16;
    }

    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        int j = 0;
        if (FOUR_WIDE) {
            for (; j + 4 * L <= columns; j += 4 * L) {
                fourVectors(memory, a, aRows, aStep, b + j, bSteps, c + j, cRowStride, rows, depth);
            }
        }
        for (; j + 2 * L <= columns; j += 2 * L) {
            twoVectors(memory, a, aRows, aStep, b + j, bSteps, c + j, cRowStride, rows, depth);
        }
        if (j + L <= columns) {
            for (int i = 0; i < rows; i += 8) {
                int into = c + i * cRowStride + j;
                eightByOne(memory, a, aRows + i, aStep, b + j, bSteps, into, cRowStride, into, cRowStride,
                        rows - 1 - i, depth);
            }
            j += L;
        }
        if (j < columns) {
            part(memory, a, aRows, aStep, b + j, bSteps, bReach, c + j, cRowStride, rows, columns - j, depth, edge);
        }
    }

    /**
     * Fewer columns than lanes: the lanes beyond them compute with what lies there, and their results go to the edge
     * and no further. (Masks would do it too, but a method with masked loads is at times never compiled by C2, or with
     * masks on the heap.) At the end of the memory, where nothing lies beyond, it is the plain loop.
     */
    private static void part(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        if (Math.max(b + bReach, c + (rows - 1) * cRowStride) > memory.length - L) {
            PlainTile.columns(memory, a, aRows, aStep, b, bSteps, c, cRowStride, rows, columns, depth);
            return;
        }
        for (int i = 0; i < rows; i += 8) {
            int from = c + i * cRowStride;
            eightByOne(memory, a, aRows + i, aStep, b, bSteps, from, cRowStride, edge, L, rows - 1 - i, depth);
            copyOut(memory, edge, from, cRowStride, Math.min(8, rows - i), columns);
        }
    }

    private static void copyOut(float[] memory, int edge, int c, int cRowStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                memory[c + i * cRowStride + j] = memory[edge + i * L + j];
            }
        }
    }

    private static void fourVectors(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int rows, int depth) {
        int i = 0;
        for (; i + 4 < rows; i += 6) {
            sixByFour(memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride, rows - 1 - i, depth);
        }
        if (i + 2 < rows) {
            fourByFour(memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride, rows - 1 - i, depth);
        } else if (i < rows) {
            twoByFour(memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride, rows - 1 - i, depth);
        }
    }

    private static void twoVectors(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int rows, int depth) {
        int i = 0;
        for (; i + 4 < rows; i += 6) {
            sixByTwo(memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride, rows - 1 - i, depth);
        }
        if (i < rows) {
            fourByTwo(memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride, rows - 1 - i, depth);
        }
    }

    private static void sixByFour(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int a4 = a + Tile.offset(memory, aRows + 4);
        int a5 = a + Tile.offset(memory, aRows + 5);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + L);
        FloatVector v02 = FloatVector.fromArray(S, memory, c + 2 * L);
        FloatVector v03 = FloatVector.fromArray(S, memory, c + 3 * L);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + L);
        FloatVector v12 = FloatVector.fromArray(S, memory, c1 + 2 * L);
        FloatVector v13 = FloatVector.fromArray(S, memory, c1 + 3 * L);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + L);
        FloatVector v22 = FloatVector.fromArray(S, memory, c2 + 2 * L);
        FloatVector v23 = FloatVector.fromArray(S, memory, c2 + 3 * L);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + L);
        FloatVector v32 = FloatVector.fromArray(S, memory, c3 + 2 * L);
        FloatVector v33 = FloatVector.fromArray(S, memory, c3 + 3 * L);
        FloatVector v40 = FloatVector.fromArray(S, memory, c4);
        FloatVector v41 = FloatVector.fromArray(S, memory, c4 + L);
        FloatVector v42 = FloatVector.fromArray(S, memory, c4 + 2 * L);
        FloatVector v43 = FloatVector.fromArray(S, memory, c4 + 3 * L);
        FloatVector v50 = FloatVector.fromArray(S, memory, c5);
        FloatVector v51 = FloatVector.fromArray(S, memory, c5 + L);
        FloatVector v52 = FloatVector.fromArray(S, memory, c5 + 2 * L);
        FloatVector v53 = FloatVector.fromArray(S, memory, c5 + 3 * L);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector b0 = FloatVector.fromArray(S, memory, from);
            FloatVector b1 = FloatVector.fromArray(S, memory, from + L);
            FloatVector b2 = FloatVector.fromArray(S, memory, from + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, memory, from + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            v02 = x0.fma(b2, v02);
            v03 = x0.fma(b3, v03);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            v12 = x1.fma(b2, v12);
            v13 = x1.fma(b3, v13);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + at]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            v22 = x2.fma(b2, v22);
            v23 = x2.fma(b3, v23);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + at]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
            v32 = x3.fma(b2, v32);
            v33 = x3.fma(b3, v33);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + at]);
            v40 = x4.fma(b0, v40);
            v41 = x4.fma(b1, v41);
            v42 = x4.fma(b2, v42);
            v43 = x4.fma(b3, v43);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + at]);
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

    private static void fourByFour(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + L);
        FloatVector v02 = FloatVector.fromArray(S, memory, c + 2 * L);
        FloatVector v03 = FloatVector.fromArray(S, memory, c + 3 * L);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + L);
        FloatVector v12 = FloatVector.fromArray(S, memory, c1 + 2 * L);
        FloatVector v13 = FloatVector.fromArray(S, memory, c1 + 3 * L);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + L);
        FloatVector v22 = FloatVector.fromArray(S, memory, c2 + 2 * L);
        FloatVector v23 = FloatVector.fromArray(S, memory, c2 + 3 * L);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + L);
        FloatVector v32 = FloatVector.fromArray(S, memory, c3 + 2 * L);
        FloatVector v33 = FloatVector.fromArray(S, memory, c3 + 3 * L);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector b0 = FloatVector.fromArray(S, memory, from);
            FloatVector b1 = FloatVector.fromArray(S, memory, from + L);
            FloatVector b2 = FloatVector.fromArray(S, memory, from + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, memory, from + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            v02 = x0.fma(b2, v02);
            v03 = x0.fma(b3, v03);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            v12 = x1.fma(b2, v12);
            v13 = x1.fma(b3, v13);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + at]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            v22 = x2.fma(b2, v22);
            v23 = x2.fma(b3, v23);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + at]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
            v32 = x3.fma(b2, v32);
            v33 = x3.fma(b3, v33);
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
    }

    private static void twoByFour(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int c1 = c + Math.min(1, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + L);
        FloatVector v02 = FloatVector.fromArray(S, memory, c + 2 * L);
        FloatVector v03 = FloatVector.fromArray(S, memory, c + 3 * L);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + L);
        FloatVector v12 = FloatVector.fromArray(S, memory, c1 + 2 * L);
        FloatVector v13 = FloatVector.fromArray(S, memory, c1 + 3 * L);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector b0 = FloatVector.fromArray(S, memory, from);
            FloatVector b1 = FloatVector.fromArray(S, memory, from + L);
            FloatVector b2 = FloatVector.fromArray(S, memory, from + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, memory, from + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            v02 = x0.fma(b2, v02);
            v03 = x0.fma(b3, v03);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            v12 = x1.fma(b2, v12);
            v13 = x1.fma(b3, v13);
        }
        v00.intoArray(memory, c);
        v01.intoArray(memory, c + L);
        v02.intoArray(memory, c + 2 * L);
        v03.intoArray(memory, c + 3 * L);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + L);
        v12.intoArray(memory, c1 + 2 * L);
        v13.intoArray(memory, c1 + 3 * L);
    }

    private static void sixByTwo(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int a4 = a + Tile.offset(memory, aRows + 4);
        int a5 = a + Tile.offset(memory, aRows + 5);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + L);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + L);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + L);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + L);
        FloatVector v40 = FloatVector.fromArray(S, memory, c4);
        FloatVector v41 = FloatVector.fromArray(S, memory, c4 + L);
        FloatVector v50 = FloatVector.fromArray(S, memory, c5);
        FloatVector v51 = FloatVector.fromArray(S, memory, c5 + L);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector b0 = FloatVector.fromArray(S, memory, from);
            FloatVector b1 = FloatVector.fromArray(S, memory, from + L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + at]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + at]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + at]);
            v40 = x4.fma(b0, v40);
            v41 = x4.fma(b1, v41);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + at]);
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

    private static void fourByTwo(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + L);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + L);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + L);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + L);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector b0 = FloatVector.fromArray(S, memory, from);
            FloatVector b1 = FloatVector.fromArray(S, memory, from + L);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v00 = x0.fma(b0, v00);
            v01 = x0.fma(b1, v01);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v10 = x1.fma(b0, v10);
            v11 = x1.fma(b1, v11);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + at]);
            v20 = x2.fma(b0, v20);
            v21 = x2.fma(b1, v21);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + at]);
            v30 = x3.fma(b0, v30);
            v31 = x3.fma(b1, v31);
        }
        v00.intoArray(memory, c);
        v01.intoArray(memory, c + L);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + L);
        v20.intoArray(memory, c2);
        v21.intoArray(memory, c2 + L);
        v30.intoArray(memory, c3);
        v31.intoArray(memory, c3 + L);
    }

    private static void eightByOne(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int to, int toRowStride, int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int a4 = a + Tile.offset(memory, aRows + 4);
        int a5 = a + Tile.offset(memory, aRows + 5);
        int a6 = a + Tile.offset(memory, aRows + 6);
        int a7 = a + Tile.offset(memory, aRows + 7);
        int to1 = to + Math.min(1, last) * toRowStride;
        int to2 = to + Math.min(2, last) * toRowStride;
        int to3 = to + Math.min(3, last) * toRowStride;
        int to4 = to + Math.min(4, last) * toRowStride;
        int to5 = to + Math.min(5, last) * toRowStride;
        int to6 = to + Math.min(6, last) * toRowStride;
        int to7 = to + Math.min(7, last) * toRowStride;
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        int c6 = c + Math.min(6, last) * cRowStride;
        int c7 = c + Math.min(7, last) * cRowStride;
        FloatVector v0 = FloatVector.fromArray(S, memory, c);
        FloatVector v1 = FloatVector.fromArray(S, memory, c1);
        FloatVector v2 = FloatVector.fromArray(S, memory, c2);
        FloatVector v3 = FloatVector.fromArray(S, memory, c3);
        FloatVector v4 = FloatVector.fromArray(S, memory, c4);
        FloatVector v5 = FloatVector.fromArray(S, memory, c5);
        FloatVector v6 = FloatVector.fromArray(S, memory, c6);
        FloatVector v7 = FloatVector.fromArray(S, memory, c7);
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            FloatVector bv = FloatVector.fromArray(S, memory, from);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + at]);
            v0 = x0.fma(bv, v0);
            FloatVector x1 = FloatVector.broadcast(S, memory[a1 + at]);
            v1 = x1.fma(bv, v1);
            FloatVector x2 = FloatVector.broadcast(S, memory[a2 + at]);
            v2 = x2.fma(bv, v2);
            FloatVector x3 = FloatVector.broadcast(S, memory[a3 + at]);
            v3 = x3.fma(bv, v3);
            FloatVector x4 = FloatVector.broadcast(S, memory[a4 + at]);
            v4 = x4.fma(bv, v4);
            FloatVector x5 = FloatVector.broadcast(S, memory[a5 + at]);
            v5 = x5.fma(bv, v5);
            FloatVector x6 = FloatVector.broadcast(S, memory[a6 + at]);
            v6 = x6.fma(bv, v6);
            FloatVector x7 = FloatVector.broadcast(S, memory[a7 + at]);
            v7 = x7.fma(bv, v7);
        }
        v0.intoArray(memory, to);
        v1.intoArray(memory, to1);
        v2.intoArray(memory, to2);
        v3.intoArray(memory, to3);
        v4.intoArray(memory, to4);
        v5.intoArray(memory, to5);
        v6.intoArray(memory, to6);
        v7.intoArray(memory, to7);
    }
}
