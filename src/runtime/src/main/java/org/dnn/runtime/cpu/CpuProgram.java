package org.dnn.runtime.cpu;

import org.dnn.runtime.data.Philox;

/**
 * A program that the compiler wrote, on the CPU: its kernels, and the order in which they run. All members of a team run it
 * together; each does its part of every kernel.
 */
public abstract class CpuProgram {
    /** The arena: one array, in which the plan gave everything a place. */
    protected final float[] memory;
    /** The most rows of a batch. */
    protected final int capacity;
    protected final Team team;
    /** Sixteen sums for each member, or several times sixteen. */
    protected final float[][] lanes;
    /** Rows of this batch. */
    protected int rows;
    /** The rows of the data in their order. */
    protected int[] order = new int[0];
    /** Where in the order the batch begins. */
    protected int first;

    private final Products products;
    private final int scratch;
    private final int scratchEach;
    private final long[] keys;
    private long step;

    /**
     * @param scratchEach floats that each member needs for itself
     * @param laneGroups  how many groups of sixteen sums a kernel needs at once
     * @param streams     the paths of the random numbers that the program draws
     */
    protected CpuProgram(CpuMemory place, int scratchEach, int laneGroups, String... streams) {
        this.memory = place.memory();
        this.capacity = place.capacity();
        this.team = place.team();
        this.products = place.products();
        this.scratchEach = scratchEach;
        this.scratch = memory.length - scratchEach * team.size();
        this.lanes = new float[team.size()][16 * laneGroups];
        this.keys = new long[streams.length];
        for (int i = 0; i < streams.length; i++) {
            keys[i] = Philox.key(place.seed(), streams[i]);
        }
    }

    /** Sets the batch that the next run is for. */
    public final void batch(int[] rowOrder, int firstRow, int rowCount, long stepNumber) {
        order = rowOrder;
        first = firstRow;
        rows = rowCount;
        step = stepNumber;
    }

    /** Does a member's part of the program. */
    public abstract void run(int member);

    /** Says what {@link #run} writes, in the same order. */
    public void trace(Trace trace) {
        throw new IllegalStateException("the program does not say what it writes");
    }

    /** Where the program puts what it gives for each row. */
    public int place(String output) {
        throw new IllegalArgumentException("the program puts out no " + output);
    }

    /** Where a member's part of so many points begins; what cannot be shared falls to member 0. */
    protected final int part(int count, int member) {
        return Math.ceilDiv(count * member, team.size());
    }

    /** A random number in [0, 1), the same for the same seed, path, step, turn and element. */
    protected final float uniform(int stream, int element, int turn) {
        return Philox.uniform(Philox.word(keys[stream], element, turn, step, 0));
    }

    /** A member's rows of {@code c = a × b}. */
    protected final void multiply(int member, int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int resultRows, int columns, int depth) {
        int from = part(resultRows, member);
        int to = part(resultRows, member + 1);
        if (from < to) {
            products.multiply(memory, a + from * aRowStride, aRowStride, aColumnStride, b, bRowStride, bColumnStride,
                    c + from * columns, columns, to - from, columns, depth, false, scratch(member));
        }
    }

    /** A member's images of a convolution. */
    protected final void convolve(int member, ConvolutionShape shape, int input, int weight, int output) {
        products.convolve(memory, input, weight, output, shape, part(rows, member), part(rows, member + 1),
                scratch(member));
    }

    /** A member's images of the gradient of a convolution's input. */
    protected final void convolveInputGradient(int member, ConvolutionShape shape, int outputGradient, int weight,
            int inputGradient) {
        products.convolveInputGradient(memory, outputGradient, weight, inputGradient, shape, part(rows, member),
                part(rows, member + 1), scratch(member));
    }

    /** A member's filters of the gradient of a convolution's weights. */
    protected final void convolveWeightGradient(int member, ConvolutionShape shape, int input, int outputGradient,
            int weightGradient) {
        products.convolveWeightGradient(memory, input, outputGradient, weightGradient, shape, rows,
                part(shape.filters(), member), part(shape.filters(), member + 1), scratch(member));
    }

    protected final void windowMaximum(int member, WindowShape shape, int input, int output) {
        products.windowMaximum(memory, input, output, shape, part(rows, member), part(rows, member + 1));
    }

    protected final void windowMaximumGradient(int member, WindowShape shape, int input, int outputGradient,
            int inputGradient) {
        products.windowMaximumGradient(memory, input, outputGradient, inputGradient, shape, part(rows, member),
                part(rows, member + 1));
    }

    protected final void windowSum(int member, WindowShape shape, int input, int output) {
        products.windowSum(memory, input, output, shape, part(rows, member), part(rows, member + 1));
    }

    protected final void windowSumGradient(int member, WindowShape shape, int outputGradient, int inputGradient) {
        products.windowSumGradient(memory, outputGradient, inputGradient, shape, part(rows, member),
                part(rows, member + 1));
    }

    private int scratch(int member) {
        return scratch + member * scratchEach;
    }
}
