package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of matrices are the chains that {@link Products#multiply} states, in every form. */
class MatrixProductTest {
    private static final int[] SIZES = {1, 2, 3, 7, 13, 31, 100, 257};

    /** Where the matrices lie and how. */
    private record Layout(int rows, int columns, int depth, int aRowStride, int aColumnStride, int bRowStride,
            int bColumnStride, int cRowStride) {
        static Layout of(int rows, int columns, int depth, boolean aTurned, boolean bTurned, int gap) {
            return new Layout(rows, columns, depth, aTurned ? 1 : depth + gap, aTurned ? rows + gap : 1,
                    bTurned ? 1 : columns + gap, bTurned ? depth + gap : 1, columns + gap);
        }

        int aSize() {
            return (rows - 1) * aRowStride + (depth - 1) * aColumnStride + 1;
        }

        int bSize() {
            return (depth - 1) * bRowStride + (columns - 1) * bColumnStride + 1;
        }

        int cSize() {
            return (rows - 1) * cRowStride + columns;
        }

        int scratch() {
            return Products.multiplyScratch(rows, columns, depth, aColumnStride, bColumnStride);
        }
    }

    private static void reference(float[] memory, int a, int b, int c, Layout l, boolean accumulate) {
        for (int i = 0; i < l.rows; i++) {
            for (int j = 0; j < l.columns; j++) {
                float sum = accumulate ? memory[c + i * l.cRowStride + j] : 0;
                for (int p = 0; p < l.depth; p++) {
                    sum = Math.fma(memory[a + i * l.aRowStride + p * l.aColumnStride],
                            memory[b + p * l.bRowStride + j * l.bColumnStride], sum);
                }
                memory[c + i * l.cRowStride + j] = sum;
            }
        }
    }

    /** Nothing but c and the scratch may change; c is last, so that nothing lies behind it. */
    private static void check(Products products, Layout l, boolean accumulate, float[] memory) {
        int a = 3;
        int b = a + l.aSize();
        int scratch = b + l.bSize();
        int c = scratch + l.scratch();
        float[] expected = memory.clone();
        reference(expected, a, b, c, l, accumulate);
        float[] actual = memory.clone();
        products.multiply(actual, a, l.aRowStride, l.aColumnStride, b, l.bRowStride, l.bColumnStride, c, l.cRowStride,
                l.rows, l.columns, l.depth, accumulate, scratch);
        System.arraycopy(memory, scratch, actual, scratch, l.scratch());
        Memory.assertSameBits(expected, actual, products.getClass().getSimpleName() + " " + l + " " + accumulate);
    }

    private static float[] memoryFor(Layout l, boolean odd, long seed) {
        int size = 3 + l.aSize() + l.bSize() + l.scratch() + l.cSize();
        return odd ? Memory.odd(size, seed) : Memory.random(size, seed);
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void everyElementIsItsChain(Products products) {
        Random random = new Random(1);
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                for (int depth : SIZES) {
                    if ((long) rows * columns * depth <= 1_000_000) {
                        Layout l = Layout.of(rows, columns, depth, random.nextBoolean(), random.nextBoolean(),
                                random.nextInt(3));
                        check(products, l, random.nextBoolean(), memoryFor(l, random.nextInt(4) == 0, depth));
                    }
                }
            }
        }
    }

    /** More than one block of the depth, of the rows and of the columns, in every layout. */
    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void blocksContinueEachOther(Products products) {
        for (int layout = 0; layout < 8; layout++) {
            boolean aTurned = (layout & 1) != 0;
            boolean bTurned = (layout & 2) != 0;
            boolean accumulate = (layout & 4) != 0;
            for (int[] size : new int[][]{{130, 81, 300}, {3, 200, 600}, {200, 3, 520}, {67, 130, 257},
                {9, 130, 1100}}) {
                Layout l = Layout.of(size[0], size[1], size[2], aTurned, bTurned, 1);
                check(products, l, accumulate, memoryFor(l, false, layout));
            }
        }
    }

    /** b is last in the memory, so that a vector must not read beyond its last column. */
    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void nothingIsReadBeyondTheEnd(Products products) {
        for (int columns = 1; columns <= 40; columns++) {
            Layout l = Layout.of(9, columns, 5, false, false, 0);
            int scratch = l.aSize();
            int c = scratch + l.scratch();
            int b = c + l.cSize();
            float[] memory = Memory.random(b + l.bSize(), columns);
            float[] expected = memory.clone();
            reference(expected, 0, b, c, l, true);
            products.multiply(memory, 0, l.aRowStride, l.aColumnStride, b, l.bRowStride, l.bColumnStride, c,
                    l.cRowStride, l.rows, l.columns, l.depth, true, scratch);
            Memory.assertSameBits(Arrays.copyOfRange(expected, c, b), Arrays.copyOfRange(memory, c, b), l.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void withoutDepthTheProductIsZero(Products products) {
        float[] memory = Memory.random(1000, 1);
        products.multiply(memory, 0, 0, 1, 0, 4, 1, 0, 4, 3, 4, 0, false, 100);
        for (int i = 0; i < 12; i++) {
            assertEquals(0f, memory[i]);
        }
    }

    /** Against double precision, lest the chain itself be wrong. */
    @Test
    void valuesAreRight() {
        Layout l = Layout.of(31, 33, 300, false, true, 0);
        int b = l.aSize();
        int scratch = b + l.bSize();
        int c = scratch + l.scratch();
        float[] memory = Memory.random(c + l.cSize(), 9);
        Products.best().multiply(memory, 0, l.aRowStride, l.aColumnStride, b, l.bRowStride, l.bColumnStride, c,
                l.cRowStride, l.rows, l.columns, l.depth, false, scratch);
        for (int i = 0; i < l.rows; i++) {
            for (int j = 0; j < l.columns; j++) {
                double sum = 0;
                for (int p = 0; p < l.depth; p++) {
                    sum += (double) memory[i * l.aRowStride + p * l.aColumnStride]
                            * memory[b + p * l.bRowStride + j * l.bColumnStride];
                }
                assertEquals(sum, memory[c + i * l.cRowStride + j], 1e-5);
            }
        }
    }
}
