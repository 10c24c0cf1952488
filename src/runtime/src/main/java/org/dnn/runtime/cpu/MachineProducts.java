package org.dnn.runtime.cpu;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Products in machine code; until it is made, or where it is not made for a shape, another form's. */
public final class MachineProducts extends TiledProducts {
    private final TiledProducts others;
    private final AwaitedLoops awaited;

    private MachineProducts(TiledProducts others, Panel panel, StripProducts strips, AwaitedLoops awaited) {
        super(new AwaitedTile(others.tile(), awaited), new AwaitedPanel(panel, awaited),
                new AwaitedSixteenBlocks(others.blocks(), awaited), strips);
        this.others = others;
        this.awaited = awaited;
    }

    /**
     * The first of the work in another form.
     *
     * @param patience of the other form
     */
    static MachineProducts awaited(VectorProducts others, Patience patience) {
        return new MachineProducts(others, others.panel(), others.strips(), new AwaitedLoops(patience));
    }

    /** The first of the work in plain loops. */
    static MachineProducts awaited() {
        return awaited(new PlainStrip());
    }

    /** The same, with other products over strips. */
    static MachineProducts awaited(StripProducts strips) {
        return afterPlain(strips, new AwaitedLoops(Patience.some()));
    }

    /** Machine code from the first product on; nothing where there is none. */
    public static Optional<Products> made() {
        return MachineLoops.make()
                .flatMap(loops -> MachineStrip.make().map(strips -> afterPlain(strips, AwaitedLoops.of(loops))));
    }

    private static MachineProducts afterPlain(StripProducts strips, AwaitedLoops awaited) {
        // What one has put into a panel, the other may find there.
        return new MachineProducts(new PlainProducts(), new PlainPanel(MachinePanel.form().columns()), strips, awaited);
    }

    /** Makes the machine code that comes later otherwise: there will be work for it. */
    void make() {
        awaited.makeUnlessBegun();
    }

    @Override
    public void windowMaximum(float[] memory, int input, int output, WindowShape shape, int fromImage, int toImage) {
        MachineWindows machine = windows(shape, toImage - fromImage);
        if (machine != null) {
            machine.maximum(memory, input, output, shape, fromImage, toImage);
        } else {
            others.windowMaximum(memory, input, output, shape, fromImage, toImage);
        }
    }

    @Override
    public void windowMaximumGradient(float[] memory, int input, int outputGradient, int inputGradient,
            WindowShape shape, int fromImage, int toImage) {
        MachineWindows machine = windows(shape, toImage - fromImage);
        if (machine != null) {
            machine.maximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        } else {
            others.windowMaximumGradient(memory, input, outputGradient, inputGradient, shape, fromImage, toImage);
        }
    }

    private @Nullable MachineWindows windows(WindowShape shape, int images) {
        if (!shape.halves()) {
            return null;
        }
        MachineLoops made = awaited.now(shape.values(images));
        return made == null ? null : made.windows();
    }
}
