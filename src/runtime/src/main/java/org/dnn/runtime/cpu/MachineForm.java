package org.dnn.runtime.cpu;

import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Vector.Width;

/** Machine code in this JVM: how long its vectors are, and why there is none. */
final class MachineForm {
    /** Looked for once. */
    private static final class Found {
        private static final int BYTES = longestVector();
        private static final String WHY_NOT = whyNot();

        /** As long as those of HotSpot's own code: it knows which the processor is fast with, and what the user has set. */
        private static int longestVector() {
            return HotSpot.flag("MaxVectorSize").map(Integer::valueOf).orElse(0);
        }

        private static String whyNot() {
            String why = MachineCode.whyNot(width());
            return why.isEmpty() && BYTES < Width.YMM.bytes()
                    ? "a setting of this JVM allows no vectors of 8 floats"
                    : why;
        }
    }

    private MachineForm() {}

    /** Floats of a vector: 8 or 16. */
    static int lanes() {
        return width().bytes() / Float.BYTES;
    }

    /** Of a vector. */
    static Width width() {
        return Found.BYTES >= Width.ZMM.bytes() ? Width.ZMM : Width.YMM;
    }

    /** Why there is none on this machine, with these settings of the JVM; "" where there is, if it may be called. */
    static String whyNotHere() {
        return Found.WHY_NOT;
    }

    /** Why there is none in this JVM; "" where there is, if the system lets it be called. */
    static String whyNot() {
        String why = whyNotHere();
        return why.isEmpty() ? MachineCode.whyNotCalled() : why;
    }
}
