package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Machine code takes over as soon as it is made, and changes no bit. */
class AwaitedLoopsTest {
    private static final int COLUMNS = new VectorPanel().columns();
    private static final int ROWS = 7;
    private static final int DEPTH = 20;
    private static final int PANEL = ROWS * DEPTH;
    private static final int C = PANEL + COLUMNS * DEPTH;
    private static final int SCRATCH = C + COLUMNS * ROWS;

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

    /** Counts how often they multiply. */
    private static final class CountingBlocks implements SixteenBlocks {
        private final SixteenBlocks blocks = new PlainSixteenBlocks();
        private final AtomicInteger products = new AtomicInteger();

        @Override
        public void copy(float[] memory, int from, int to, int toStride, int count) {
            blocks.copy(memory, from, to, toStride, count);
        }

        @Override
        public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
                int count, boolean half, int depth) {
            products.incrementAndGet();
            blocks.multiply(memory, a, rows, b, bApart, c, cApart, cRowStride, count, half, depth);
        }
    }

    private static float[] product(Panel panel, int width) {
        float[] memory = Memory.random(SCRATCH + Panel.SCRATCH + DEPTH, 1);
        panel.multiply(memory, 0, DEPTH, PANEL, C, COLUMNS, C, COLUMNS, ROWS, width, DEPTH, SCRATCH);
        return memory;
    }

    @Test
    void theOtherPanelServesUntilTheMachineCodeIsMade() throws InterruptedException {
        assumeTrue(MachineProducts.made().isPresent(), "There is no machine code here.");
        Counting counting = new Counting();
        Panel panel = new AwaitedPanel(counting, new AwaitedLoops(Patience.none()));
        float[] first = product(panel, COLUMNS);
        assertEquals(1, counting.products.get());
        awaitMachineCode(() -> product(panel, COLUMNS), counting.products);
        int before = counting.products.get();
        Memory.assertSameBits(first, product(panel, COLUMNS), "machine code");
        assertEquals(before, counting.products.get());
        product(panel, COLUMNS - 1);
        assertEquals(before, counting.products.get(), "Fewer columns are multiplied in machine code too.");
    }

    @Test
    void theOtherBlocksServeUntilTheMachineCodeIsMade() throws InterruptedException {
        assumeTrue(MachineProducts.made().isPresent(), "There is no machine code here.");
        CountingBlocks counting = new CountingBlocks();
        SixteenBlocks blocks = new AwaitedSixteenBlocks(counting, new AwaitedLoops(Patience.none()));
        float[] first = block(blocks);
        assertEquals(1, counting.products.get());
        awaitMachineCode(() -> block(blocks), counting.products);
        int before = counting.products.get();
        Memory.assertSameBits(first, block(blocks), "machine code");
        assertEquals(before, counting.products.get());
    }

    private static float[] block(SixteenBlocks blocks) {
        int b = ROWS + Tile.ROWS_BEYOND;
        int a = b + DEPTH * Sixteen.IMAGES;
        int c = a + ROWS * DEPTH;
        float[] memory = Memory.random(c + ROWS * Sixteen.IMAGES, 1);
        Tile.rows(memory, 0, ROWS, DEPTH);
        blocks.multiply(memory, a, 0, b, 0, c, 0, Sixteen.IMAGES, ROWS, false, DEPTH);
        return memory;
    }

    /** Works until that is no longer counted. */
    private static void awaitMachineCode(Runnable work, AtomicInteger counted) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        int before;
        do {
            assertTrue(System.nanoTime() < end, "The machine code is not made.");
            Thread.sleep(1);
            before = counted.get();
            work.run();
        } while (counted.get() > before);
    }

    /** Otherwise what else waits would wait for ever in a training of large products. */
    @Test
    void workInMachineCodeEndsTheOthersPatience() throws InterruptedException {
        assumeTrue(MachineProducts.made().isPresent(), "There is no machine code here.");
        Patience patience = Patience.some();
        Counting counting = new Counting();
        Panel panel = new AwaitedPanel(counting, new AwaitedLoops(patience));
        product(panel, COLUMNS);
        assertTrue(!patience.isUnderWay(), "One small product is not yet the beginning of a training.");
        patience.passes(100_000_000);
        awaitMachineCode(() -> product(panel, COLUMNS), counting.products);
        for (int i = 0; i < 500_000_000 / (ROWS * COLUMNS * DEPTH); i++) {
            product(panel, COLUMNS);
        }
        assertTrue(patience.isOver(0));
    }
}
