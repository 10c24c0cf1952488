package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomNormalTest {
    private static final long KEY = Philox.key(1, "linear1.weight");

    /** The first four, computed apart in Python with another libm. */
    @Test
    void knownNumbers() {
        double[] made = new double[4];
        RandomNormal.fill(KEY, 0, made);
        assertArrayEquals(new double[]{1.8275375153559839, 0.15433142624144489, 1.3018000130739462,
            -0.7116909459624251}, made, 1e-15);
    }

    @Test
    void anElementIsTheSameAlone() {
        double[] made = new double[7];
        RandomNormal.fill(KEY, 3, made);
        for (int i = 0; i < made.length; i++) {
            assertEquals(made[i], RandomNormal.at(KEY, i, 3));
        }
        double[] longer = new double[8];
        RandomNormal.fill(KEY, 3, longer);
        assertArrayEquals(made, Arrays.copyOf(longer, 7));
    }

    @Test
    void momentsAreThoseOfTheNormalDistribution() {
        int count = 200_000;
        double[] made = new double[count];
        RandomNormal.fill(KEY, 0, made);
        double mean = Arrays.stream(made).sum() / count;
        double variance = Arrays.stream(made).map(x -> x * x).sum() / count;
        double skewness = Arrays.stream(made).map(x -> x * x * x).sum() / count;
        double kurtosis = Arrays.stream(made).map(x -> x * x * x * x).sum() / count;
        assertEquals(0, mean, 5 / Math.sqrt(count));
        assertEquals(1, variance, 5 * Math.sqrt(2.0 / count));
        assertEquals(0, skewness, 5 * Math.sqrt(15.0 / count));
        assertEquals(3, kurtosis, 5 * Math.sqrt(96.0 / count));
        double beyondTwo = Arrays.stream(made).filter(x -> Math.abs(x) > 2).count() / (double) count;
        assertEquals(0.0455, beyondTwo, 0.0025);
        assertTrue(Arrays.stream(made).allMatch(x -> Math.abs(x) < 8.6));
    }

    @Test
    void aPairIsUncorrelated() {
        double[] made = new double[100_000];
        RandomNormal.fill(KEY, 1, made);
        double product = 0;
        for (int i = 0; i < made.length; i += 2) {
            product += made[i] * made[i + 1];
        }
        assertEquals(0, product / 50_000, 5 / Math.sqrt(50_000));
    }
}
