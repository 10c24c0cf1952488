package org.dnn.runtime.cpu;

/**
 * {@link PlainTile} for the first of the work, {@link VectorTile} for the rest: the bits are the same.
 *
 * <p>Vector code runs a hundred times slower than plain code until C2 has compiled it, which costs some tenths of a
 * second. A program that is through before then, because it predicts a few rows or trains a small network, shall not
 * pay for what it does not use; one that is not loses about as much as it would have lost at most.
 */
final class PatientTile implements Tile {
    /** Multiply-adds: about a tenth of a second in plain Java. */
    private static final long PATIENCE = 500_000_000;

    private final Tile plain = new PlainTile();
    private final Tile vector = new VectorTile();
    /** Neither volatile nor exact: whichever loop a thread takes, it computes the same. */
    private long done;

    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        Tile tile = vector;
        if (done < PATIENCE) {
            done += (long) rows * columns * depth;
            tile = plain;
        }
        tile.multiply(memory, a, aRows, aStep, b, bSteps, bReach, c, cRowStride, rows, columns, depth, edge);
    }
}
