package org.dnn.runtime.cpu;

/** Products in plain Java, for a JVM without the Vector API. */
public final class PlainProducts extends TiledProducts {
    /** Makes the form; it has no state. */
    public PlainProducts() {
        super(new PlainTile(), new PlainPanel(Tile.COLUMNS), new PlainSixteenBlocks(), new PlainStrip());
    }
}
