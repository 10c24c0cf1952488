package org.dnn.runtime.cpu;

/**
 * The innermost loops of convolutions over {@link Sixteen} images side by side. All columns in them are sixteen floats wide, so
 * the offsets in a form's loops grow by a constant.
 */
interface SixteenBlocks {
    /**
     * Copies places, sixteen floats each, that lie beside each other.
     *
     * @param toStride how far apart they are where they go
     */
    void copy(float[] memory, int from, int to, int toStride, int count);

    /**
     * Multiplies: for each row i and l < 16, {@code c[i * cRowStride + l]} goes on as the chain
     * {@code fma(a[offset(rows + i) + p], b[16 * p + l], c[i * cRowStride + l])} for p = 0, 1, …, and the same with
     * {@code b + bApart} and {@code c + cApart}; where there are no second columns, {@code cApart} is 0.
     *
     * @param rows  a table of offsets
     * @param count how many rows
     * @param half  whether only l < 8 has a meaning
     */
    void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride, int count,
            boolean half, int depth);
}
