package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights as products of tiles: a is the {@link PhasedImage}, a row per tap, b the
 * gradients of the output turned so that filters lie beside each other, and c the weights turned likewise. Places of
 * the phased image that have no meaning meet a row of zeros in b.
 */
final class ConvolutionWeightGradient {
    private ConvolutionWeightGradient() {}

    static int scratch(ConvolutionShape s) {
        return tables(s) + turnedGradients(s) + turnedWeights(s) + PhasedImage.scratch(s);
    }

    private static int tables(ConvolutionShape s) {
        return Tile.EDGE + rows(s) + 8 + s.outputHeight() * PhasedImage.columns(s);
    }

    private static int rows(ConvolutionShape s) {
        return s.groupChannels() * s.taps();
    }

    private static int turnedGradients(ConvolutionShape s) {
        return Math.min(Tile.COLUMNS, s.groupFilters()) * (s.outputSize() + 1);
    }

    private static int turnedWeights(ConvolutionShape s) {
        return Math.min(Tile.COLUMNS, s.groupFilters()) * rows(s);
    }

    static void run(Tile tile, float[] memory, int input, int outputGradient, int weightGradient, ConvolutionShape s,
            int images, int fromFilter, int toFilter, int scratch) {
        int rowTable = scratch + Tile.EDGE;
        PhasedImage.fillTaps(memory, rowTable, s);
        for (int copy = 0; copy < 8; copy++) {
            Tile.setOffset(memory, rowTable + rows(s) + copy, Tile.offset(memory, rowTable + rows(s) - 1));
        }
        PhasedImage.clear(memory, scratch + scratch(s) - PhasedImage.scratch(s), s);
        int filter = fromFilter;
        while (filter < toFilter) {
            int groupEnd = (filter / s.groupFilters() + 1) * s.groupFilters();
            int count = Math.min(Tile.COLUMNS, Math.min(toFilter, groupEnd) - filter);
            filters(tile, memory, input, outputGradient, weightGradient, s, images, filter, count, scratch);
            filter += count;
        }
    }

    /** At most {@link Tile#COLUMNS} filters of one group, over all images. */
    private static void filters(Tile tile, float[] memory, int input, int outputGradient, int weightGradient,
            ConvolutionShape s, int images, int filter, int count, int scratch) {
        int turnedGradients = scratch + tables(s);
        int turnedWeights = turnedGradients + turnedGradients(s);
        int channel = filter / s.groupFilters() * s.groupChannels();
        fillSteps(memory, scratch + tables(s) - s.outputHeight() * PhasedImage.columns(s), count, s);
        int zeros = turnedGradients + s.outputSize() * count;
        Arrays.fill(memory, zeros, zeros + count, 0);
        Arrays.fill(memory, turnedWeights, turnedWeights + rows(s) * count, 0);
        for (int image = 0; image < images; image++) {
            Transposition.copy(memory, outputGradient + (image * s.filters() + filter) * s.outputSize(),
                    s.outputSize(), 1, turnedGradients, count, count, s.outputSize());
            int from = input + (image * s.channels() + channel) * s.height() * s.width();
            if (!PhasedImage.isPlain(s)) {
                int phased = scratch + scratch(s) - PhasedImage.scratch(s);
                PhasedImage.pack(memory, from, phased, s);
                from = phased;
            }
            image(tile, memory, from, s, count, scratch);
        }
        Transposition.copy(memory, turnedWeights, count, 1, weightGradient + filter * rows(s), rows(s), rows(s),
                count);
    }

    /** Where the gradients of each place of the phased image lie. */
    private static void fillSteps(float[] memory, int table, int count, ConvolutionShape s) {
        int at = table;
        for (int y = 0; y < s.outputHeight(); y++) {
            for (int x = 0; x < PhasedImage.columns(s); x++) {
                int place = x < s.outputWidth() ? y * s.outputWidth() + x : s.outputSize();
                Tile.setOffset(memory, at++, place * count);
            }
        }
    }

    /** A table of rows has copies behind its end alone; a full tile's blocks end where it ends. */
    private static void image(Tile tile, float[] memory, int phased, ConvolutionShape s, int count, int scratch) {
        int rowTable = scratch + Tile.EDGE;
        int steps = rowTable + rows(s) + 8;
        int turnedGradients = scratch + tables(s);
        int turnedWeights = turnedGradients + turnedGradients(s);
        for (int row = 0; row < rows(s); row += Tile.ROWS) {
            tile.multiply(memory, phased, rowTable + row, 1, turnedGradients, steps, s.outputSize() * count,
                    turnedWeights + row * count, count, Math.min(Tile.ROWS, rows(s) - row), count,
                    PhasedImage.positions(s), scratch);
        }
    }
}
