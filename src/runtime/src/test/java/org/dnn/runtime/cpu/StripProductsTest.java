package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products over strips are the chains that {@link StripProducts} states, in every form and for every number of rows. */
class StripProductsTest {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 13, 33};
    private static final int[] ROWS = {1, 15, 16, 17, 31, 32, 48, 63, 100, 256};
    private static final int STRIDE = 256;
    private static final int INPUT = 16;
    private static final int WEIGHT = INPUT + 33 * STRIDE;
    private static final int OUTPUT = WEIGHT + 33 * 33 + 7;
    private static final int SIZE = OUTPUT + 33 * STRIDE;

    private interface Check {
        void of(int outputs, int inputs, int rows);
    }

    private static void everySize(Check check) {
        Random random = new Random(1);
        for (int outputs : SIZES) {
            for (int inputs : SIZES) {
                check.of(outputs, inputs, ROWS[random.nextInt(ROWS.length)]);
            }
        }
        for (int rows : ROWS) {
            check.of(5, 6, rows);
        }
    }

    static Stream<Products> forms() {
        return Memory.forms();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void products(Products products) {
        everySize((outputs, inputs, rows) -> {
            float[] memory = Memory.odd(SIZE, outputs * 100 + inputs);
            boolean turned = rows % 2 == 0;
            int weightRow = turned ? 1 : inputs;
            int weightColumn = turned ? outputs : 1;
            float[] actual = memory.clone();
            products.strips().product(actual, INPUT, STRIDE, WEIGHT, weightRow, weightColumn, OUTPUT, STRIDE, outputs,
                    inputs, rows);
            for (int j = 0; j < outputs; j++) {
                for (int r = 0; r < rows; r++) {
                    float sum = 0;
                    for (int k = 0; k < inputs; k++) {
                        sum = Math.fma(memory[WEIGHT + j * weightRow + k * weightColumn],
                                memory[INPUT + k * STRIDE + r], sum);
                    }
                    assertSame(sum, actual[OUTPUT + j * STRIDE + r]);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void weightGradients(Products products) {
        int sums = OUTPUT + 33 * STRIDE;
        everySize((outputs, inputs, rows) -> {
            float[] memory = Memory.odd(sums + 33 * 33 * 16, outputs * 100 + inputs);
            float[] expected = memory.clone();
            float[] actual = memory.clone();
            products.strips().weightGradient(actual, OUTPUT, STRIDE, INPUT, STRIDE, sums, outputs, inputs, rows);
            int end = Math.ceilDiv(rows, 16) * 16;
            for (int j = 0; j < outputs; j++) {
                for (int k = 0; k < inputs; k++) {
                    for (int r = 0; r < end; r++) {
                        int lane = sums + (j * inputs + k) * 16 + r % 16;
                        float gradient = r < rows ? memory[OUTPUT + j * STRIDE + r] : 0;
                        float input = r < rows ? memory[INPUT + k * STRIDE + r] : 0;
                        expected[lane] = Math.fma(gradient, input, expected[lane]);
                    }
                }
            }
            for (int i = sums; i < memory.length; i++) {
                assertSame(expected[i], actual[i]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sumsOfStrands(Products products) {
        int strand = 33 * 16;
        for (int strands : new int[]{1, 2, 3, 8}) {
            float[] memory = Memory.random(strands * strand + 33, strands);
            float[] actual = memory.clone();
            products.strips().together(actual, 0, strands, strand, strands * strand, 33);
            for (int i = 0; i < 33; i++) {
                float[] lanes = new float[16];
                for (int l = 0; l < 16; l++) {
                    lanes[l] = memory[i * 16 + l];
                    for (int s = 1; s < strands; s++) {
                        lanes[l] += memory[s * strand + i * 16 + l];
                    }
                }
                assertSame(LaneSums.sum(lanes, 0), actual[strands * strand + i]);
            }
        }
    }

    @Test
    void stripsCoverEveryRowOnce() {
        for (int rows = 0; rows < 3000; rows++) {
            int strips = Strips.count(rows, 256);
            int each = Strips.rows(rows, strips);
            assertTrue(each <= 256 && each % 16 == 0 && (long) strips * each >= rows, rows + " rows");
            assertTrue(Strips.strands(strips) <= Strips.MOST_STRANDS);
        }
        assertEquals(1, Strips.count(128, 256));
        assertEquals(4, Strips.count(537, 256));
        assertEquals(28, Strips.count(7000, 256));
    }

    private static void assertSame(float expected, float actual) {
        if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
            assertEquals(expected, actual);
        }
    }
}
