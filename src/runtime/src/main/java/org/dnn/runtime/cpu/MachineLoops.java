package org.dnn.runtime.cpu;

import java.util.Optional;

/** The innermost loops of products of matrices and of convolutions in machine code; of strips, {@link MachineStrip} has them. */
record MachineLoops(Tile tile, Panel panel, SixteenBlocks blocks) {
    /**
     * Makes them; nothing where machine code cannot be called.
     *
     * @param narrow multiplies where there are fewer columns than a panel has, and no masks
     */
    static Optional<MachineLoops> make(Panel narrow) {
        return MachineTile.make().flatMap(tile -> MachinePanel.make(narrow).flatMap(
                panel -> MachineSixteenBlocks.make().map(blocks -> new MachineLoops(tile, panel, blocks))));
    }
}
