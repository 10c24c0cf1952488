package org.dnn.runtime.cpu;

/**
 * Products of a matrix and a panel: a few columns of another matrix, copied so that they lie beside each other, row after
 * row, and stay in the first cache. Rows, columns and depth are at least 1, strides at least 0.
 */
interface Panel {
    /** Rows of a panel at most, where it says nothing else. */
    int DEPTH = 256;
    /** Floats of a panel at most: 32 kB, of the first cache. */
    int FLOATS = 8192;
    /** Floats of scratch for {@link #multiply}. */
    int SCRATCH = Tile.ROW_TABLE + Tile.EDGE;

    /** How many columns a panel has; rows of a narrower one are as far apart. */
    int columns();

    /** How many rows of a panel are multiplied at once, but for the last. */
    default int depth() {
        return Math.min(DEPTH, FLOATS / columns());
    }

    /**
     * Copies columns of a matrix, in which they lie beside each other, into as many panels as they need: one follows the other.
     */
    void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth);

    /** Copies a matrix so that its columns become rows, as {@link Transposition#copy}. */
    default void turn(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        Transposition.copy(memory, from, rowStride, columnStride, to, toRowStride, rows, columns);
    }

    /**
     * Multiplies: for each row i and column j, {@code c[i,j]} is the chain {@code acc = fma(a[i,p], panel[p,j], acc)} for p = 0, 1,
     * … from {@code from[i,j]}, which may be c itself, or zeros with a row stride of 0.
     *
     * @param a       whose columns lie beside each other
     * @param rows    {@link Tile#ROWS} at most
     * @param width   the panel's columns that there are
     * @param scratch {@link #SCRATCH} floats, and one for each row of the panel
     */
    void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c, int cRowStride,
            int rows, int width, int depth, int scratch);
}
