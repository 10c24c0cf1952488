package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0      | 1      | 6 | 0 0.2 0.4 0.6 0.8 1
            0      | 2.35   | 6 | 0 0.5 1 1.5 2
            2.3    | 3.9    | 6 | 2.5 3 3.5
            0.1    | 0.7    | 7 | 0.1 0.2 0.3 0.4 0.5 0.6 0.7
            -3     | 3      | 7 | -3 -2 -1 0 1 2 3
            1      | 5000   | 6 | 1000 2000 3000 4000 5000
            0      | 60000  | 4 | 0 20k 40k 60k
            0      | 4e-6   | 5 | 0 1e-6 2e-6 3e-6 4e-6
            0      | 3e6    | 4 | 0 1M 2M 3M
            """)
    void linear(double low, double high, int wanted, String labels) {
        assertEquals(labels, labels(Ticks.linear(low, high, wanted)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1e-3   | 1      | 0.001 0.01 0.1 1
            0.2    | 30     | 0.2 0.5 1 2 5 10 20
            0.3    | 0.9    | 0.5
            4e-5   | 3e-1   | 1e-4 0.001 0.01 0.1
            1e-12  | 1      | 1e-12 1e-10 1e-8 1e-6 1e-4 0.01 1
            """)
    void logarithmic(double low, double high, String labels) {
        assertEquals(labels, labels(Ticks.logarithmic(low, high, 7)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1  | 3   | 1 2 3
            1  | 2   | 1 2
            1  | 100 | 20 40 60 80 100
            1  | 300 | 50 100 150 200 250 300
            """)
    void whole(double low, double high, String labels) {
        assertEquals(labels, labels(Ticks.whole(low, high, 7)));
    }

    @Test
    void anyRangeGetsAFewTicksWithinIt() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            double low = random.nextGaussian() * Math.pow(10, random.nextInt(-8, 8));
            double high = low + Math.abs(low) * Math.pow(10, random.nextDouble(-3, 3)) + 1e-9;
            List<BigDecimal> ticks = Ticks.linear(low, high, 6);
            assertTrue(ticks.size() >= 2 && ticks.size() <= 9, ticks.size() + " ticks from " + low + " to " + high);
            double slack = (high - low) * 1e-6;
            assertTrue(ticks.getFirst().doubleValue() >= low - slack && ticks.getLast().doubleValue() <= high + slack,
                    ticks + " from " + low + " to " + high);
        }
    }

    private static String labels(List<BigDecimal> ticks) {
        return String.join(" ", ticks.stream().map(Ticks::label).toList());
    }
}
