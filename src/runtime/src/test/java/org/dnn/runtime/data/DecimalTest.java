package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    private static float parse(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return Decimal.parse(bytes, 1, bytes.length - 1);
    }

    private static void assertSame(String text) {
        assertEquals(Float.floatToRawIntBits(Float.parseFloat(text)), Float.floatToRawIntBits(parse(text)), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+0", "0.0", "-0.000", "1", "-1", "+1", "1.", ".5", "-.5", "007", "1e5", "1E+5",
        "1.5e-3", "0e99999999999", "0.1", "16777216", "16777217", "16777219", "33554433", "3.4028235e38",
        "3.4028236e38", "3.40282357e38", "1e39", "-1e39", "1e999999999999", "1e-999999999999", "1.17549435e-38",
        "1.1754943e-38", "1.4e-45", "0.7e-45", "0.7006492321624085e-45", "0.7006492321624086e-45",
        "0.30000000000000004", "123456789012345678901234567890", "0.00000000000000000000000000000000000001",
        "100000000000000000000000000000000000000", "1.00000017881393432617187499", "1.00000017881393432617187500",
        "1.00000017881393432617187501", "9007199791611905", "8589973504.000000000001", "2e-60", "1e61", "1e60"})
    void isWhatFloatParses(String text) {
        assertSame(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.", "1.2.3", "--1", "1-", "1 2", "0x10",
        "1f",
        "1d", "NaN", "Infinity", "inf", "1_000", "1,5", "５", "−5", "abc", "1e5x", ".e5"})
    void isNoNumber(String text) {
        assertTrue(Float.isNaN(parse(text)), text);
    }

    /** Floats as they are written, doubles as they are written, and random digits with random points and exponents. */
    @Test
    void randomTexts() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            float f = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(f)) {
                assertSame(Float.toString(f));
            }
            assertSame(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30)));
            StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
            int length = 1 + random.nextInt(25);
            int point = random.nextInt(30);
            for (int d = 0; d < length; d++) {
                digits.append(d == point ? "." : "").append(random.nextInt(10));
            }
            assertSame(digits + (random.nextBoolean() ? "e" + (random.nextInt(90) - 45) : ""));
        }
    }

    /** The middle between two floats, and the nearest numbers above and below it that many digits can tell. */
    @Test
    void middlesBetweenFloats() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            float f = Float.intBitsToFloat(random.nextInt(0x7F000000));
            BigDecimal middle = new BigDecimal(f).add(new BigDecimal(Math.nextUp(f))).divide(BigDecimal.TWO);
            assertSame(middle.toString());
            assertSame(middle.toPlainString() + (middle.scale() > 0 ? "1" : ".001"));
            assertSame(middle.subtract(middle.ulp()).toString());
            assertSame(middle.round(new java.math.MathContext(17)).toString());
        }
    }
}
