package org.dnn.runtime.device;

/** A training on a device: its memory and its programs. One thread uses it at a time. */
public interface Session extends Memory, AutoCloseable {
    /** One sentence: which device, and why that one. */
    String description();

    /** Bytes of the one memory that all programs share, as allocated. */
    long arenaBytes();

    /** Runs training steps. */
    void train(Stretch stretch);

    /**
     * Evaluates rows of the data, changing nothing.
     *
     * @param rows   which rows
     * @param totals takes the sums over all rows, in the order of the program's reports
     * @param scores takes what the program puts out for each row, in the order of {@code rows}; empty if it is not wanted
     */
    void evaluate(int[] rows, double[] totals, float[] scores);

    @Override
    void close();
}
