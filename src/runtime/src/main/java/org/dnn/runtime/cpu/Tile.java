package org.dnn.runtime.cpu;

/**
 * The product of a tile whose operands stay where they are: convolutions, and matrices of few rows. {@link Panel} has the others.
 *
 * <p>For each row i and column j of the tile, {@code c[i,j]} becomes the chain
 * {@code acc = fma(a[i,p], b[p,j], acc)} for p = 0, 1, … from the value that {@code c[i,j]} had. Where the elements
 * lie is said by two tables of offsets, so that the same loop serves matrices of any strides and the taps of a
 * convolution:
 *
 * <ul>
 * <li>{@code a[i,p] = memory[a + offset(aRows + i) + p * aStep]}</li>
 * <li>{@code b[p,j] = memory[b + offset(bSteps + p) + j]}</li>
 * <li>{@code c[i,j] = memory[c + i * cRowStride + j]}</li>
 * </ul>
 *
 * <p>The tables lie in the same memory, an offset as the float that has its bits: everything is then in one array,
 * and a float keeps the bits of every offset there can be, since none is as large as a NaN's bits.
 */
interface Tile {
    /** Most rows of one tile. */
    int ROWS = 96;
    /** Most columns of one tile: what sixteen lanes take in four registers. */
    int COLUMNS = 64;
    /** Entries that a table of rows has behind its last: copies of it, for blocks that reach beyond. */
    int ROWS_BEYOND = 8;
    /** Floats of a table of rows. */
    int ROW_TABLE = ROWS + ROWS_BEYOND;

    /** Floats of an edge: eight rows of sixteen lanes. */
    int EDGE = 8 * 16;

    /**
     * Multiplies; rows, columns and depth are at least 1.
     *
     * @param bReach
     *            the greatest offset in {@code bSteps}
     * @param edge
     *            {@link #EDGE} floats of scratch
     */
    void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c, int cRowStride,
            int rows, int columns, int depth, int edge);

    /** The offset that stands in a table at {@code at}. */
    static int offset(float[] memory, int at) {
        return Float.floatToRawIntBits(memory[at]);
    }

    /** Puts an offset into a table. */
    static void setOffset(float[] memory, int at, int offset) {
        memory[at] = Float.intBitsToFloat(offset);
    }

    /** Fills a table with {@code 0, stride, 2 * stride, …}. */
    static void steps(float[] memory, int table, int count, int stride) {
        for (int p = 0; p < count; p++) {
            setOffset(memory, table + p, p * stride);
        }
    }

    /** Fills a table of rows with {@code 0, stride, 2 * stride, …} and the copies of the last. */
    static void rows(float[] memory, int table, int count, int stride) {
        for (int i = 0; i < count + ROWS_BEYOND; i++) {
            setOffset(memory, table + i, Math.min(i, count - 1) * stride);
        }
    }
}
