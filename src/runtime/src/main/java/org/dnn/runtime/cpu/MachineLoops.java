package org.dnn.runtime.cpu;

import java.util.Optional;

/** The innermost loops of products of matrices, of convolutions and of windows in machine code; {@link MachineStrip} has those of strips. */
record MachineLoops(Tile tile, Panel panel, SixteenBlocks blocks, MachineWindows windows) {
    /** Makes them; nothing where machine code cannot be called. */
    static Optional<MachineLoops> make() {
        return MachineTile.make().flatMap(tile -> MachinePanel.make()
                .flatMap(panel -> MachineSixteenBlocks.make().flatMap(blocks -> MachineWindows.make()
                        .map(windows -> new MachineLoops(tile, panel, blocks, windows)))));
    }
}
