package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights over {@link Sixteen} images side by side, where the stride is 1.
 *
 * <p>For a row of the output, a tap meets one run of {@code [x][16 images]} of the padded input. With the gradients of that row as
 * {@code [x][image][16 filters]}, the weights of all taps are a product of matrices, row after row and sixteen images after
 * sixteen.
 */
final class SixteenWeightGradient {
    /** Gradients of a block: for two times sixteen filters they stay in the first cache for all taps. */
    private static final int DEPTH = 256;
    /** Fewer would leave too many lanes empty. */
    private static final int FILTERS_THAT_PAY = 9;

    private SixteenWeightGradient() {}

    static boolean serves(ConvolutionShape s) {
        return s.dilationY() == 1 && s.dilationX() == 1 && s.strideY() == 1 && s.strideX() == 1
                && s.groupFilters() >= FILTERS_THAT_PAY
                && (long) Sixteen.IMAGES * s.groupChannels() * PhasedImage.channelSize(s) <= SixteenConvolution.MOST;
    }

    static int scratch(ConvolutionShape s) {
        return table(s) + packed(s) + columns(s) * (gradients(s) + sums(s));
    }

    private static int taps(ConvolutionShape s) {
        return s.groupChannels() * s.taps();
    }

    private static int table(ConvolutionShape s) {
        return taps(s) + Tile.ROWS_BEYOND;
    }

    private static int packed(ConvolutionShape s) {
        return Sixteen.IMAGES * s.groupChannels() * PhasedImage.channelSize(s);
    }

    /** How many times sixteen filters a group has. */
    private static int columns(ConvolutionShape s) {
        return Math.ceilDiv(s.groupFilters(), Sixteen.IMAGES);
    }

    /** Of sixteen filters and images, for a row of the output. */
    private static int gradients(ConvolutionShape s) {
        return s.outputWidth() * Sixteen.IMAGES * Sixteen.IMAGES;
    }

    /** Of sixteen filters. */
    private static int sums(ConvolutionShape s) {
        return taps(s) * Sixteen.IMAGES;
    }

    static void run(SixteenBlocks blocks, Panel panel, float[] memory, int input, int outputGradient,
            int weightGradient, ConvolutionShape s, int fromImage, int toImage, int fromFilter, int toFilter,
            int scratch) {
        fillTaps(memory, scratch, s);
        int packed = scratch + table(s);
        Arrays.fill(memory, packed, packed + packed(s), 0);
        int filter = fromFilter;
        while (filter < toFilter) {
            int group = filter / s.groupFilters();
            int end = Math.min(toFilter, (group + 1) * s.groupFilters());
            group(blocks, panel, memory, input, outputGradient, weightGradient, s, fromImage, toImage, filter,
                    end - filter, scratch);
            filter = end;
        }
    }

    private static void fillTaps(float[] memory, int table, ConvolutionShape s) {
        for (int i = 0; i < table(s); i++) {
            int tap = Math.min(i, taps(s) - 1);
            int offset = PhasedImage.tap(s, tap % s.taps() / s.kernelWidth(), tap % s.kernelWidth());
            Tile.setOffset(memory, table + i,
                    (tap / s.taps() * PhasedImage.channelSize(s) + offset) * Sixteen.IMAGES);
        }
    }

    /** Filters of one group, over all images. */
    private static void group(SixteenBlocks blocks, Panel panel, float[] memory, int input, int outputGradient,
            int weightGradient, ConvolutionShape s, int fromImage, int toImage, int filter, int count, int scratch) {
        int packed = scratch + table(s);
        int gradients = packed + packed(s);
        int sums = gradients + columns(s) * gradients(s);
        int channel = filter / s.groupFilters() * s.groupChannels();
        Arrays.fill(memory, sums, sums + columns(s) * sums(s), 0);
        for (int image = fromImage; image < toImage; image += Sixteen.IMAGES) {
            int images = Math.min(Sixteen.IMAGES, toImage - image);
            pack(panel, memory, input + (image * s.channels() + channel) * s.height() * s.width(), packed, s, images);
            for (int y = 0; y < s.outputHeight(); y++) {
                turnRow(panel, memory, outputGradient + ((image * s.filters() + filter) * s.outputHeight() + y)
                        * s.outputWidth(), gradients, s, images, count);
                row(blocks, memory, packed + y * PhasedImage.columns(s) * Sixteen.IMAGES, gradients, sums, s, count,
                        scratch);
            }
        }
        for (int first = 0; first < count; first += Sixteen.IMAGES) {
            panel.turn(memory, sums + first / Sixteen.IMAGES * sums(s), Sixteen.IMAGES, 1,
                    weightGradient + (filter + first) * taps(s), taps(s), taps(s),
                    Math.min(Sixteen.IMAGES, count - first));
        }
    }

    /** Rows of images into the middle of padded ones. */
    private static void pack(Panel panel, float[] memory, int from, int packed, ConvolutionShape s, int images) {
        int columns = PhasedImage.columns(s);
        for (int channel = 0; channel < s.groupChannels(); channel++) {
            for (int y = 0; y < s.height(); y++) {
                int place = channel * PhasedImage.channelSize(s) + (y + s.paddingY()) * columns + s.paddingX();
                Sixteen.pack(panel, memory, from + (channel * s.height() + y) * s.width(),
                        s.channels() * s.height() * s.width(), images, packed + place * Sixteen.IMAGES, s.width());
            }
        }
    }

    /** A row of the output's gradients: {@code [16 filters][x][image][filter]}. */
    private static void turnRow(Panel panel, float[] memory, int from, int to, ConvolutionShape s, int images,
            int filters) {
        if (images < Sixteen.IMAGES) {
            Arrays.fill(memory, to, to + columns(s) * gradients(s), 0);
        }
        for (int first = 0; first < filters; first += Sixteen.IMAGES) {
            for (int image = 0; image < images; image++) {
                panel.turn(memory, from + (image * s.filters() + first) * s.outputSize(), s.outputSize(), 1,
                        to + first / Sixteen.IMAGES * gradients(s) + image * Sixteen.IMAGES,
                        Sixteen.IMAGES * Sixteen.IMAGES, Math.min(Sixteen.IMAGES, filters - first), s.outputWidth());
            }
        }
    }

    private static void row(SixteenBlocks blocks, float[] memory, int images, int gradients, int sums,
            ConvolutionShape s, int filters, int table) {
        int depth = s.outputWidth() * Sixteen.IMAGES;
        for (int first = 0; first < filters; first += 2 * Sixteen.IMAGES) {
            int column = first / Sixteen.IMAGES;
            int apart = first + Sixteen.IMAGES < filters ? 1 : 0;
            for (int p = 0; p < depth; p += DEPTH) {
                blocks.multiply(memory, images + p, table, gradients + column * gradients(s) + p * Sixteen.IMAGES,
                        apart * gradients(s), sums + column * sums(s), apart * sums(s), Sixteen.IMAGES, taps(s),
                        filters - first <= Sixteen.IMAGES / 2, Math.min(DEPTH, depth - p));
            }
        }
    }
}
