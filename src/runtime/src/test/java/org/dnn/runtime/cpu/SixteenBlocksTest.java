package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks over sixteen images are the chains that {@link SixteenBlocks} states, in every form, and nothing else is written. */
class SixteenBlocksTest {
    private static final int PITCH = Sixteen.IMAGES;
    private static final int MOST_ROWS = 150;
    private static final int MOST_DEPTH = 256;
    private static final int TABLE = 5;
    private static final int A = TABLE + MOST_ROWS + Tile.ROWS_BEYOND + 3;
    private static final int A_SIZE = 3000;
    private static final int B = A + A_SIZE + 1;
    private static final int B_APART = PITCH * MOST_DEPTH + 9;
    private static final int C = B + B_APART + PITCH * MOST_DEPTH + 7;
    private static final int C_STRIDE = 2 * PITCH + 5;
    private static final int SIZE = C + MOST_ROWS * C_STRIDE + 11;

    /** Rows anywhere in a; behind the last in the table are copies of it, as the vectors' blocks need them. */
    private static float[] memory(int rows, int depth) {
        float[] memory = Memory.odd(SIZE, 1000L * rows + depth);
        Random random = new Random(rows);
        int offset = 0;
        for (int i = 0; i < rows + Tile.ROWS_BEYOND; i++) {
            offset = i < rows ? random.nextInt(A_SIZE - depth + 1) : offset;
            Tile.setOffset(memory, TABLE + i, offset);
        }
        return memory;
    }

    /** Bit by bit in all of the memory; but there is nothing to say of the second halves where they have no meaning. */
    private static void assertSame(float[] before, int rows, boolean half, String what,
            BiConsumer<SixteenBlocks, float[]> work) {
        float[] expected = before.clone();
        work.accept(new PlainSixteenBlocks(), expected);
        float[] byVectors = before.clone();
        work.accept(new VectorSixteenBlocks(), byVectors);
        assertSame(expected, byVectors, rows, half, "vectors, " + what);
        Optional<SixteenBlocks> machine = MachineSixteenBlocks.make();
        if (machine.isPresent()) {
            float[] byMachineCode = before.clone();
            work.accept(machine.get(), byMachineCode);
            assertSame(expected, byMachineCode, rows, half, "machine code, " + what);
        }
    }

    private static void assertSame(float[] expected, float[] actual, int rows, boolean half, String what) {
        for (int i = 0; half && i < rows; i++) {
            for (int from : new int[]{C + i * C_STRIDE, C + i * C_STRIDE + PITCH}) {
                System.arraycopy(expected, from + PITCH / 2, actual, from + PITCH / 2, PITCH / 2);
            }
        }
        Memory.assertSameBits(expected, actual, what);
    }

    private static void multipliesTheSame(int rows, int depth) {
        float[] before = memory(rows, depth);
        for (boolean half : new boolean[]{false, true}) {
            for (int columns = 0; columns < 2; columns++) {
                int bApart = columns * B_APART;
                int cApart = columns * PITCH;
                assertSame(before, rows, half, rows + " rows, " + depth + " deep, " + columns + ", " + half,
                        (blocks, memory) -> blocks.multiply(memory, A, TABLE, B, bApart, C, cApart, C_STRIDE, rows,
                                half, depth));
            }
        }
    }

    @Test
    void multipliesTheSame() {
        int[] manyRows = {31, 36, 37, 48, 49, 100, MOST_ROWS};
        for (int rows : IntStream.concat(IntStream.rangeClosed(1, 27), IntStream.of(manyRows)).toArray()) {
            for (int depth : new int[]{1, 2, 3, 4, 5, 7, 8, 13, 25, 31, 100, MOST_DEPTH}) {
                multipliesTheSame(rows, depth);
            }
        }
    }

