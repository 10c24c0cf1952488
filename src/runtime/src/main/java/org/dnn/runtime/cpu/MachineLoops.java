package org.dnn.runtime.cpu;

import java.util.Optional;

/** The innermost loops of products of matrices and of convolutions in machine code; of strips, {@link MachineStrip} has them. */
record MachineLoops(Panel panel, SixteenBlocks blocks) {
    /**
     * Makes them; nothing where machine code cannot be called.
     *
     * @param narrow multiplies where there are fewer columns than a panel has, and no masks
     */
    static Optional<MachineLoops> make(Panel narrow) {
        return MachinePanel.make(narrow)
                .flatMap(panel -> MachineSixteenBlocks.make().map(blocks -> new MachineLoops(panel, blocks)));
    }
}
