package org.dnn.runtime.cpu;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Products with the Vector API: to be touched only where its module is present. */
public final class VectorProducts extends TiledProducts {
    private final Patience patience;
    private final @Nullable AwaitedLoops awaited;

    /** Makes the form; it has no state. */
    public VectorProducts() {
        this(new VectorTile(), new VectorPanel(), new VectorSixteenBlocks(), new VectorStrip(), Patience.none(), null);
    }

    private VectorProducts(Tile tile, Panel panel, SixteenBlocks blocks, StripProducts strips, Patience patience,
            @Nullable AwaitedLoops awaited) {
        super(tile, panel, blocks, strips);
        this.patience = patience;
        this.awaited = awaited;
    }

    /**
     * The same products, but the first of the work runs in plain loops, which need no warming up; and everything is multiplied in
     * machine code, as soon as there is some.
     */
    static VectorProducts patient() {
        return patient(new VectorStrip());
    }

    /** The same, with other products over strips. */
    static VectorProducts patient(StripProducts strips) {
        Patience patience = Patience.some();
        AwaitedLoops awaited = new AwaitedLoops(patience);
        return new VectorProducts(new AwaitedTile(new PatientTile(patience), awaited),
                new AwaitedPanel(new PatientPanel(patience), awaited),
                new AwaitedSixteenBlocks(new PatientSixteenBlocks(patience), awaited), strips, patience, awaited);
    }

    /** The same products, but everything is multiplied in machine code; nothing where there is none. */
    public static Optional<Products> machine() {
        return MachineLoops.make().flatMap(loops -> MachineStrip.make().map(
                strips -> new VectorProducts(loops.tile(), loops.panel(), loops.blocks(), strips, Patience.none(),
                        AwaitedLoops.of(loops))));
    }

    /** Makes the machine code that comes later otherwise, where it does: there will be work for it. */
    void make() {
        if (awaited != null) {
            awaited.makeUnlessBegun();
        }
    }

    /** Whether this machine's vectors are as long as the blocks are made for. */
    static boolean lanesServe() {
        return VectorTile.lanesServe();
    }

    @Override
    public void windowMaximum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage) {
        MachineWindows machine = machineWindows(shape, toImage - fromImage);
        if (machine != null) {
            machine.maximum(memory, input, output, shape, fromImage, toImage);
        } else if (inVectors(shape, toImage - fromImage)) {
            VectorWindows.maximum(memory, input, output, shape, fromImage, toImage);
        } else {
            super.windowMaximum(memory, input, output, shape, fromImage, toImage);
        }
    }

    @Override
    public void windowMaximumGradient(float[] memory, int input, int outputGradient, int inputGradient,
            WindowShape shape, int fromImage, int toImage) {
        MachineWindows machine = machineWindows(shape, toImage - fromImage);
        if (machine != null) {
            machine.maximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        } else if (inVectors(shape, toImage - fromImage)) {
            VectorWindows.maximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        } else {
            super.windowMaximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        }
    }

    private @Nullable MachineWindows machineWindows(WindowShape shape, int images) {
        if (awaited == null || !VectorWindows.serves(shape)) {
            return null;
        }
        MachineLoops made = awaited.now(values(shape, images));
        return made == null ? null : made.windows();
    }

    private boolean inVectors(WindowShape shape, int images) {
        return VectorWindows.serves(shape) && patience.isOver(values(shape, images));
    }

    private static long values(WindowShape shape, int images) {
        return (long) images * shape.channels() * shape.height() * shape.width();
    }
}
