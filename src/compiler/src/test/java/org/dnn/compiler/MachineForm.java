package org.dnn.compiler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cpu.MachineProducts;

/** Where programs can be machine code. */
public final class MachineForm {
    private static final boolean IS_HERE = MachineProducts.made().isPresent();

    private MachineForm() {}

    /** Whether machine code can be called. */
    public static boolean isHere() {
        return IS_HERE;
    }

    /** Skips a test that calls machine code where that cannot be called. */
    public static void assumeHere() {
        assumeTrue(IS_HERE, Forms::described);
    }
}
