package org.dnn.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One training in one process.
 *
 * @param epochSeconds   the median of the second half of its epochs: warm ones
 * @param processSeconds from the start of the process to its end
 * @param peakBytes      the largest resident set
 * @param accuracy       on the test split
 */
record Measurement(double epochSeconds, double processSeconds, long peakBytes, double accuracy) {
    /** @param epochs the seconds of each epoch */
    static Measurement of(List<Double> epochs, Ended process, double accuracy) {
        return new Measurement(warm(epochs), process.seconds(),
                process.peakBytes(), accuracy);
    }

    /** The median of the second half. */
    static double warm(List<Double> epochs) {
        return median(epochs.subList(epochs.size() / 2, epochs.size()));
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
