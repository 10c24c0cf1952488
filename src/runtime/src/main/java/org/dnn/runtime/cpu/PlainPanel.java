package org.dnn.runtime.cpu;

/** {@link Panel} in plain Java. */
final class PlainPanel implements Panel {
    private final int columns;

    PlainPanel(int columns) {
        this.columns = columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        for (int j = 0; j < width; j += columns) {
            Rows.copyAll(memory, b + j, bRowStride, panel + j * depth, columns, Math.min(columns, width - j), depth);
        }
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        if (from != c) {
            Rows.copyAll(memory, from, fromRowStride, c, cRowStride, width, rows);
        }
        int steps = scratch + SCRATCH;
        Tile.rows(memory, scratch, rows, aRowStride);
        Tile.steps(memory, steps, depth, columns);
        PlainTile.columns(memory, a, scratch, 1, panel, steps, c, cRowStride, rows, width, depth);
    }
}