    @Test
    void copiesTheSame() {
        for (int count : new int[]{1, 2, 3, 7, 13, 28, 100}) {
            for (int stride : new int[]{PITCH, PITCH + 3, 5 * PITCH}) {
                assertSame(memory(1, 1), 0, false, count + ", " + stride + " apart",
                        (blocks, memory) -> blocks.copy(memory, A, C, stride, Math.min(count, 60)));
            }
        }
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        SixteenBlocks blocks = machine();
        float[] memory = memory(7, 9);
        for (int i = 0; i < 7; i++) {
            Tile.setOffset(memory, TABLE + i, 20 * (6 - i));
            Tile.setOffset(memory, SIZE - 7 + i, 20 * i);
        }
        int a = SIZE - (6 * 20 + 9);
        int table = SIZE - 7;
        int b = SIZE - (B_APART + 9 * PITCH);
        int c = SIZE - (6 * C_STRIDE + 2 * PITCH);
        int from = SIZE - 9 * PITCH;
        int to = SIZE - (8 * 20 + PITCH);
        float[] before = memory.clone();
        for (int by : new int[]{-SIZE, 1}) {
            refused(() -> blocks.multiply(memory, a + by, TABLE, B, B_APART, C, PITCH, C_STRIDE, 7, false, 9));
            refused(() -> blocks.multiply(memory, A, table + by, B, B_APART, C, PITCH, C_STRIDE, 7, false, 9));
            refused(() -> blocks.multiply(memory, A, TABLE, b + by, B_APART, C, PITCH, C_STRIDE, 7, false, 9));
            refused(() -> blocks.multiply(memory, A, TABLE, B, B_APART, c + by, PITCH, C_STRIDE, 7, false, 9));
            refused(() -> blocks.copy(memory, from + by, A, PITCH, 9));
            refused(() -> blocks.copy(memory, A, to + by, 20, 9));
        }
        assertArrayEquals(before, memory);
        blocks.multiply(memory, a, TABLE, B, B_APART, C, PITCH, C_STRIDE, 7, false, 9);
        blocks.multiply(memory, A, table, B, B_APART, C, PITCH, C_STRIDE, 7, false, 9);
        blocks.multiply(memory, A, TABLE, b, B_APART, C, PITCH, C_STRIDE, 7, false, 9);
        blocks.multiply(memory, A, TABLE, B, B_APART, c, PITCH, C_STRIDE, 7, false, 9);
        blocks.copy(memory, from, A, PITCH, 9);
        blocks.copy(memory, A, to, 20, 9);
    }

    /** Any float can stand in a table, and it is read again after some of the product is written. */
    @Test
    void machineCodeDoesNotFollowTablesThatLeadBeyondTheMemory() {
        SixteenBlocks blocks = machine();
        float[] memory = memory(9, 25);
        for (int row : new int[]{0, 4, 8}) {
            int offset = Tile.offset(memory, TABLE + row);
            for (int wrong : new int[]{SIZE - A - 24, -A - 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                Tile.setOffset(memory, TABLE + row, wrong);
                refused(() -> blocks.multiply(memory, A, TABLE, B, 0, C, 0, PITCH, 9, false, 25));
            }
            Tile.setOffset(memory, TABLE + row, offset);
        }
        for (int c : new int[]{TABLE + 8, TABLE, 0}) {
            assertThrows(IllegalArgumentException.class,
                    () -> blocks.multiply(memory, A, TABLE, B, 0, c, 0, PITCH, 9, false, 25));
        }
    }

    @Test
    void whatIsNoBlockIsRefused() {
        SixteenBlocks blocks = machine();
        float[] memory = memory(9, 25);
        illegal(() -> blocks.multiply(memory, A, TABLE, B, -1, C, PITCH, C_STRIDE, 9, false, 25));
        illegal(() -> blocks.multiply(memory, A, TABLE, B, B_APART, C, -1, C_STRIDE, 9, false, 25));
        illegal(() -> blocks.multiply(memory, A, TABLE, B, B_APART, C, PITCH, -1, 9, false, 25));
        illegal(() -> blocks.multiply(memory, A, TABLE, B, B_APART, C, PITCH, C_STRIDE, 0, false, 25));
        illegal(() -> blocks.multiply(memory, A, TABLE, B, B_APART, C, PITCH, C_STRIDE, 9, false, 0));
        illegal(() -> blocks.copy(memory, A, C, -1, 9));
        illegal(() -> blocks.copy(memory, A, C, PITCH, 0));
    }

    private static SixteenBlocks machine() {
        Optional<SixteenBlocks> made = MachineSixteenBlocks.make();
        assumeTrue(made.isPresent(), "There is no machine code here.");
        return made.orElseThrow();
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }

    private static void illegal(Runnable call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }
}
