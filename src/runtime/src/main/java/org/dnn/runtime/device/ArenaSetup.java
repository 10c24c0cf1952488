package org.dnn.runtime.device;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How large the arena of a training is, in floats, and where the host finds what it reads and writes in it.
 *
 * @param stepFixed        floats of the training step that do not depend on the batch
 * @param stepPerRow       floats of the training step for each row
 * @param evaluationFixed  the same of an evaluation
 * @param evaluationPerRow the same of an evaluation
 * @param scratch          floats that each member of a team needs for itself
 * @param hyperparameters  where the numbers of each step go
 * @param reports          where the sums of a step and of an evaluation are, float by float
 * @param stepReportFloats how many of the reports a step leaves
 * @param copied           whether a copy of what is kept lies in the arena too, to go back to
 */
public record ArenaSetup(long stepFixed, long stepPerRow, long evaluationFixed, long evaluationPerRow, long scratch,
        int[] hyperparameters, int[] reports, int stepReportFloats, boolean copied) {
    /** Evaluation takes larger batches than a training of few rows at a time. */
    private static final int LEAST_EVALUATION_ROWS = 256;
    /** Rows come in multiples of so many. */
    private static final int ALIGNMENT = 16;
    /** A GPU has a copy of so many floats at most, 4 MiB: that of a larger training is in the host's memory. */
    private static final int MOST_COPIED_ON_GPU = 1 << 20;

    /** With a copy of what is kept. */
    public ArenaSetup(long stepFixed, long stepPerRow, long evaluationFixed, long evaluationPerRow, long scratch,
            int[] hyperparameters, int[] reports, int stepReportFloats) {
        this(stepFixed, stepPerRow, evaluationFixed, evaluationPerRow, scratch, hyperparameters, reports,
                stepReportFloats, true);
    }

    /** The same places for the host, with programs that were planned for a GPU. */
    public ArenaSetup of(long fixed, long perRow, long evaluating, long evaluatingPerRow) {
        return new ArenaSetup(fixed, perRow, evaluating, evaluatingPerRow, 0, hyperparameters, reports,
                stepReportFloats, kept() <= MOST_COPIED_ON_GPU);
    }

    /** The most rows of a batch of an evaluation, for a training with batches of so many. */
    public int evaluationRows(int batch) {
        return Math.max(batch, LEAST_EVALUATION_ROWS);
    }

    /**
     * The floats, from the first, that outlive a step: parameters, buffers, statistics and what the optimizer remembers.
     * Plans put these first.
     */
    public int kept() {
        return IntStream.concat(Arrays.stream(hyperparameters), Arrays.stream(reports)).min().orElse(0);
    }

    /**
     * The length of the arena: the programs' own, a copy of what is kept as it was before the last stretch, and the
     * scratch of each member. Rows are rounded up to a multiple of 16, so that every buffer begins at a cache line.
     */
    public long floats(int batch, int threads) {
        return copy(batch) + copiedFloats() + scratch * threads;
    }

    private long copiedFloats() {
        return copied ? kept() : 0;
    }

    /** Where the copy of what is kept begins, and otherwise the arena ends. */
    public long copy(int batch) {
        long step = stepFixed + stepPerRow * rounded(batch);
        long evaluation = evaluationFixed + evaluationPerRow * rounded(evaluationRows(batch));
        return Math.max(step, evaluation);
    }

    /** The largest batch with which the arena takes no more than so many bytes; 0 if none does. */
    public long largestBatch(long bytes, int threads) {
        long floats = bytes / 4 - scratch * threads - copiedFloats();
        long byStep = stepPerRow == 0 ? Integer.MAX_VALUE : (floats - stepFixed) / stepPerRow;
        long byEvaluation = evaluationPerRow == 0 ? Integer.MAX_VALUE : (floats - evaluationFixed) / evaluationPerRow;
        long rows = Math.min(byStep, byEvaluation) / ALIGNMENT * ALIGNMENT;
        boolean least = stepFixed <= floats
                && evaluationFixed + evaluationPerRow * rounded(LEAST_EVALUATION_ROWS) <= floats;
        return rows < 1 || !least ? 0 : rows;
    }

    /** The rows that room is made for. */
    public static long rounded(long rows) {
        return (Math.max(rows, 1) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
