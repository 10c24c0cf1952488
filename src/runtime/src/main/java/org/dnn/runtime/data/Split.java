package org.dnn.runtime.data;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.dnn.runtime.Problem;

/**
 * Which rows are trained on, which are watched while training, and which are kept for the end. Each row is in exactly
 * one part; within a part the rows ascend. Which row goes where depends on the seed and the number of rows alone (and on
 * the column, where it is stratified), and shares no random number with the order of the rows in an epoch.
 */
@SuppressWarnings("ArrayRecordComponent") // Indices are shared, never compared.
public record Split(int[] train, int[] validation, int[] test) {
    private static final byte TRAIN = 0;
    private static final byte VALIDATION = 1;
    private static final byte TEST = 2;

    /** Every row is trained on. */
    public static Split none(int rows) {
        return collect(new byte[rows]);
    }

    /**
     * Rows drawn by the seed: each part as large as its share. Of the order
     * {@code new RowOrder(Philox.key(seed, "split random"), 0, rows)}, the first positions are the training part, the
     * next the validation part. So seed 1 and 70% of 10 rows give 0, 1, 2, 3, 4, 6, 9 to train on.
     *
     * @throws Problem if the shares do not fit the rows
     */
    public static Split random(int rows, Shares shares, long seed) {
        byte[] parts = new byte[rows];
        int[] all = new int[rows];
        Arrays.setAll(all, row -> row);
        deal(parts, all, shares.of(rows), drawing(seed, "split random"));
        return collect(parts);
    }

    /**
     * As {@link #random}, but each value of a column is spread over the parts as all rows are: of a value with n rows,
     * the training part has n × train / rows of them, rounded down or up, so that the parts are exactly as large as
     * {@link Shares#of} says. The largest remainders are rounded up, the smaller value first where they are equal; then
     * the validation part is cut likewise from what is left.
     *
     * @param name what messages call the column
     * @throws Problem if the shares do not fit the rows, or a row has no value in the column
     */
    public static Split stratified(String name, Column by, Shares shares, long seed) {
        Shares.Sizes sizes = shares.of(by.rows());
        int[][] strata = strata(name, by);
        int[] left = Arrays.stream(strata).mapToInt(rows -> rows.length).toArray();
        int[] train = apportion(left, sizes.train());
        Arrays.setAll(left, i -> left[i] - train[i]);
        int[] validation = apportion(left, sizes.validation());
        byte[] parts = new byte[by.rows()];
        for (int i = 0; i < strata.length; i++) {
            Shares.Sizes own = new Shares.Sizes(train[i], validation[i], left[i] - validation[i]);
            deal(parts, strata[i], own, drawing(seed, "split stratified " + i));
        }
        return collect(parts);
    }

    /**
     * The parts that came with the data: the first rows are the training part, the others the test part.
     */
    public static Split official(int trainRows, int testRows) {
        byte[] parts = new byte[Math.addExact(trainRows, testRows)];
        Arrays.fill(parts, trainRows, parts.length, TEST);
        return collect(parts);
    }

    /**
     * The parts that came with the data, and a validation part cut from the training part by the seed.
     *
     * @param cut shares of the official training part, without a test part
     * @throws Problem                  if the shares do not fit the rows of the training part
     * @throws IllegalArgumentException if the shares name a test part
     */
    public static Split official(int trainRows, int testRows, Shares cut, long seed) {
        Shares.Sizes sizes = cut.of(trainRows);
        if (sizes.test() != 0) {
            throw new IllegalArgumentException("the official test part is not cut from the training part");
        }
        byte[] parts = new byte[Math.addExact(trainRows, testRows)];
        Arrays.fill(parts, trainRows, parts.length, TEST);
        int[] official = new int[trainRows];
        Arrays.setAll(official, row -> row);
        deal(parts, official, sizes, drawing(seed, "split official"));
        return collect(parts);
    }

    /** The seed of an order of rows that no training uses. */
    private static long drawing(long seed, String path) {
        return Philox.key(seed, path);
    }

    /** Marks, of some rows in the order of a drawing, the first for training, the next for validation, the rest. */
    private static void deal(byte[] parts, int[] rows, Shares.Sizes sizes, long drawing) {
        if (rows.length == 0) {
            return;
        }
        RowOrder order = new RowOrder(drawing, 0, rows.length);
        for (int i = 0; i < rows.length; i++) {
            boolean trains = i < sizes.train();
            boolean validates = i < sizes.train() + sizes.validation();
            parts[rows[order.row(i)]] = trains ? TRAIN : validates ? VALIDATION : TEST;
        }
    }

    /** The rows of each value of a column, the smallest value first. */
    private static int[][] strata(String name, Column by) {
        TreeMap<Float, Integer> counts = new TreeMap<>();
        for (int row = 0; row < by.rows(); row++) {
            float value = value(by, row);
            if (Float.isNaN(value)) {
                throw new Problem("the split is stratified by \"" + name + "\", which has no value in row " + (row + 1)
                        + "; fill it in, or split by another column");
            }
            counts.merge(value, 1, Integer::sum);
        }
        Map<Float, Integer> number = new TreeMap<>();
        int[][] strata = new int[counts.size()][];
        counts.forEach((value, count) -> {
            strata[number.size()] = new int[count];
            number.put(value, number.size());
        });
        int[] filled = new int[strata.length];
        for (int row = 0; row < by.rows(); row++) {
            int stratum = number.getOrDefault(value(by, row), 0);
            strata[stratum][filled[stratum]++] = row;
        }
        return strata;
    }

    /** A value to sort by: −0 is 0. */
    private static float value(Column by, int row) {
        return by.at(row, 0) + 0f;
    }

    /** A total dealt to strata in proportion to their sizes by largest remainders; never more than a stratum has. */
    private static int[] apportion(int[] sizes, int total) {
        long all = Arrays.stream(sizes).asLongStream().sum();
        int[] given = new int[sizes.length];
        Integer[] byRemainder = new Integer[sizes.length];
        int rest = total;
        for (int i = 0; i < sizes.length; i++) {
            given[i] = all == 0 ? 0 : (int) ((long) sizes[i] * total / all);
            rest -= given[i];
            byRemainder[i] = i;
        }
        Arrays.sort(byRemainder, (a, b) -> Long.compare((long) sizes[b] * total % all, (long) sizes[a] * total % all));
        for (int i = 0; i < rest; i++) {
            given[byRemainder[i]]++;
        }
        return given;
    }

    private static Split collect(byte[] parts) {
        int[] counts = new int[3];
        for (byte part : parts) {
            counts[part]++;
        }
        int[][] rows = {new int[counts[TRAIN]], new int[counts[VALIDATION]], new int[counts[TEST]]};
        int[] filled = new int[3];
        for (int row = 0; row < parts.length; row++) {
            rows[parts[row]][filled[parts[row]]++] = row;
        }
        return new Split(rows[TRAIN], rows[VALIDATION], rows[TEST]);
    }
}
