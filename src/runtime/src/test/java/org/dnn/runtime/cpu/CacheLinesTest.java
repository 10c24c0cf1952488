package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class CacheLinesTest {
    /** Of arrays that are laid down anywhere, one in eight begins at a line. Which do depends on who else makes some. */
    @Test
    void arraysBeginAtALine() {
        assumeTrue(MachineForm.whyNot().isEmpty(), MachineForm.whyNot());
        int atALine = 0;
        for (int i = 0; i < 64; i++) {
            float[] array = CacheLines.floats(80_000 + 1021 * i);
            atALine += CacheLines.behindLine(array) == 0 ? 1 : 0;
        }
        assertTrue(atALine >= 32, atALine + " of 64");
    }

    @Test
    void theyAreAsLongAsIsSaidAndZero() {
        for (int count : new int[]{0, 1, 2, 15, 16, 17, 100_003, 1 << 20, (1 << 20) + 1}) {
            assertArrayEquals(new float[count], CacheLines.floats(count));
        }
    }
}
