package org.dnn.runtime.cpu;

/** Another tile until {@link MachineTile} is made, where it can be. */
final class AwaitedTile implements Tile {
    private final Tile meanwhile;
    private final AwaitedLoops awaited;

    AwaitedTile(Tile meanwhile, AwaitedLoops awaited) {
        this.meanwhile = meanwhile;
        this.awaited = awaited;
    }

    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int columns, int depth, int edge) {
        MachineLoops made = awaited.now((long) rows * columns * depth);
        Tile tile = made != null ? made.tile() : meanwhile;
        tile.multiply(memory, a, aRows, aStep, b, bSteps, bReach, c, cRowStride, rows, columns, depth, edge);
    }
}
