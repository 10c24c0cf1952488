package org.dnn.runtime.cpu;

/** {@link PlainTile} for the first of the work, {@link VectorTile} for the rest. */
final class PatientTile implements Tile {
    private final Tile plain = new PlainTile();
    private final Tile vector = new VectorTile();
    private final Patience patience;

    PatientTile(Patience patience) {
        this.patience = patience;
    }

    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        Tile tile = patience.isOver((long) rows * columns * depth) ? vector : plain;
        tile.multiply(memory, a, aRows, aStep, b, bSteps, bReach, c, cRowStride, rows, columns, depth, edge);
    }
}
