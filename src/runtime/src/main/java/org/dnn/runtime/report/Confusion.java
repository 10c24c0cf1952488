package org.dnn.runtime.report;

import java.util.List;

/**
 * How often each class was taken for each.
 *
 * @param classes  the names, n of them
 * @param counts   n×n: {@code counts[truth][answer]} is the number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; long[][] is what the evaluation counts into
public record Confusion(List<String> classes, long[][] counts) {
    /**
     * Copies both.
     *
     * @throws IllegalArgumentException if the counts are not n×n
     */
    public Confusion {
        classes = List.copyOf(classes);
        counts = square(counts, classes.size());
    }

    private static long[][] square(long[][] counts, int size) {
        if (counts.length != size) {
            throw new IllegalArgumentException(counts.length + " rows of counts for " + size + " classes");
        }
        long[][] copy = new long[size][];
        for (int truth = 0; truth < size; truth++) {
            if (counts[truth].length != size) {
                throw new IllegalArgumentException(counts[truth].length + " counts for " + size + " classes");
            }
            copy[truth] = counts[truth].clone();
        }
        return copy;
    }

    int size() {
        return classes.size();
    }

    long count(int truth, int answer) {
        return counts[truth][answer];
    }

    /** How many rows are of the class. */
    long rows(int truth) {
        long sum = 0;
        for (long count : counts[truth]) {
            sum += count;
        }
        return sum;
    }

    /** How many rows were taken for the class. */
    long answers(int answer) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[answer];
        }
        return sum;
    }

    /** The share of the class's rows that were recognised; NaN where it has none. */
    double recall(int index) {
        return (double) counts[index][index] / rows(index);
    }

    /** The share of the answers of this class that were right; NaN where there was no such answer. */
    double precision(int index) {
        return (double) counts[index][index] / answers(index);
    }

    /** Whether all rows got one and the same answer. */
    boolean answersOneClass() {
        int given = 0;
        for (int answer = 0; answer < size(); answer++) {
            if (answers(answer) > 0) {
                given++;
            }
        }
        return given == 1;
    }
}
