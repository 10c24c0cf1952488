package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Panels of one width are the same floats in every form, so that one form may multiply what another has filled. */
class PanelTest {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31, 48, 65};
    private static final int MEMORY = 40_000;
    private static final int TO = 10_000;
    private static final int SCRATCH = 30_000;

    private static void assertSame(BiConsumer<Panel, float[]> work, String what) {
        Panel vector = new VectorPanel();
        float[] expected = Memory.random(MEMORY, 1);
        work.accept(new PlainPanel(vector.columns()), expected);
        float[] byVectors = Memory.random(MEMORY, 1);
        work.accept(vector, byVectors);
        Memory.assertSameBits(expected, byVectors, "vectors: " + what);
        Optional<Panel> machine = MachinePanel.make(vector);
        if (machine.isPresent()) {
            float[] byMachineCode = Memory.random(MEMORY, 1);
            work.accept(machine.get(), byMachineCode);
            Memory.assertSameBits(expected, byMachineCode, "machine code: " + what);
        }
    }

    @Test
    void fillsTheSame() {
        for (int width : SIZES) {
            for (int depth : new int[]{1, 2, 7, 64}) {
                assertSame((panel, memory) -> panel.fill(memory, 5, 71, TO, width, depth), width + " by " + depth);
            }
        }
    }

    @Test
    void turnsTheSame() {
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                assertSame((panel, memory) -> {
                    panel.turn(memory, 3, 70, 1, TO, 67, rows, columns);
                    panel.turn(memory, 3, 1, 70, TO + 5000, 67, rows, columns);
                }, rows + " by " + columns);
            }
        }
    }

    @Test
    void multipliesTheSame() {
        for (int rows : SIZES) {
            for (int depth : SIZES) {
                assertSame((panel, memory) -> {
                    panel.multiply(memory, 3, 70, 5000, TO, 0, TO + 1000, 71, rows, panel.columns(), depth, SCRATCH);
                    panel.multiply(memory, 3, 70, 5000, TO + 1000, 71, TO + 1000, 71, rows, panel.columns(), depth,
                            SCRATCH);
                    Arrays.fill(memory, SCRATCH, MEMORY, 0);
                }, rows + " by " + depth);
            }
        }
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        Optional<Panel> made = MachinePanel.make(new VectorPanel());
        assumeTrue(made.isPresent(), "There is no machine code here.");
        Panel panel = made.orElseThrow();
        float[] memory = Memory.random(1000, 1);
        int a = memory.length - (6 * 40 + 30);
        int b = memory.length - 30 * 16;
        int c = memory.length - (6 * 40 + 16);
        int filled = memory.length - 7 * 16;
        int turned = memory.length - (7 * 40 + 4);
        int result = memory.length - (3 * 40 + 8);
        float[] before = memory.clone();
        for (int by : new int[]{-memory.length, 1}) {
            refused(() -> panel.multiply(memory, a + by, 40, 0, 0, 40, 0, 40, 7, 16, 30, 0));
            refused(() -> panel.multiply(memory, 0, 40, b + by, 0, 40, 0, 40, 7, 16, 30, 0));
            refused(() -> panel.multiply(memory, 0, 40, 0, c + by, 40, 0, 40, 7, 16, 30, 0));
            refused(() -> panel.multiply(memory, 0, 40, 0, 0, 40, c + by, 40, 7, 16, 30, 0));
            refused(() -> panel.fill(memory, c + by, 40, 0, 16, 7));
            refused(() -> panel.fill(memory, 0, 40, filled + by, 16, 7));
            refused(() -> panel.turn(memory, turned + by, 40, 1, 0, 40, 8, 4));
            refused(() -> panel.turn(memory, 0, 40, 1, result + by, 40, 8, 4));
        }
        assertArrayEquals(before, memory);
        panel.multiply(memory, a, 40, b, c, 40, c, 40, 7, 16, 30, 0);
        panel.fill(memory, c, 40, filled, 16, 7);
        panel.turn(memory, turned, 40, 1, result, 40, 8, 4);
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }
}
