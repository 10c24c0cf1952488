package org.dnn.runtime.data;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import org.dnn.runtime.Problem;

/**
 * Mean, deviation and median of a column over some of its rows, made in double, one row after the other on one thread.
 * Missing numbers (NaN) are left out.
 */
public final class Statistics {
    private static final int BYTE_VALUES = 256;

    private Statistics() {}

    /**
     * Mean and population standard deviation of each channel.
     *
     * <p>Of floats in two passes, the second corrected by the sum of its deviations (Chan, Golub, LeVeque, <i>Algorithms
     * for Computing the Sample Variance</i>, 1983); of bytes from their histogram.
     *
     * @param name     what messages call the column
     * @param channels into how many equal, adjoining parts a row is divided: 1 for one result over all elements, the
     *                 column's width for one each
     * @param before   what is done to each number first, {@link DoubleUnaryOperator#identity()} for nothing
     * @throws Problem if a channel has no number in these rows
     */
    public static Moments[] moments(String name, Column column, int[] rows, int channels, DoubleUnaryOperator before) {
        if (channels < 1 || column.width() % channels != 0) {
            throw new IllegalArgumentException(column.width() + " numbers a row are not " + channels + " channels");
        }
        int size = column.width() / channels;
        Moments[] moments = new Moments[channels];
        for (int channel = 0; channel < channels; channel++) {
            moments[channel] = switch (column) {
                case FloatColumn floats -> ofFloats(floats, rows, channel * size, size, before);
                case ByteColumn bytes -> ofBytes(bytes, rows, channel * size, size, before);
            };
            if (moments[channel].count() == 0) {
                throw empty(name, rows);
            }
        }
        return moments;
    }

    private static Moments ofFloats(FloatColumn column, int[] rows, int first, int size, DoubleUnaryOperator before) {
        float[] values = column.values();
        long count = 0;
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int row : rows) {
            int start = row * column.width() + first;
            for (int i = start; i < start + size; i++) {
                double x = before.applyAsDouble(values[i]);
                if (!Double.isNaN(x)) {
                    sum += x;
                    count++;
                    least = Math.min(least, x);
                    greatest = Math.max(greatest, x);
                }
            }
        }
        // Equal numbers have no deviation at all; a sum that rounds would give them a tiny one to divide by.
        return least == greatest
                ? new Moments(count, least, 0)
                : around(sum / count, count, column, rows, first, size, before);
    }

    /** The second pass, which also mends what the first mean lost in rounding. */
    private static Moments around(double mean, long count, FloatColumn column, int[] rows, int first, int size,
            DoubleUnaryOperator before) {
        float[] values = column.values();
        double squares = 0;
        double drift = 0;
        for (int row : rows) {
            int start = row * column.width() + first;
            for (int i = start; i < start + size; i++) {
                double distance = before.applyAsDouble(values[i]) - mean;
                if (!Double.isNaN(distance)) {
                    squares += distance * distance;
                    drift += distance;
                }
            }
        }
        double deviation = Math.sqrt(Math.max(0, squares - drift * drift / count) / count);
        return new Moments(count, mean + drift / count, deviation);
    }

    private static Moments ofBytes(ByteColumn column, int[] rows, int first, int size, DoubleUnaryOperator before) {
        byte[] values = column.values();
        long[] counts = new long[BYTE_VALUES];
        for (int row : rows) {
            int start = row * column.width() + first;
            for (int i = start; i < start + size; i++) {
                counts[values[i] & 0xFF]++;
            }
        }
        long count = (long) rows.length * size;
        double mean = 0;
        for (int value = 0; value < BYTE_VALUES; value++) {
            mean += counts[value] == 0 ? 0 : before.applyAsDouble(value) * counts[value];
        }
        mean /= count;
        double squares = 0;
        int different = 0;
        for (int value = 0; value < BYTE_VALUES; value++) {
            if (counts[value] > 0) {
                double distance = before.applyAsDouble(value) - mean;
                squares += distance * distance * counts[value];
                different++;
            }
        }
        return new Moments(count, mean, different == 1 ? 0 : Math.sqrt(squares / count));
    }

    /**
     * The median of one channel: of an even number of values, the mean of the middle two.
     *
     * @param name   what messages call the column
     * @param channels into how many equal, adjoining parts a row is divided
     * @param before what is done to each number first
     * @throws Problem if there is no number in these rows
     */
    public static double median(String name, Column column, int[] rows, int channels, int channel,
            DoubleUnaryOperator before) {
        int size = column.width() / channels;
        double[] values = Arrays.stream(rows).boxed()
                .flatMapToDouble(row -> IntStream.range(channel * size, (channel + 1) * size)
                        .mapToDouble(element -> before.applyAsDouble(column.at(row, element))))
                .filter(x -> !Double.isNaN(x)).sorted().toArray();
        if (values.length == 0) {
            throw empty(name, rows);
        }
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
    }

    private static Problem empty(String name, int[] rows) {
        return new Problem("column \"" + name + "\" has no value in any of the " + rows.length + " training rows");
    }
}
