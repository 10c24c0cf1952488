package org.dnn.runtime.cpu;

/**
 * {@link Tile} in plain Java: sixteen accumulators in registers.
 *
 * <p>A block that reaches beyond the tile computes the last row or column again and stores the same values again.
 */
final class PlainTile implements Tile {
    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        columns(memory, a, aRows, aStep, b, bSteps, c, cRowStride, rows, columns, depth);
    }

    static void columns(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c, int cRowStride,
            int rows, int columns, int depth) {
        int j = 0;
        for (; j + 1 < columns; j += 4) {
            for (int i = 0; i < rows; i += 4) {
                fourByFour(memory, a, aRows + i, aStep, b + j, bSteps, c + i * cRowStride + j, cRowStride,
                        rows - 1 - i, columns - 1 - j, depth);
            }
        }
        if (j < columns) {
            for (int i = 0; i < rows; i += 8) {
                eightByOne(memory, a, aRows + i, aStep, b + j, bSteps, c + i * cRowStride + j, cRowStride,
                        rows - 1 - i, depth);
            }
        }
    }

    private static void fourByFour(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int lastRow, int lastColumn, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int j1 = Math.min(1, lastColumn);
        int j2 = Math.min(2, lastColumn);
        int j3 = Math.min(3, lastColumn);
        int c1 = c + Math.min(1, lastRow) * cRowStride;
        int c2 = c + Math.min(2, lastRow) * cRowStride;
        int c3 = c + Math.min(3, lastRow) * cRowStride;
        float v00 = memory[c];
        float v01 = memory[c + j1];
        float v02 = memory[c + j2];
        float v03 = memory[c + j3];
        float v10 = memory[c1];
        float v11 = memory[c1 + j1];
        float v12 = memory[c1 + j2];
        float v13 = memory[c1 + j3];
        float v20 = memory[c2];
        float v21 = memory[c2 + j1];
        float v22 = memory[c2 + j2];
        float v23 = memory[c2 + j3];
        float v30 = memory[c3];
        float v31 = memory[c3 + j1];
        float v32 = memory[c3 + j2];
        float v33 = memory[c3 + j3];
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            int from = b + Tile.offset(memory, bSteps + p);
            float b0 = memory[from];
            float b1 = memory[from + j1];
            float b2 = memory[from + j2];
            float b3 = memory[from + j3];
            float x0 = memory[a0 + at];
            v00 = Math.fma(x0, b0, v00);
            v01 = Math.fma(x0, b1, v01);
            v02 = Math.fma(x0, b2, v02);
            v03 = Math.fma(x0, b3, v03);
            float x1 = memory[a1 + at];
            v10 = Math.fma(x1, b0, v10);
            v11 = Math.fma(x1, b1, v11);
            v12 = Math.fma(x1, b2, v12);
            v13 = Math.fma(x1, b3, v13);
            float x2 = memory[a2 + at];
            v20 = Math.fma(x2, b0, v20);
            v21 = Math.fma(x2, b1, v21);
            v22 = Math.fma(x2, b2, v22);
            v23 = Math.fma(x2, b3, v23);
            float x3 = memory[a3 + at];
            v30 = Math.fma(x3, b0, v30);
            v31 = Math.fma(x3, b1, v31);
            v32 = Math.fma(x3, b2, v32);
            v33 = Math.fma(x3, b3, v33);
        }
        memory[c] = v00;
        memory[c + j1] = v01;
        memory[c + j2] = v02;
        memory[c + j3] = v03;
        memory[c1] = v10;
        memory[c1 + j1] = v11;
        memory[c1 + j2] = v12;
        memory[c1 + j3] = v13;
        memory[c2] = v20;
        memory[c2 + j1] = v21;
        memory[c2 + j2] = v22;
        memory[c2 + j3] = v23;
        memory[c3] = v30;
        memory[c3 + j1] = v31;
        memory[c3 + j2] = v32;
        memory[c3 + j3] = v33;
    }

    private static void eightByOne(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int last, int depth) {
        int a0 = a + Tile.offset(memory, aRows);
        int a1 = a + Tile.offset(memory, aRows + 1);
        int a2 = a + Tile.offset(memory, aRows + 2);
        int a3 = a + Tile.offset(memory, aRows + 3);
        int a4 = a + Tile.offset(memory, aRows + 4);
        int a5 = a + Tile.offset(memory, aRows + 5);
        int a6 = a + Tile.offset(memory, aRows + 6);
        int a7 = a + Tile.offset(memory, aRows + 7);
        int c1 = c + Math.min(1, last) * cRowStride;
        int c2 = c + Math.min(2, last) * cRowStride;
        int c3 = c + Math.min(3, last) * cRowStride;
        int c4 = c + Math.min(4, last) * cRowStride;
        int c5 = c + Math.min(5, last) * cRowStride;
        int c6 = c + Math.min(6, last) * cRowStride;
        int c7 = c + Math.min(7, last) * cRowStride;
        float v0 = memory[c];
        float v1 = memory[c1];
        float v2 = memory[c2];
        float v3 = memory[c3];
        float v4 = memory[c4];
        float v5 = memory[c5];
        float v6 = memory[c6];
        float v7 = memory[c7];
        for (int p = 0, at = 0; p < depth; p++, at += aStep) {
            float y = memory[b + Tile.offset(memory, bSteps + p)];
            v0 = Math.fma(memory[a0 + at], y, v0);
            v1 = Math.fma(memory[a1 + at], y, v1);
            v2 = Math.fma(memory[a2 + at], y, v2);
            v3 = Math.fma(memory[a3 + at], y, v3);
            v4 = Math.fma(memory[a4 + at], y, v4);
            v5 = Math.fma(memory[a5 + at], y, v5);
            v6 = Math.fma(memory[a6 + at], y, v6);
            v7 = Math.fma(memory[a7 + at], y, v7);
        }
        memory[c] = v0;
        memory[c1] = v1;
        memory[c2] = v2;
        memory[c3] = v3;
        memory[c4] = v4;
        memory[c5] = v5;
        memory[c6] = v6;
        memory[c7] = v7;
    }
}
