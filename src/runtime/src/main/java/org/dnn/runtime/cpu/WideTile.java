package org.dnn.runtime.cpu;

/** A tile of a result whose rows are wider than what has a meaning in them. */
final class WideTile {
    private WideTile() {}

    /**
     * Copies what has a meaning. Column j of the tile is place {@code position + j} of an image whose rows are
     * {@code wideColumns} wide; the first {@code columns} places of a row have a meaning, and place (y, x) goes to
     * {@code to + row * toRowStride + y * toYStride + x * toXStride}.
     */
    static void narrow(float[] memory, int wide, int position, int width, int wideColumns, int rows, int to,
            int toRowStride, int toYStride, int toXStride, int columns) {
        int j = 0;
        while (j < width) {
            int y = (position + j) / wideColumns;
            int x = (position + j) % wideColumns;
            int count = Math.min(columns - x, width - j);
            int target = to + y * toYStride + x * toXStride;
            for (int i = 0; i < rows; i++) {
                Rows.copy(memory, wide + i * Tile.COLUMNS + j, 1, target + i * toRowStride, toXStride, count);
            }
            j += wideColumns - x;
        }
    }
}
