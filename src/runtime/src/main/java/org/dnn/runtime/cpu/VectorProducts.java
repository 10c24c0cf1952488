package org.dnn.runtime.cpu;

/** Products with the Vector API: to be touched only where its module is present. */
public final class VectorProducts extends TiledProducts {
    private final Patience patience;

    /** Makes the form; it has no state. */
    public VectorProducts() {
        this(new VectorTile(), new VectorPanel(), new VectorSixteenBlocks(), Patience.none());
    }

    private VectorProducts(Tile tile, Panel panel, SixteenBlocks blocks, Patience patience) {
        super(tile, panel, blocks, new VectorStrip());
        this.patience = patience;
    }

    /** The same products, but the first of the work runs in plain loops, which need no warming up. */
    static VectorProducts patient(Patience patience) {
        return new VectorProducts(new PatientTile(patience), new PatientPanel(patience),
                new PatientSixteenBlocks(patience), patience);
    }

    /** Whether this machine's vectors are as long as the blocks are made for. */
    static boolean lanesServe() {
        return VectorTile.lanesServe();
    }

    @Override
    public void windowMaximum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage) {
        if (inVectors(shape, toImage - fromImage)) {
            VectorWindows.maximum(memory, input, output, shape, fromImage, toImage);
        } else {
            super.windowMaximum(memory, input, output, shape, fromImage, toImage);
        }
    }

    @Override
    public void windowMaximumGradient(float[] memory, int input, int outputGradient, int inputGradient,
            WindowShape shape, int fromImage, int toImage) {
        if (inVectors(shape, toImage - fromImage)) {
            VectorWindows.maximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        } else {
            super.windowMaximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        }
    }

    private boolean inVectors(WindowShape shape, int images) {
        return shape.halves() && patience.isOver(shape.values(images));
    }
}
