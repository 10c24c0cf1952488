package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
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

    private static final int[] MACHINE_SIZES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 32, 33};
    private static final int[] MACHINE_ROWS = {1, 15, 16, 17, 31, 33, 47, 63, 64, 65, 80, 111, 128, 200, 255, 256, 300};
    private static final int MACHINE_STRIDE = 320;
    private static final int MACHINE_WEIGHT = INPUT + 34 * MACHINE_STRIDE + 1;
    private static final int MACHINE_OUTPUT = MACHINE_WEIGHT + 35 * 33 + 7;
    private static final int MACHINE_SUMS = MACHINE_OUTPUT + 33 * MACHINE_STRIDE;
    private static final int MACHINE_SIZE = MACHINE_SUMS + 34 * 33 * 16;

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
    void sumsOfLanes(Products products) {
        int lanes = 33 * 16;
        float[] memory = Memory.random(lanes + 33, 1);
        float[] actual = memory.clone();
        products.strips().fold(actual, 0, lanes, 33);
        for (int i = 0; i < 33; i++) {
            assertSame(LaneSums.sum(memory, i * 16), actual[lanes + i]);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sumsOfStrands(Products products) {
        int strand = 35;
        for (int strands : new int[]{1, 2, 3, 8}) {
            float[] memory = Memory.random(strands * strand + 33, strands);
            float[] actual = memory.clone();
            products.strips().together(actual, 0, strands, strand, strands * strand, 33);
            for (int i = 0; i < 33; i++) {
                float sum = memory[i];
                for (int s = 1; s < strands; s++) {
                    sum += memory[s * strand + i];
                }
                assertSame(sum, actual[strands * strand + i]);
            }
        }
    }

    /** What machine code does beside the plain form, bit by bit; but there is nothing to say of rows that are nobody's. */
    private static void inMachineCode(int outputs, int inputs, int rows, String what,
            BiConsumer<StripProducts, float[]> work) {
        Optional<StripProducts> machine = MachineStrip.make();
        assumeTrue(machine.isPresent(), "There is no machine code here.");
        float[] expected = Memory.odd(MACHINE_SIZE, outputs * 100 + inputs);
        float[] actual = expected.clone();
        work.accept(new PlainStrip(), expected);
        work.accept(machine.orElseThrow(), actual);
        for (int j = 0; j < outputs; j++) {
            int end = MACHINE_OUTPUT + j * MACHINE_STRIDE + Math.ceilDiv(rows, 16) * 16;
            for (int i = MACHINE_OUTPUT + j * MACHINE_STRIDE + rows; i < end; i++) {
                actual[i] = expected[i];
            }
        }
        Memory.assertSameBits(expected, actual, outputs + " outputs of " + inputs + ", " + rows + " rows, " + what);
    }

    private static void everySizeInMachineCode(Check check) {
        for (int outputs : MACHINE_SIZES) {
            for (int inputs : MACHINE_SIZES) {
                check.of(outputs, inputs, MACHINE_ROWS[(3 * outputs + inputs) % MACHINE_ROWS.length]);
            }
        }
        for (int rows : MACHINE_ROWS) {
            for (int outputs = 1; outputs <= 7; outputs++) {
                check.of(outputs, 4, rows);
            }
        }
    }

    @Test
    void productsInMachineCode() {
        everySizeInMachineCode((outputs, inputs, rows) -> {
            int inputStride = Math.ceilDiv(rows, 16) * 16;
            inMachineCode(outputs, inputs, rows, "by rows", (strips, memory) -> strips.product(memory, INPUT,
                    inputStride, MACHINE_WEIGHT, inputs, 1, MACHINE_OUTPUT, MACHINE_STRIDE, outputs, inputs, rows));
            inMachineCode(outputs, inputs, rows, "by columns",
                    (strips, memory) -> strips.product(memory, INPUT + 3, MACHINE_STRIDE, MACHINE_WEIGHT, 1,
                            outputs + 2, MACHINE_OUTPUT, MACHINE_STRIDE, outputs, inputs, rows));
        });
    }

    @Test
    void weightGradientsInMachineCode() {
        everySizeInMachineCode((outputs, inputs, rows) -> {
            int inputStride = Math.ceilDiv(rows, 16) * 16;
            inMachineCode(outputs, inputs, rows, "gradient", (strips, memory) -> strips.weightGradient(memory,
                    MACHINE_OUTPUT, MACHINE_STRIDE, INPUT, inputStride, MACHINE_SUMS, outputs, inputs, rows));
        });
    }

    @Test
    void sumsOfLanesAndStrandsInMachineCode() {
        Optional<StripProducts> machine = MachineStrip.make();
        assumeTrue(machine.isPresent(), "There is no machine code here.");
        for (int count = 1; count <= 40; count++) {
            int lanes = count * 16;
            float[] expected = Memory.odd(lanes + count + 9, count);
            float[] actual = expected.clone();
            new PlainStrip().fold(expected, 5, lanes + 7, count);
            machine.orElseThrow().fold(actual, 5, lanes + 7, count);
            Memory.assertSameBits(Arrays.copyOfRange(expected, lanes + 7, expected.length),
                    Arrays.copyOfRange(actual, lanes + 7, actual.length), "lanes of " + count);
            for (int strands : new int[]{1, 2, 3, 8}) {
                int strand = count + strands;
                expected = Memory.odd((strands + 1) * strand + 9, count);
                actual = expected.clone();
                new PlainStrip().together(expected, 5, strands, strand, strands * strand + 7, count);
                machine.orElseThrow().together(actual, 5, strands, strand, strands * strand + 7, count);
                Memory.assertSameBits(expected, actual, count + " of " + strands);
            }
        }
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        Optional<StripProducts> made = MachineStrip.make();
        assumeTrue(made.isPresent(), "There is no machine code here.");
        StripProducts strips = made.orElseThrow();
        float[] memory = Memory.random(7 * 13 * 16 * 3, 1);
        int input = memory.length - (12 * 48 + 32);
        int output = memory.length - (6 * 48 + 32);
        int weight = memory.length - (6 * 20 + 12 * 3 + 1);
        int sums = memory.length - 7 * 13 * 16;
        int lanes = memory.length - 16 * 9;
        int strands = memory.length - (2 * 300 + 9);
        int result = memory.length - 9;
        float[] before = memory.clone();
        for (int by : new int[]{-memory.length, 1}) {
            refused(() -> strips.product(memory, input + by, 48, 0, 20, 3, 0, 48, 7, 13, 29));
            refused(() -> strips.product(memory, 0, 48, weight + by, 20, 3, 0, 48, 7, 13, 29));
            refused(() -> strips.product(memory, 0, 48, 0, 20, 3, output + by, 48, 7, 13, 29));
            refused(() -> strips.wholeWeightGradient(memory, output + by, 48, 0, 48, 0, 7, 13, 32));
            refused(() -> strips.wholeWeightGradient(memory, 0, 48, input + by, 48, 0, 7, 13, 32));
            refused(() -> strips.wholeWeightGradient(memory, 0, 48, 0, 48, sums + by, 7, 13, 32));
            refused(() -> strips.fold(memory, lanes + by, 0, 9));
            refused(() -> strips.fold(memory, 0, result + by, 9));
            refused(() -> strips.together(memory, strands + by, 3, 300, 0, 9));
            refused(() -> strips.together(memory, 0, 3, 300, result + by, 9));
        }
        assertThrows(IllegalArgumentException.class,
                () -> strips.product(memory, 0, 48, 50, -1, 3, 0, 48, 7, 13, 29));
        assertThrows(IllegalArgumentException.class,
                () -> strips.product(memory, 0, 48, 50, 20, -1, 0, 48, 7, 13, 29));
        assertThrows(IllegalArgumentException.class,
                () -> strips.wholeWeightGradient(memory, 0, 48, 0, 48, 0, 7, 13, 29));
        assertArrayEquals(before, memory);
        strips.product(memory, input, 48, 0, 20, 3, 0, 48, 7, 13, 29);
        strips.product(memory, 0, 48, weight, 20, 3, 700, 48, 7, 13, 29);
        strips.product(memory, 0, 48, 0, 20, 3, output, 48, 7, 13, 29);
        strips.wholeWeightGradient(memory, output, 48, input, 48, 0, 7, 13, 32);
        strips.wholeWeightGradient(memory, 0, 48, 0, 48, sums, 7, 13, 32);
        strips.fold(memory, lanes, 0, 9);
        strips.fold(memory, 0, result, 9);
        strips.together(memory, strands, 3, 300, 0, 9);
        strips.together(memory, 0, 3, 300, result, 9);
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }

    @Test
    void stripsCoverEveryRowOnce() {
        for (int rows = 1; rows < 3000; rows++) {
            int strips = Strips.count(rows, 256);
            assertEquals(0, Strips.begin(rows, strips, 0));
            assertEquals(rows, Strips.begin(rows, strips, strips));
            for (int strip = 0; strip < strips; strip++) {
                int from = Strips.begin(rows, strips, strip);
                int size = Strips.begin(rows, strips, strip + 1) - from;
                assertTrue(from % 16 == 0 && size > 0 && size <= 256, rows + " rows");
                assertTrue(size > rows / strips - 32, rows + " rows");
            }
            assertTrue(Strips.strands(strips) <= Math.min(strips, Strips.MOST_STRANDS));
            assertTrue(strips == 1 || Strips.strands(strips) >= 2, rows + " rows");
        }
        assertEquals(1, Strips.count(128, 256));
        assertEquals(4, Strips.count(537, 256));
        assertEquals(4, Strips.count(537, 160));
        assertEquals(28, Strips.count(7000, 256));
        assertEquals(272, Strips.begin(537, 4, 2));
        assertEquals(2_000_000_000, Strips.begin(2_000_000_000, 12_500_000, 12_500_000));
        assertEquals(2, Strips.strands(4));
        assertEquals(8, Strips.strands(28));
    }

    private static void assertSame(float expected, float actual) {
        if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
            assertEquals(expected, actual);
        }
    }
}
