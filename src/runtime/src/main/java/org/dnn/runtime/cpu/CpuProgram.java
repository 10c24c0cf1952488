package org.dnn.runtime.cpu;

import java.util.Arrays;
import org.dnn.runtime.data.Philox;
import org.dnn.runtime.device.Trace;

/**
 * A program that the compiler wrote, on the CPU: its kernels, and the order in which they run. All members of a team run it
 * together; each does its part of every kernel.
 */
public abstract class CpuProgram {
    /** Rows of a unit of a product: blocks have six, and what is copied once for all of them shall pay. */
    private static final int UNIT_ROWS = 48;
    private static final int UNIT_ROWS_MULTIPLE = 12;
    /** Columns of one: a panel's, or as many as are copied at once. */
    private static final int UNIT_COLUMNS = Tile.COLUMNS;
    private static final int UNIT_COLUMNS_MULTIPLE = 16;
    /** Rows for each member, a tile's, from which on pieces of them are large. */
    private static final int MANY_ROWS = Tile.ROWS;

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
    private final StripProducts strips;
    private final Pieces pieces;
    private StripWatch watch = StripWatch.NONE;
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
        this.strips = products.strips();
        this.pieces = new Pieces(team.size());
        this.scratchEach = scratchEach;
        this.scratch = memory.length - scratchEach * team.size();
        this.lanes = new float[team.size()][16 * laneGroups];
        this.keys = new long[streams.length];
        for (int i = 0; i < streams.length; i++) {
            keys[i] = Philox.key(place.seed(), streams[i]);
        }
    }

    /** Sets the batch that the next run is for; what the run reads of the memory is there already. */
    public final void batch(int[] rowOrder, int firstRow, int rowCount, long stepNumber) {
        order = rowOrder;
        first = firstRow;
        rows = rowCount;
        step = stepNumber;
        begin();
    }

    /** Computes what all strips read: a team need not meet for it. */
    protected void begin() {
        // Programs without strips have nothing to be computed beforehand.
    }

    /**
     * Does a member's part of the program. Of one that works in strips, member 0 returns when all is done, others earlier; of
     * another one, each when its own part is.
     */
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
        return part(count, member, team.size());
    }

    /** Where one of several parts begins. */
    private static int part(int count, int number, int parts) {
        return Math.ceilDiv(count * number, parts);
    }

    /** A random number in [0, 1), the same for the same seed, path, step, turn and element. */
    protected final float uniform(int stream, int element, int turn) {
        return Philox.uniform(Philox.word(keys[stream], element, turn, step, 0));
    }

    /** Told of every strip that is through. */
    @FunctionalInterface
    interface StripWatch {
        StripWatch NONE = (strip, from, count) -> {};

        /**
         * @param strip where the member's values of a strip lie
         * @param from  the strip's first row in the batch
         * @param count its rows
         */
        void through(int strip, int from, int count);
    }

    /** Has somebody look at every strip. */
    final void watch(StripWatch strips) {
        watch = strips;
    }

    /** Whether {@link #prepare} does anything. */
    public boolean prepares() {
        return false;
    }

    /**
     * Does a member's part of what depends on the batch's rows alone. To be called before {@link #run}, but only once as long as
     * the rows stay the same and nobody else uses the memory.
     */
    public void prepare(int member) {
        // Most programs begin anew with every batch.
    }

    /** A member's strips of the preparation, as in {@link #strips}. */
    protected final void prepareStrips(int member, int longest) {
        int strips = Strips.count(rows, longest);
        for (int strip = part(strips, member); strip < part(strips, member + 1); strip++) {
            int from = Strips.begin(rows, strips, strip);
            prepareStrip(scratch(member), 0, from, Strips.begin(rows, strips, strip + 1) - from);
        }
    }

    /**
     * A member's strips of the batch, one after the other. Strips belong to strands, whose sums are kept apart; both depend on
     * the number of rows alone, and so do the sums' bits. What a member writes again and again is its own: of each strand the
     * others see the sums, and not their lanes, which would have to go from cache to cache.
     *
     * @param longest the most rows of a strip
     * @param lanes   where in a member's own memory the lanes of its sums lie
     * @param sums    where the strands' sums go, one strand's behind the other's
     * @param count   how many sums a strand has
     */
    protected final void strips(int member, int longest, int lanes, int sums, int count) {
        int strips = Strips.count(rows, longest);
        int strands = Strips.strands(strips);
        int own = scratch(member);
        for (int strand = part(strands, member); strand < part(strands, member + 1); strand++) {
            Arrays.fill(memory, own + lanes, own + lanes + count * Strips.LANES, 0);
            for (int strip = part(strips, strand, strands); strip < part(strips, strand + 1, strands); strip++) {
                int from = Strips.begin(rows, strips, strip);
                int size = Strips.begin(rows, strips, strip + 1) - from;
                strip(own, own + lanes, from, size);
                watch.through(own, from, size);
            }
            if (count > 0) {
                this.strips.fold(memory, own + lanes, sums + strand * count, count);
            }
        }
    }

    /**
     * All that is computed for the rows of a strip; programs that work in strips have it.
     *
     * @param strip where the values of the strip lie
     * @param sums  where the lanes of its strand's sums lie
     * @param from  the strip's first row in the batch
     * @param count its rows
     */
    protected void strip(int strip, int sums, int from, int count) {
        throw new IllegalStateException("the program does not work in strips");
    }

    /** All of the preparation that is done for the rows of a strip, as {@link #strip}. */
    protected void prepareStrip(int strip, int sums, int from, int count) {
        throw new IllegalStateException("the program prepares nothing");
    }

    /**
     * What some of the sums over all strips are.
     *
     * @param longest as for {@link #strips}
     * @param sums    where the first strand's first of them lies
     * @param all     how many sums a strand has
     * @param result  where they go
     * @param count   how many they are
     */
    protected final void together(int longest, int sums, int all, int result, int count) {
        int strands = Strips.strands(Strips.count(rows, longest));
        strips.together(memory, sums, strands, all, result, count);
    }

    /** As {@link StripProducts#product}. */
    protected final void stripProduct(int input, int inputStride, int weight, int weightRow, int weightColumn,
            int output, int outputStride, int outputs, int inputs, int count) {
        strips.product(memory, input, inputStride, weight, weightRow, weightColumn, output, outputStride, outputs,
                inputs, count);
    }

    /** As {@link StripProducts#weightGradient}. */
    protected final void stripWeightGradient(int gradient, int gradientStride, int input, int inputStride, int sums,
            int outputs, int inputs, int count) {
        strips.weightGradient(memory, gradient, gradientStride, input, inputStride, sums, outputs, inputs, count);
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

    /**
     * The rows or columns of {@code c = a × b} that a member gets hold of. Rows, where a's columns are not beside each other: what is
     * copied of a is then copied once; and where b's are not, if there are so many that a is copied, and not b.
     */
    protected final void multiplyPieces(int member, int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int resultRows, int columns, int depth) {
        boolean copiesA = aColumnStride != 1;
        boolean byRows = copiesA || (bColumnStride != 1 && resultRows >= MANY_ROWS * team.size());
        int count = byRows ? resultRows : columns;
        int unit = copiesA
                ? pieces.unit(count, UNIT_ROWS, UNIT_ROWS_MULTIPLE)
                : pieces.unit(count, UNIT_COLUMNS, UNIT_COLUMNS_MULTIPLE);
        int units = Math.ceilDiv(count, unit);
        int work = pieces.next(member);
        for (int first = pieces.take(work, units); first < units; first = pieces.take(work, units)) {
            int from = first * unit;
            int size = Math.min(count - from, pieces.size(first, units) * unit);
            if (byRows) {
                products.multiply(memory, a + from * aRowStride, aRowStride, aColumnStride, b, bRowStride,
                        bColumnStride, c + from * columns, columns, size, columns, depth, false, scratch(member));
            } else {
                products.multiply(memory, a, aRowStride, aColumnStride, b + from * bColumnStride, bRowStride,
                        bColumnStride, c + from, columns, resultRows, size, depth, false, scratch(member));
            }
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
        products.convolveWeightGradient(memory, input, outputGradient, weightGradient, shape, 0, rows,
                part(shape.filters(), member), part(shape.filters(), member + 1), scratch(member));
    }

    /** A member's parts of the images, of as many as there are: the gradient of a convolution's weights from each part. */
    protected final void convolveWeightGradients(int member, int parts, ConvolutionShape shape, int input,
            int outputGradient, int weightGradients) {
        int weights = shape.filters() * shape.groupChannels() * shape.taps();
        int together = shape.weightGradientInSixteens() ? Sixteen.IMAGES : 1;
        int groups = Math.ceilDiv(rows, together);
        for (int part = part(parts, member); part < part(parts, member + 1); part++) {
            products.convolveWeightGradient(memory, input, outputGradient, weightGradients + part * weights, shape,
                    together * part(groups, part, parts), Math.min(rows, together * part(groups, part + 1, parts)), 0,
                    shape.filters(), scratch(member));
        }
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
