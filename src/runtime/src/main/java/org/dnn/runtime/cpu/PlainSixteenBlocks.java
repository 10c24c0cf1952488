package org.dnn.runtime.cpu;

/** {@link SixteenBlocks} in plain Java: eight accumulators in registers. */
final class PlainSixteenBlocks implements SixteenBlocks {
    private static final int HALF = Sixteen.IMAGES / 2;

    @Override
    public void copy(float[] memory, int from, int to, int toStride, int count) {
        Rows.copyAll(memory, from, Sixteen.IMAGES, to, toStride, Sixteen.IMAGES, count);
    }

    @Override
    public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
            int count, boolean half, int depth) {
        for (int i = 0; i < count; i++) {
            int row = a + Tile.offset(memory, rows + i);
            for (int l = 0; l < (half ? HALF : Sixteen.IMAGES); l += HALF) {
                eight(memory, row, b + l, c + i * cRowStride + l, depth);
                if (cApart > 0) {
                    eight(memory, row, b + bApart + l, c + cApart + i * cRowStride + l, depth);
                }
            }
        }
    }

    private static void eight(float[] memory, int a, int b, int c, int depth) {
        float v0 = memory[c];
        float v1 = memory[c + 1];
        float v2 = memory[c + 2];
        float v3 = memory[c + 3];
        float v4 = memory[c + 4];
        float v5 = memory[c + 5];
        float v6 = memory[c + 6];
        float v7 = memory[c + 7];
        for (int p = 0; p < depth; p++) {
            float x = memory[a + p];
            int at = b + p * Sixteen.IMAGES;
            v0 = Math.fma(x, memory[at], v0);
            v1 = Math.fma(x, memory[at + 1], v1);
            v2 = Math.fma(x, memory[at + 2], v2);
            v3 = Math.fma(x, memory[at + 3], v3);
            v4 = Math.fma(x, memory[at + 4], v4);
            v5 = Math.fma(x, memory[at + 5], v5);
            v6 = Math.fma(x, memory[at + 6], v6);
            v7 = Math.fma(x, memory[at + 7], v7);
        }
        memory[c] = v0;
        memory[c + 1] = v1;
        memory[c + 2] = v2;
        memory[c + 3] = v3;
        memory[c + 4] = v4;
        memory[c + 5] = v5;
        memory[c + 6] = v6;
        memory[c + 7] = v7;
    }
}
