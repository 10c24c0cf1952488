package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights as products of tiles: a is the {@link PhasedImage}, a row per tap, b the
 * gradients of the output turned so that filters lie beside each other, and c the weights turned likewise.
 *
 * <p>Where filters are few, the taps of a kernel's row share one row of c: with the turned gradients
 *
 * <pre>
 * 0 0 | x=0 | x=1 | x=2 | … | 0 0 | x=0 | …      each x all filters, a gap of zeros before each row
 * </pre>
 *
 * input x meets the gradients of outputs x - 2, x - 1 and x through taps 2, 1 and 0, which lie beside each other and fill
 * the lanes. The chain of a tap is the same as if it had a row of its own, but for zeros.
 */
final class ConvolutionWeightGradient {
    /** Places of a block: the gradients that belong to it stay in the cache while all taps meet them. */
    private static final int DEPTH = 256;
    /** The results' rows are a multiple of it, so that none of their lanes are an edge. */
    private static final int LANES = 16;

    private ConvolutionWeightGradient() {}

    static int scratch(ConvolutionShape s) {
        return tables(s) + turnedGradients(s) + turnedWeights(s) + PhasedImage.scratch(s);
    }

    private static int tables(ConvolutionShape s) {
        return Tile.EDGE + rows(s) + 8 + block(s);
    }

    /** How many places a block has, but for the last. */
    private static int block(ConvolutionShape s) {
        return Math.min(places(s), DEPTH);
    }

    /** How many taps beside each other share a row of c. */
    private static int shared(ConvolutionShape s) {
        return s.strideX() == 1 && s.dilationX() == 1 && s.groupFilters() < Tile.COLUMNS ? s.kernelWidth() : 1;
    }

    private static int rows(ConvolutionShape s) {
        return s.groupChannels() * s.taps() / shared(s);
    }

    private static int mostFilters(ConvolutionShape s) {
        return Math.min(Tile.COLUMNS, s.groupFilters());
    }

    private static int columns(ConvolutionShape s, int filters) {
        return Math.ceilDiv(filters * shared(s), LANES) * LANES;
    }

    /** Successive places of the phased image that meet gradients; some of them meet zeros only. */
    private static int places(ConvolutionShape s) {
        return PhasedImage.positions(s) + shared(s) - 1;
    }

    private static int turnedGradients(ConvolutionShape s) {
        return mostFilters(s) * (places(s) + shared(s) - 1) + LANES;
    }

    private static int turnedWeights(ConvolutionShape s) {
        return rows(s) * columns(s, mostFilters(s));
    }

    static void run(Tile tile, Panel panel, float[] memory, int input, int outputGradient, int weightGradient,
            ConvolutionShape s, int fromImage, int toImage, int fromFilter, int toFilter, int scratch) {
        fillRows(memory, scratch + Tile.EDGE, s);
        PhasedImage.clear(memory, scratch + scratch(s) - PhasedImage.scratch(s), s);
        int filter = fromFilter;
        while (filter < toFilter) {
            int groupEnd = (filter / s.groupFilters() + 1) * s.groupFilters();
            int count = Math.min(Tile.COLUMNS, Math.min(toFilter, groupEnd) - filter);
            filters(tile, panel, memory, input, outputGradient, weightGradient, s, fromImage, toImage, filter, count,
                    scratch);
            filter += count;
        }
    }

    /** A table of rows has copies behind its end alone; a full tile's blocks end where it ends. */
    private static void fillRows(float[] memory, int table, ConvolutionShape s) {
        for (int row = 0; row < rows(s) + 8; row++) {
            int tap = Math.min(row, rows(s) - 1) * shared(s);
            int offset = PhasedImage.tap(s, tap % s.taps() / s.kernelWidth(), tap % s.kernelWidth());
            Tile.setOffset(memory, table + row, tap / s.taps() * PhasedImage.channelSize(s) + offset);
        }
    }

    /** At most {@link Tile#COLUMNS} filters of one group, over all images. */
    private static void filters(Tile tile, Panel panel, float[] memory, int input, int outputGradient,
            int weightGradient, ConvolutionShape s, int fromImage, int toImage, int filter, int count, int scratch) {
        int turnedGradients = scratch + tables(s);
        int turnedWeights = turnedGradients + turnedGradients(s);
        int phased = scratch + scratch(s) - PhasedImage.scratch(s);
        int channel = filter / s.groupFilters() * s.groupChannels();
        Tile.steps(memory, turnedGradients - block(s), block(s), count);
        Arrays.fill(memory, turnedGradients, turnedWeights + turnedWeights(s), 0);
        for (int image = fromImage; image < toImage; image++) {
            turn(panel, memory, outputGradient + (image * s.filters() + filter) * s.outputSize(), turnedGradients,
                    count, s);
            int from = input + (image * s.channels() + channel) * s.height() * s.width();
            if (!PhasedImage.isPlain(s)) {
                PhasedImage.pack(memory, from, phased, s);
                from = phased;
            }
            image(tile, memory, from, s, count, scratch);
        }
        turnBack(memory, turnedWeights, weightGradient + filter * s.groupChannels() * s.taps(), count, s);
    }

    private static void turn(Panel panel, float[] memory, int gradients, int turned, int count, ConvolutionShape s) {
        for (int y = 0; y < s.outputHeight(); y++) {
            int place = y * PhasedImage.columns(s) + shared(s) - 1;
            panel.turn(memory, gradients + y * s.outputWidth(), s.outputSize(), 1, turned + place * count,
                    count, count, s.outputWidth());
        }
    }

    private static void image(Tile tile, float[] memory, int phased, ConvolutionShape s, int count, int scratch) {
        int rowTable = scratch + Tile.EDGE;
        int turnedGradients = scratch + tables(s);
        int steps = turnedGradients - block(s);
        int turnedWeights = turnedGradients + turnedGradients(s);
        int columns = columns(s, count);
        for (int p = 0; p < places(s); p += DEPTH) {
            int depth = Math.min(DEPTH, places(s) - p);
            for (int row = 0; row < rows(s); row += Tile.ROWS) {
                tile.multiply(memory, phased + p, rowTable + row, 1, turnedGradients + p * count, steps,
                        (depth - 1) * count, turnedWeights + row * columns, columns,
                        Math.min(Tile.ROWS, rows(s) - row), columns, depth, scratch);
            }
        }
    }

    private static void turnBack(float[] memory, int turned, int weights, int count, ConvolutionShape s) {
        int shared = shared(s);
        for (int row = 0; row < rows(s); row++) {
            for (int part = 0; part < shared; part++) {
                int from = turned + row * columns(s, count) + part * count;
                int to = weights + row * shared + shared - 1 - part;
                Rows.copy(memory, from, 1, to, s.groupChannels() * s.taps(), count);
            }
        }
    }
}
