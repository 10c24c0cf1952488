package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
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
        Optional<Panel> machine = MachinePanel.make();
        if (machine.isPresent()) {
            float[] byMachineCode = Memory.random(MEMORY, 1);
            work.accept(machine.get(), byMachineCode);
            Memory.assertSameBits(expected, byMachineCode, "machine code: " + what);
        }
    }

    @Test
    void fillsTheSame() {
        for (int width : IntStream.concat(IntStream.of(SIZES), IntStream.of(128, 260)).toArray()) {
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
                multipliesTheSame(rows, new VectorPanel().columns(), depth);
            }
        }
    }

    @Test
    void multipliesPartsOfAPanelTheSame() {
        for (int width = 1; width <= new VectorPanel().columns(); width++) {
            for (int rows : new int[]{1, 2, 3, 4, 5, 6, 13}) {
                for (int depth : new int[]{1, 9}) {
                    multipliesTheSame(rows, width, depth);
                }
            }
        }
    }

    private static void multipliesTheSame(int rows, int width, int depth) {
        assertSame((panel, memory) -> {
            panel.multiply(memory, 3, 70, 5000, TO, 0, TO + 1000, 71, rows, width, depth, SCRATCH);
            panel.multiply(memory, 3, 70, 5000, TO + 1000, 71, TO + 1000, 71, rows, width, depth, SCRATCH);
            Arrays.fill(memory, SCRATCH, MEMORY, 0);
        }, rows + " by " + width + ", " + depth + " deep");
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        Optional<Panel> made = MachinePanel.make();
        assumeTrue(made.isPresent(), "There is no machine code here.");
        Panel panel = made.orElseThrow();
        int columns = panel.columns();
        int stride = columns + 24;
        float[] memory = Memory.random(25 * stride + 30 * columns, 1);
        int c = memory.length - (6 * stride + columns);
        int filled = memory.length - 7 * columns;
        int turned = memory.length - (12 * stride + 7);
        int result = memory.length - (6 * stride + 13);
        int fewTurned = memory.length - (4 * stride + 7);
        int fewResult = memory.length - (6 * stride + 5);
        float[] before = memory.clone();
        for (int by : new int[]{-memory.length, 1}) {
            refused(() -> panel.fill(memory, c + by, stride, 0, columns, 7));
            refused(() -> panel.fill(memory, 0, stride, filled + by, columns, 7));
            refused(() -> panel.turn(memory, turned + by, stride, 1, 0, stride, 13, 7));
            refused(() -> panel.turn(memory, 0, stride, 1, result + by, stride, 13, 7));
            refused(() -> panel.turn(memory, fewTurned + by, stride, 1, 0, stride, 5, 7));
            refused(() -> panel.turn(memory, 0, stride, 1, fewResult + by, stride, 5, 7));
        }
        assertArrayEquals(before, memory);
        panel.fill(memory, c, stride, filled, columns, 7);
        panel.turn(memory, turned, stride, 1, 0, stride, 13, 7);
        panel.turn(memory, 0, stride, 1, result, stride, 13, 7);
        panel.turn(memory, fewTurned, stride, 1, 0, stride, 5, 7);
        panel.turn(memory, 0, stride, 1, fewResult, stride, 5, 7);
    }

    @Test
    void noProductIsBeyondTheMemory() {
        Optional<Panel> made = MachinePanel.make();
        assumeTrue(made.isPresent(), "There is no machine code here.");
        Panel panel = made.orElseThrow();
        for (int width = 1; width <= panel.columns(); width++) {
            noProductIsBeyondTheMemory(panel, width);
        }
    }

    /** Of a panel with fewer columns, what lies beside the last of them may be missing. */
    private static void noProductIsBeyondTheMemory(Panel panel, int width) {
        int columns = panel.columns();
        int stride = columns + 24;
        float[] memory = Memory.random(50 * stride, 1);
        int a = memory.length - (6 * stride + 30);
        int b = memory.length - (29 * columns + width);
        int c = memory.length - (6 * stride + width);
        float[] before = memory.clone();
        for (int by : new int[]{-memory.length, 1}) {
            refused(() -> panel.multiply(memory, a + by, stride, 0, 0, stride, 0, stride, 7, width, 30, 0));
            refused(() -> panel.multiply(memory, 0, stride, b + by, 0, stride, 0, stride, 7, width, 30, 0));
            refused(() -> panel.multiply(memory, 0, stride, 0, c + by, stride, 0, stride, 7, width, 30, 0));
            refused(() -> panel.multiply(memory, 0, stride, 0, 0, stride, c + by, stride, 7, width, 30, 0));
        }
        assertArrayEquals(before, memory);
        panel.multiply(memory, a, stride, b, c, stride, 0, stride, 7, width, 30, 0);
        float[] expected = before.clone();
        new PlainPanel(columns).multiply(expected, a, stride, b, c, stride, 0, stride, 7, width, 30, 8 * stride);
        Arrays.fill(expected, 8 * stride, 8 * stride + Panel.SCRATCH + 30, 0);
        Arrays.fill(memory, 8 * stride, 8 * stride + Panel.SCRATCH + 30, 0);
        Memory.assertSameBits(expected, memory, "the last " + width + " columns");
        panel.multiply(memory, 0, stride, 0, c, stride, c, stride, 7, width, 30, 0);
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }
}
