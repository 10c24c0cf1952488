package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link SixteenBlocks} with the Vector API: blocks of six or four rows by two vectors, or eight rows by one. */
final class VectorSixteenBlocks implements SixteenBlocks {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int PITCH = Sixteen.IMAGES;

    @Override
    public void copy(float[] memory, int from, int to, int toStride, int count) {
        for (int i = 0; i < count; i++) {
            for (int l = 0; l < PITCH; l += L) {
                FloatVector.fromArray(S, memory, from + i * PITCH + l).intoArray(memory, to + i * toStride + l);
            }
        }
    }

    @Override
    public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
            int count, boolean half, int depth) {
        boolean one = half || L == PITCH;
        if (one && cApart == 0) {
            oneVector(memory, a, rows, b, c, cRowStride, count, depth);
            return;
        }
        twoVectors(memory, a, rows, b, one ? b + bApart : b + L, c, one ? cApart : L, cRowStride, count, depth);
        if (!one && cApart > 0) {
            twoVectors(memory, a, rows, b + bApart, b + bApart + L, c + cApart, L, cRowStride, count, depth);
        }
    }

    private static void oneVector(float[] memory, int a, int rows, int b, int c, int cRowStride, int count, int depth) {
        for (int i = 0; i < count; i += 8) {
            eightByOne(memory, a, rows + i, b, c + i * cRowStride, cRowStride, count - 1 - i, depth);
        }
    }

    private static void twoVectors(float[] memory, int a, int rows, int b, int second, int c, int cApart,
            int cRowStride, int count, int depth) {
        int i = 0;
        for (; i + 4 < count; i += 6) {
            sixByTwo(memory, a, rows + i, b, second, c + i * cRowStride, cApart, cRowStride, count - 1 - i, depth);
        }
        if (i < count) {
            fourByTwo(memory, a, rows + i, b, second, c + i * cRowStride, cApart, cRowStride, count - 1 - i, depth);
        }
    }

    private static void sixByTwo(float[] memory, int a, int rows, int b, int second, int c, int cApart, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, rows);
        int a1 = a + Tile.offset(memory, rows + 1);
        int a2 = a + Tile.offset(memory, rows + 2);
        int a3 = a + Tile.offset(memory, rows + 3);
        int a4 = a + Tile.offset(memory, rows + 4);
        int a5 = a + Tile.offset(memory, rows + 5);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + cApart);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + cApart);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + cApart);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + cApart);
        FloatVector v40 = FloatVector.fromArray(S, memory, c4);
        FloatVector v41 = FloatVector.fromArray(S, memory, c4 + cApart);
        FloatVector v50 = FloatVector.fromArray(S, memory, c5);
        FloatVector v51 = FloatVector.fromArray(S, memory, c5 + cApart);
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = FloatVector.fromArray(S, memory, b + p * PITCH);
            FloatVector b1 = FloatVector.fromArray(S, memory, second + p * PITCH);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + p]);
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
        v01.intoArray(memory, c + cApart);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + cApart);
        v20.intoArray(memory, c2);
        v21.intoArray(memory, c2 + cApart);
        v30.intoArray(memory, c3);
        v31.intoArray(memory, c3 + cApart);
        v40.intoArray(memory, c4);
        v41.intoArray(memory, c4 + cApart);
        v50.intoArray(memory, c5);
        v51.intoArray(memory, c5 + cApart);
    }

    private static void fourByTwo(float[] memory, int a, int rows, int b, int second, int c, int cApart, int cRowStride,
            int last, int depth) {
        int a0 = a + Tile.offset(memory, rows);
        int a1 = a + Tile.offset(memory, rows + 1);
        int a2 = a + Tile.offset(memory, rows + 2);
        int a3 = a + Tile.offset(memory, rows + 3);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        FloatVector v00 = FloatVector.fromArray(S, memory, c);
        FloatVector v01 = FloatVector.fromArray(S, memory, c + cApart);
        FloatVector v10 = FloatVector.fromArray(S, memory, c1);
        FloatVector v11 = FloatVector.fromArray(S, memory, c1 + cApart);
        FloatVector v20 = FloatVector.fromArray(S, memory, c2);
        FloatVector v21 = FloatVector.fromArray(S, memory, c2 + cApart);
        FloatVector v30 = FloatVector.fromArray(S, memory, c3);
        FloatVector v31 = FloatVector.fromArray(S, memory, c3 + cApart);
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = FloatVector.fromArray(S, memory, b + p * PITCH);
            FloatVector b1 = FloatVector.fromArray(S, memory, second + p * PITCH);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + p]);
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
        }
        v00.intoArray(memory, c);
        v01.intoArray(memory, c + cApart);
        v10.intoArray(memory, c1);
        v11.intoArray(memory, c1 + cApart);
        v20.intoArray(memory, c2);
        v21.intoArray(memory, c2 + cApart);
        v30.intoArray(memory, c3);
        v31.intoArray(memory, c3 + cApart);
    }

    private static void eightByOne(float[] memory, int a, int rows, int b, int c, int cRowStride, int last, int depth) {
        int a0 = a + Tile.offset(memory, rows);
        int a1 = a + Tile.offset(memory, rows + 1);
        int a2 = a + Tile.offset(memory, rows + 2);
        int a3 = a + Tile.offset(memory, rows + 3);
        int a4 = a + Tile.offset(memory, rows + 4);
        int a5 = a + Tile.offset(memory, rows + 5);
        int a6 = a + Tile.offset(memory, rows + 6);
        int a7 = a + Tile.offset(memory, rows + 7);
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
        for (int p = 0; p < depth; p++) {
            FloatVector b0 = FloatVector.fromArray(S, memory, b + p * PITCH);
            FloatVector x0 = FloatVector.broadcast(S, memory[a0 + p]);
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
            FloatVector x6 = FloatVector.broadcast(S, memory[a6 + p]);
            v6 = x6.fma(b0, v6);
            FloatVector x7 = FloatVector.broadcast(S, memory[a7 + p]);
            v7 = x7.fma(b0, v7);
        }
        v0.intoArray(memory, c);
        v1.intoArray(memory, c1);
        v2.intoArray(memory, c2);
        v3.intoArray(memory, c3);
        v4.intoArray(memory, c4);
        v5.intoArray(memory, c5);
        v6.intoArray(memory, c6);
        v7.intoArray(memory, c7);
    }
}
