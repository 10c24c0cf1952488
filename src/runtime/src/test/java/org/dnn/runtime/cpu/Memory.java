package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;

/** Arenas for tests: filled by a seed, compared bit by bit. */
final class Memory {
    private static final float[] ODD_VALUES = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, 1e-30f};

    private Memory() {}

    /** The forms that there are here, as arguments of a test. */
    static Stream<Products> forms() {
        return Stream.concat(Stream.of(new PlainProducts(), new VectorProducts()), MachineProducts.made().stream());
    }

    /** Numbers from -0.5 to 0.5. */
    static float[] random(int size, long seed) {
        Random random = new Random(seed);
        float[] memory = new float[size];
        for (int i = 0; i < size; i++) {
            memory[i] = random.nextFloat() - 0.5f;
        }
        return memory;
    }

    /** The same, with infinities, NaN, zeros of both signs and denormals among them. */
    static float[] odd(int size, long seed) {
        Random random = new Random(seed);
        float[] memory = random(size, seed);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(20) == 0) {
                memory[i] = ODD_VALUES[random.nextInt(ODD_VALUES.length)];
            }
        }
        return memory;
    }

    /** Bit by bit, but a NaN is a NaN. */
    static void assertSameBits(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                assertEquals(expected[i], actual[i], what + ", element " + i);
            }
        }
    }
}
