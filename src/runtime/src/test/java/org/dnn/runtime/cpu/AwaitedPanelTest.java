package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Machine code takes over as soon as it is made, and changes no bit. */
class AwaitedPanelTest {
    private static final int ROWS = 7;
    private static final int DEPTH = 20;
    private static final int PANEL = ROWS * DEPTH;
    private static final int C = PANEL + 16 * DEPTH;
    private static final int SCRATCH = C + 16 * ROWS;

    /** Counts how often it multiplies. */
    private static final class Counting implements Panel {
        private final Panel panel = new VectorPanel();
        private final AtomicInteger products = new AtomicInteger();

        @Override
        public int columns() {
            return panel.columns();
        }

        @Override
        public void fill(float[] memory, int b, int bRowStride, int to, int width, int depth) {
            panel.fill(memory, b, bRowStride, to, width, depth);
        }

        @Override
        public void multiply(float[] memory, int a, int aRowStride, int b, int from, int fromRowStride, int c,
                int cRowStride, int rows, int width, int depth, int scratch) {
            products.incrementAndGet();
            panel.multiply(memory, a, aRowStride, b, from, fromRowStride, c, cRowStride, rows, width, depth, scratch);
        }
    }

    private static float[] product(Panel panel, int width) {
        float[] memory = Memory.random(SCRATCH + Panel.SCRATCH + DEPTH, 1);
        panel.multiply(memory, 0, DEPTH, PANEL, C, 16, C, 16, ROWS, width, DEPTH, SCRATCH);
        return memory;
    }

    @Test
    void theOtherPanelServesUntilTheMachineCodeIsMade() throws InterruptedException {
        assumeTrue(VectorProducts.machine().isPresent(), "There is no machine code here.");
        Counting counting = new Counting();
        Panel panel = AwaitedPanel.after(counting, Patience.none());
        float[] first = product(panel, 16);
        assertEquals(1, counting.products.get());
        awaitMachineCode(panel, counting);
        int before = counting.products.get();
        Memory.assertSameBits(first, product(panel, 16), "machine code");
        assertEquals(before, counting.products.get());
        product(panel, 15);
        assertEquals(before + 1, counting.products.get(), "Fewer columns are the other panel's.");
    }

    private static void awaitMachineCode(Panel panel, Counting counting) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        int before;
        do {
            assertTrue(System.nanoTime() < end, "The machine code is not made.");
            Thread.sleep(1);
            before = counting.products.get();
            product(panel, 16);
        } while (counting.products.get() > before);
    }

    /** Otherwise what else waits would wait for ever in a training of large products. */
    @Test
    void workInMachineCodeEndsTheOthersPatience() throws InterruptedException {
        assumeTrue(VectorProducts.machine().isPresent(), "There is no machine code here.");
        Patience patience = Patience.some();
        Counting counting = new Counting();
        Panel panel = AwaitedPanel.after(counting, patience);
        product(panel, 16);
        assertTrue(!patience.isUnderWay(), "One small product is not yet the beginning of a training.");
        patience.passes(100_000_000);
        awaitMachineCode(panel, counting);
        for (int i = 0; i < 500_000_000 / (ROWS * 16 * DEPTH); i++) {
            product(panel, 16);
        }
        assertTrue(patience.isOver(0));
    }
}
