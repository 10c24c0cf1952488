package org.dnn.runtime.device;

import java.util.Optional;

/** A training on a device: its memory and its programs. One thread uses it at a time. */
public interface Session extends Memory, AutoCloseable {
    /** One sentence: which device, and why that one. */
    String description();

    /** Bytes of the one memory that all programs share, as allocated. */
    long arenaBytes();

    /** Runs training steps. */
    void train(Stretch stretch);

    /** Whether all that outlives a step is finite: parameters, buffers, what the optimizer remembers. */
    boolean isFinite();

    /** Goes back to where the last stretch began. */
    void undo();

    /**
     * Runs a stretch once more, from where it began, and looks at everything that it computes; to be called after
     * {@link #undo}, and leaves what is there after it alike.
     *
     * @return the first value that is NaN or infinite, of the step that left a loss or a parameter that is
     */
    Optional<NotFinite> search(Stretch stretch);

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
