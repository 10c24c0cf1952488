package org.dnn.runtime.data;

/** Pearson's chi-square against equal chances. */
final class Uniformity {
    private Uniformity() {}

    /** By how many standard deviations the statistic of some counts is above what chance gives. */
    static double deviation(int[] counts) {
        return deviation(counts, counts.length - 1);
    }

    static double deviation(int[] counts, double freedom) {
        double total = 0;
        for (int count : counts) {
            total += count;
        }
        double expected = total / counts.length;
        double statistic = 0;
        for (int count : counts) {
            statistic += (count - expected) * (count - expected) / expected;
        }
        return (statistic - freedom) / Math.sqrt(2 * freedom);
    }
}
