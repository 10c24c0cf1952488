package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final DoubleUnaryOperator NOTHING = DoubleUnaryOperator.identity();

    private static Moments moments(Column column, int... rows) {
        return Statistics.moments("x", column, rows, 1, NOTHING)[0];
    }

    private static int[] all(Column column) {
        return IntStream.range(0, column.rows()).toArray();
    }

    @Test
    void overTheGivenRowsAlone() {
        FloatColumn column = new FloatColumn(new float[]{2, 4, 4, 4, 5, 5, 7, 9, 1000}, 1);
        assertEquals(new Moments(8, 5, 2), moments(column, 0, 1, 2, 3, 4, 5, 6, 7));
        assertEquals(new Moments(1, 1000, 0), moments(column, 8));
    }

    @Test
    void missingValuesAreLeftOut() {
        FloatColumn column = new FloatColumn(new float[]{Float.NaN, 1, 3, Float.NaN}, 1);
        assertEquals(new Moments(2, 2, 1), moments(column, 0, 1, 2, 3));
        assertEquals(2, Statistics.median("x", column, all(column), 1, 0, NOTHING));
        assertEquals("column \"x\" has no value in any of the 2 training rows",
                assertThrows(Problem.class, () -> moments(column, 0, 3)).getMessage());
        assertEquals("column \"x\" has no value in any of the 1 training rows", assertThrows(Problem.class,
                () -> Statistics.median("x", column, new int[]{0}, 1, 0, NOTHING)).getMessage());
        assertThrows(Problem.class, () -> moments(new ByteColumn(new byte[3], 1)));
    }

    @Test
    void equalNumbersHaveNoDeviation() {
        float[] values = new float[100_000];
        Arrays.fill(values, 0.1f);
        FloatColumn column = new FloatColumn(values, 1);
        assertEquals(new Moments(100_000, 0.1f, 0), moments(column, all(column)));
        byte[] bytes = new byte[1000];
        Arrays.fill(bytes, (byte) 77);
        ByteColumn pixels = new ByteColumn(bytes, 10);
        Moments grey = Statistics.moments("x", pixels, all(pixels), 1, x -> x / 255)[0];
        assertEquals(0, grey.deviation());
        assertEquals(77 / 255.0, grey.mean(), 1e-15);
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        float[] values = new float[30_000];
        Random random = new Random(2);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = 10_000_000 + random.nextInt(10);
            sum += values[i] - 10_000_000;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - 10_000_000 - mean) * (value - 10_000_000 - mean);
        }
        FloatColumn column = new FloatColumn(values, 1);
        Moments moments = moments(column, all(column));
        assertEquals(10_000_000 + mean, moments.mean(), 1e-8);
        assertEquals(Math.sqrt(squares / values.length), moments.deviation(), 1e-12);
    }

    @Test
    void channelsAndElementsOfARow() {
        // Two rows of two channels of three.
        float[] values = {1, 2, 3, 10, 10, 10, 3, 4, 5, 20, 20, 20};
        FloatColumn floats = new FloatColumn(values, 6);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        for (Column column : new Column[]{floats, new ByteColumn(bytes, 6)}) {
            Moments[] channels = Statistics.moments("image", column, all(column), 2, NOTHING);
            assertEquals(2, channels.length);
            assertEquals(3, channels[0].mean(), 1e-15);
            assertEquals(Math.sqrt(10.0 / 6), channels[0].deviation(), 1e-15);
            assertEquals(new Moments(6, 15, 5), channels[1]);
            Moments[] elements = Statistics.moments("image", column, all(column), 6, NOTHING);
            assertEquals(new Moments(2, 2, 1), elements[0]);
            assertEquals(new Moments(2, 15, 5), elements[5]);
            assertEquals(12, Statistics.moments("image", column, all(column), 1, NOTHING)[0].count());
            assertThrows(IllegalArgumentException.class,
                    () -> Statistics.moments("image", column, all(column), 4, NOTHING));
        }
    }

    @Test
    void bytesAreUnsignedAndLikeFloats() {
        Random random = new Random(3);
        byte[] bytes = new byte[5000];
        random.nextBytes(bytes);
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        ByteColumn pixels = new ByteColumn(bytes, 5);
        FloatColumn floats = new FloatColumn(values, 5);
        DoubleUnaryOperator scale = x -> Math.log1p(x / 255);
        for (int channel = 0; channel < 5; channel++) {
            Moments one = Statistics.moments("x", pixels, all(pixels), 5, scale)[channel];
            Moments two = Statistics.moments("x", floats, all(floats), 5, scale)[channel];
            assertEquals(two.count(), one.count());
            assertEquals(two.mean(), one.mean(), 1e-14);
            assertEquals(two.deviation(), one.deviation(), 1e-14);
        }
    }

    @Test
    void medians() {
        FloatColumn column = new FloatColumn(new float[]{5, 0, 1, 0, 9, 0, 2, 0}, 2);
        assertEquals(3.5, Statistics.median("x", column, all(column), 2, 0, NOTHING));
        assertEquals(5, Statistics.median("x", column, new int[]{0, 1, 2}, 2, 0, NOTHING));
        assertEquals(0, Statistics.median("x", column, all(column), 2, 1, NOTHING));
        assertEquals(Math.sqrt(5), Statistics.median("x", column, new int[]{0, 1, 2}, 2, 0, Math::sqrt));
        assertEquals(0.5, Statistics.median("x", column, all(column), 1, 0, NOTHING));
        FloatColumn large = new FloatColumn(new float[]{Float.MAX_VALUE, Float.MAX_VALUE}, 1);
        assertEquals(Float.MAX_VALUE, Statistics.median("x", large, all(large), 1, 0, NOTHING));
    }
}
