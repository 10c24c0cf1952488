package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tiles are the chains that {@link Tile} states, in every form, and nothing else is written. */
class TileTest {
    private static final int MOST_DEPTH = 256;
    private static final int EDGE = 3;
    private static final int ROWS = EDGE + Tile.EDGE;
    private static final int STEPS = ROWS + Tile.ROW_TABLE + 1;
    private static final int A = STEPS + MOST_DEPTH + 3;
    private static final int A_SIZE = 3000;
    private static final int B = A + A_SIZE + 5;
    private static final int B_SIZE = 5000;
    private static final int C = B + B_SIZE + Tile.COLUMNS + 1;
    private static final int C_STRIDE = Tile.COLUMNS + 5;
    private static final int SIZE = C + Tile.ROWS * C_STRIDE + Tile.COLUMNS;

    private static final int[] WIDTHS = {1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 47, 48, 49, 56, 63, 64};

    /** Rows anywhere in a, and steps anywhere in b; behind the last row in the table are copies of it, as vectors need them. */
    private static float[] memory(int rows, int depth, int step) {
        float[] memory = Memory.odd(SIZE, 1000L * rows + depth);
        Random random = new Random(rows);
        int offset = 0;
        for (int i = 0; i < rows + Tile.ROWS_BEYOND; i++) {
            offset = i < rows ? random.nextInt(A_SIZE - (depth - 1) * step) : offset;
            Tile.setOffset(memory, ROWS + i, offset);
        }
        for (int p = 0; p < depth; p++) {
            Tile.setOffset(memory, STEPS + p, random.nextInt(B_SIZE));
        }
        return memory;
    }

    private static float[] multiplied(Tile tile, float[] memory, int rows, int columns, int depth, int step) {
        float[] result = memory.clone();
        tile.multiply(result, A, ROWS, step, B, STEPS, B_SIZE - 1, C, C_STRIDE, rows, columns, depth, EDGE);
        Arrays.fill(result, EDGE, EDGE + Tile.EDGE, 0);
        return result;
    }

    private static void assertSame(int rows, int columns, int depth, int step) {
        float[] memory = memory(rows, depth, step);
        float[] expected = multiplied(new PlainTile(), memory, rows, columns, depth, step);
        String what = rows + " by " + columns + ", " + depth + " deep, " + step;
        Memory.assertSameBits(expected, multiplied(new VectorTile(), memory, rows, columns, depth, step),
                "vectors, " + what);
        MachineTile.make().ifPresent(tile -> Memory.assertSameBits(expected,
                multiplied(tile, memory, rows, columns, depth, step), "machine code, " + what));
    }

    @Test
    void multipliesTheSame() {
        int[] depths = {1, 2, 3, 4, 5, 7, 25, MOST_DEPTH};
        for (int columns : WIDTHS) {
            for (int rows = 1; rows <= 20; rows++) {
                assertSame(rows, columns, depths[(rows + columns) % depths.length], 1 + rows % 3);
            }
            for (int depth : depths) {
                assertSame(5, columns, depth, 1);
            }
        }
        for (int rows : new int[]{24, 25, 47, 48, 49, 95, Tile.ROWS}) {
            assertSame(rows, Tile.COLUMNS, 9, 3);
            assertSame(rows, 21, 9, 0);
        }
    }

    private static void multiply(float[] memory, int a, int rows, int b, int steps, int c) {
        machine().multiply(memory, a, rows, 3, b, steps, 90, c, C_STRIDE, 7, 30, 10, EDGE);
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        machine();
        float[] memory = memory(7, 10, 3);
        int rows = SIZE - 7;
        int steps = rows - 10;
        for (int i = 0; i < 10; i++) {
            Tile.setOffset(memory, steps + i, 90 - 10 * i);
            Tile.setOffset(memory, STEPS + i, 10 * i);
        }
        for (int i = 0; i < 7; i++) {
            Tile.setOffset(memory, ROWS + i, 20 * (6 - i));
            Tile.setOffset(memory, rows + i, 20 * i);
        }
        int a = SIZE - (120 + 9 * 3 + 1);
        int b = SIZE - (90 + 30);
        int lastSteps = SIZE - 10;
        int c = SIZE - (6 * C_STRIDE + 30);
        float[] before = memory.clone();
        for (int by : new int[]{-SIZE, 1}) {
            refused(() -> multiply(memory, a + by, ROWS, B, STEPS, C));
            refused(() -> multiply(memory, A, rows + by, B, STEPS, C));
            refused(() -> multiply(memory, A, ROWS, b + by, STEPS, C));
            refused(() -> multiply(memory, A, ROWS, B, lastSteps + by, C));
            refused(() -> multiply(memory, A, ROWS, B, STEPS, c + by));
        }
        assertArrayEquals(before, memory);
        multiply(memory, a, ROWS, B, STEPS, C);
        multiply(memory, A, rows, B, STEPS, C);
        multiply(memory, A, ROWS, b, STEPS, C);
        multiply(memory, A, ROWS, B, steps, C);
        multiply(memory, A, ROWS, B, STEPS, c);
    }

    /** Any float can stand in a table, and the one of the rows is read again after some of the product is written. */
    @Test
    void machineCodeDoesNotFollowTablesThatLeadBeyondTheMemory() {
        machine();
        float[] memory = memory(7, 10, 3);
        float[] before = memory.clone();
        int[] wrongRows = {SIZE - A - 27, -A - 1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        int[] wrongSteps = {SIZE - B - 29, -1, -B - 1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int i : new int[]{0, 3, 6}) {
            for (int wrong : wrongRows) {
                refusedWith(memory, ROWS + i, wrong);
            }
        }
        for (int p : new int[]{0, 4, 9}) {
            for (int wrong : wrongSteps) {
                refusedWith(memory, STEPS + p, wrong);
            }
        }
        assertArrayEquals(before, memory);
        for (int c : new int[]{ROWS + 6, ROWS, 0}) {
            assertThrows(IllegalArgumentException.class, () -> multiply(memory, A, ROWS, B, STEPS, c));
        }
    }

    private static void refusedWith(float[] memory, int place, int offset) {
        float right = memory[place];
        Tile.setOffset(memory, place, offset);
        refused(() -> multiply(memory, A, ROWS, B, STEPS, C));
        memory[place] = right;
    }

    @Test
    void whatIsNoTileIsRefused() {
        Tile tile = machine();
        float[] memory = memory(7, 10, 3);
        illegal(() -> tile.multiply(memory, A, ROWS, -1, B, STEPS, 0, C, C_STRIDE, 7, 30, 10, EDGE));
        illegal(() -> tile.multiply(memory, A, ROWS, 3, B, STEPS, 0, C, -1, 7, 30, 10, EDGE));
        illegal(() -> tile.multiply(memory, A, ROWS, 3, B, STEPS, 0, C, C_STRIDE, 0, 30, 10, EDGE));
        illegal(() -> tile.multiply(memory, A, ROWS, 3, B, STEPS, 0, C, C_STRIDE, 7, 0, 10, EDGE));
        illegal(() -> tile.multiply(memory, A, ROWS, 3, B, STEPS, 0, C, C_STRIDE, 7, 30, 0, EDGE));
    }

    private static Tile machine() {
        Optional<Tile> made = MachineTile.make();
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
