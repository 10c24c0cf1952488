package org.dnn.runtime.cpu;

/** Products with the Vector API: to be touched only where its module is present. */
public final class VectorProducts extends TiledProducts {
    /** Makes the form; it has no state. */
    public VectorProducts() {
        this(new VectorTile());
    }

    private VectorProducts(Tile tile) {
        super(tile, new VectorStrip());
    }

    /** The same products, but the first of the work runs in plain loops, which need no warming up. */
    static VectorProducts patient() {
        return new VectorProducts(new PatientTile());
    }

    /** Whether this machine's vectors are as long as the blocks are made for. */
    static boolean lanesServe() {
        return VectorTile.lanesServe();
    }
}
