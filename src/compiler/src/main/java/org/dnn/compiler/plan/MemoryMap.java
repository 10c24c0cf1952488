package org.dnn.compiler.plan;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.ir.Extent;

/**
 * What lies in the arena of a training, in floats. A training step and an evaluation use the same room one after the other;
 * the larger of the two counts. The runtime's {@code MemoryMap} computes the same; a test holds the two together.
 *
 * @param parameters what is trained
 * @param buffers    what is kept with it: running means, statistics of columns
 * @param state      what the optimizer remembers
 * @param numbers    what the host puts in and reads at each step: learning rates, sums
 * @param step       what a step works with: the constant part is gradients of parameters, the part for each row activations
 *                   and their gradients
 * @param evaluation the same of an evaluation
 * @param scratch    what each thread needs for itself
 * @param copied     whether the arena has a copy of what outlives a step, to go back to
 */
public record MemoryMap(long parameters, long buffers, long state, long numbers, Extent step, Extent evaluation,
        long scratch, boolean copied) {
    /** A GPU has a copy of so many floats at most, 4 MiB: that of a larger training is in the host's memory. */
    public static final int MOST_COPIED_ON_GPU = 1 << 20;
    /** The most floats of one Java array, which is what the arena is. */
    public static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    /** The largest batch where nothing of the memory depends on the batch. */
    public static final long ANY_BATCH = Integer.MAX_VALUE / Plan.ALIGNMENT * Plan.ALIGNMENT;
    /** Bytes of a float. */
    public static final int FLOAT = Float.BYTES;
    /** Evaluation takes batches of at least so many rows. */
    private static final int LEAST_EVALUATION_ROWS = 256;

    /**
     * One kind of contents.
     *
     * @param fixed  bytes whatever the batch
     * @param perRow further bytes for each row of the batch, rounded up to a multiple of {@link Plan#ALIGNMENT}
     */
    public record Part(String name, long fixed, long perRow) {
        public long bytes(long batch) {
            return fixed + perRow * capacity(batch);
        }
    }

    /** What does not depend on the programs. */
    public long variables() {
        return kept() + numbers;
    }

    /** What outlives a step. */
    private long kept() {
        return parameters + buffers + state;
    }

    private long copy() {
        return copied ? kept() : 0;
    }

    /** The parts of a training step, as one thread runs it. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("parameters", FLOAT * parameters, 0));
        parts.add(new Part("buffers", FLOAT * buffers, 0));
        parts.add(new Part("optimizer state", FLOAT * state, 0));
        parts.add(new Part("copy to go back to", FLOAT * copy(), 0));
        parts.add(new Part("numbers of a step", FLOAT * numbers, 0));
        parts.add(new Part("gradients", FLOAT * step.constant(), 0));
        parts.add(new Part("activations", 0, FLOAT * step.rows()));
        parts.add(new Part("scratch", FLOAT * scratch, 0));
        return parts.stream().filter(p -> p.fixed() + p.perRow() > 0).toList();
    }

    /** The further bytes that an evaluation needs beside the room of a step; 0 where it is the smaller. */
    public long evaluationBytes(long batch) {
        return FLOAT * Math.max(0, evaluationFloats(batch) - step.at(capacity(batch)));
    }

    /** All of it, in bytes. */
    public long arenaBytes(long batch, int threads) {
        long programs = Math.max(step.at(capacity(batch)), evaluationFloats(batch));
        return FLOAT * (variables() + copy() + programs + scratch * threads);
    }

    /** The same on a GPU, of programs that were planned for it. */
    public MemoryMap onGpu() {
        return new MemoryMap(parameters, buffers, state, numbers, step, evaluation, scratch,
                kept() <= MOST_COPIED_ON_GPU);
    }

    /** The largest batch with which the arena takes no more than so many bytes; 0 if none does. */
    public long largestBatch(long bytes, int threads) {
        long floats = bytes / FLOAT - variables() - copy() - scratch * threads;
        long rows = Math.min(most(step, floats), most(evaluation, floats)) / Plan.ALIGNMENT * Plan.ALIGNMENT;
        boolean least = step.constant() <= floats && evaluation.at(LEAST_EVALUATION_ROWS) <= floats;
        return least ? Math.max(0, rows) : 0;
    }

    private static long most(Extent programs, long floats) {
        return programs.rows() == 0 ? Integer.MAX_VALUE : (floats - programs.constant()) / programs.rows();
    }

    private long evaluationFloats(long batch) {
        return evaluation.at(capacity(Math.max(batch, LEAST_EVALUATION_ROWS)));
    }

    private static long capacity(long rows) {
        return Plan.aligned(Math.max(rows, 1));
    }
}
