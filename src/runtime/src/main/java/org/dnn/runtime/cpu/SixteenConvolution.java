package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * A convolution, or the gradient of its input, over {@link Sixteen} images side by side.
 *
 * <p>Row by row of the result, the rows that its taps read are put into a strip, {@code [x][ky][channel][16]}: what a place of the
 * result reads is then one run, and its product with the weights, sorted likewise, is one of matrices. Taps above and below the
 * image are left out; left and right of it they are left out where they are for both of two places. The gradient of the input
 * is a convolution of the output's gradients with the kernel turned about, where the stride is 1.
 */
final class SixteenConvolution {
    /** Taps of a block: what they read for two places, 32 kB, stays in the first cache for all rows of weights. */
    private static final int DEPTH = 256;
    /** Floats of sixteen packed images at most, 512 kB: more would not stay in the second cache. */
    static final int MOST = 1 << 17;
    /** So many multiply-adds for each float that is packed or unpacked pay for that. */
    private static final int PAYS = 32;

    private SixteenConvolution() {}

    static boolean serves(ConvolutionShape s, boolean gradient) {
        long packed = (long) sources(s, gradient) * height(s, gradient) * width(s, gradient);
        long unpacked = (long) results(s, gradient) * resultHeight(s, gradient) * resultWidth(s, gradient);
        return s.dilationY() == 1 && s.dilationX() == 1 && (!gradient || (s.strideY() == 1 && s.strideX() == 1))
                && Sixteen.IMAGES * packed <= MOST
                && (long) weights(s) * s.outputSize() >= PAYS * (packed + unpacked);
    }

    static int scratch(ConvolutionShape s, boolean gradient) {
        return results(s, gradient) + Tile.ROWS_BEYOND + packed(s, gradient) + strip(s, gradient)
                + row(s, gradient) + 2 * weights(s);
    }

    private static int sources(ConvolutionShape s, boolean gradient) {
        return gradient ? s.groupFilters() : s.groupChannels();
    }

    private static int results(ConvolutionShape s, boolean gradient) {
        return gradient ? s.groupChannels() : s.groupFilters();
    }

    private static int height(ConvolutionShape s, boolean gradient) {
        return gradient ? s.outputHeight() : s.height();
    }

    private static int width(ConvolutionShape s, boolean gradient) {
        return gradient ? s.outputWidth() : s.width();
    }

    private static int resultHeight(ConvolutionShape s, boolean gradient) {
        return gradient ? s.height() : s.outputHeight();
    }

    private static int resultWidth(ConvolutionShape s, boolean gradient) {
        return gradient ? s.width() : s.outputWidth();
    }

    private static int above(ConvolutionShape s, boolean gradient) {
        return gradient ? s.kernelHeight() - 1 - s.paddingY() : s.paddingY();
    }

    private static int before(ConvolutionShape s, boolean gradient) {
        return gradient ? s.kernelWidth() - 1 - s.paddingX() : s.paddingX();
    }

    private static int packed(ConvolutionShape s, boolean gradient) {
        return Sixteen.IMAGES * sources(s, gradient) * height(s, gradient) * width(s, gradient);
    }

    /** Before its first place and behind its last there are as many zeros as the second of two places is apart. */
    private static int strip(ConvolutionShape s, boolean gradient) {
        return Sixteen.IMAGES * sources(s, gradient) * s.kernelHeight() * (width(s, gradient) + 2 * s.strideX());
    }

    private static int row(ConvolutionShape s, boolean gradient) {
        return Sixteen.IMAGES * results(s, gradient) * resultWidth(s, gradient);
    }

    private static int weights(ConvolutionShape s) {
        return s.groupFilters() * s.groupChannels() * s.taps();
    }

    static void run(SixteenBlocks blocks, Panel panel, float[] memory, int input, int weight, int output,
            ConvolutionShape s, boolean gradient, int fromImage, int toImage, int table) {
        int scratch = table + results(s, gradient) + Tile.ROWS_BEYOND;
        int sorted = scratch + packed(s, gradient) + strip(s, gradient) + row(s, gradient);
        int size = sources(s, gradient) * height(s, gradient) * width(s, gradient);
        int resultSize = results(s, gradient) * resultHeight(s, gradient) * resultWidth(s, gradient);
        for (int group = 0; group < s.groups(); group++) {
            sortWeights(memory, weight + group * weights(s), sorted, s, gradient);
            for (int image = fromImage; image < toImage; image += Sixteen.IMAGES) {
                int images = Math.min(Sixteen.IMAGES, toImage - image);
                Sixteen.pack(panel, memory, input + (image * s.groups() + group) * size, s.groups() * size, images,
                        scratch, size);
                int to = output + (image * s.groups() + group) * resultSize;
                for (int y = 0; y < resultHeight(s, gradient); y++) {
                    row(blocks, memory, s, gradient, y, images <= Sixteen.IMAGES / 2, table, scratch);
                    unpackRow(panel, memory, s, gradient, to + y * resultWidth(s, gradient), images, scratch);
                }
            }
        }
    }

    /** {@code [result][kx][ky][source]}. */
    private static void sortWeights(float[] memory, int weight, int to, ConvolutionShape s, boolean gradient) {
        int sources = sources(s, gradient);
        int taps = s.taps();
        int at = to;
        for (int result = 0; result < results(s, gradient); result++) {
            for (int kx = 0; kx < s.kernelWidth(); kx++) {
                for (int ky = 0; ky < s.kernelHeight(); ky++) {
                    int tap = ky * s.kernelWidth() + kx;
                    int from = weight + (gradient ? result * taps + taps - 1 - tap : result * sources * taps + tap);
                    Rows.copy(memory, from, gradient ? s.groupChannels() * taps : taps, at, 1, sources);
                    at += sources;
                }
            }
        }
    }

    private static void row(SixteenBlocks blocks, float[] memory, ConvolutionShape s, boolean gradient, int y,
            boolean half, int table, int scratch) {
        int strip = scratch + packed(s, gradient);
        int result = strip + strip(s, gradient);
        int top = y * s.strideY() - above(s, gradient);
        int firstTap = Math.max(0, -top);
        int taps = Math.min(s.kernelHeight(), height(s, gradient) - top) - firstTap;
        Arrays.fill(memory, result, result + row(s, gradient), 0);
        if (taps <= 0) {
            return;
        }
        fillStrip(blocks, memory, s, gradient, top + firstTap, taps, scratch);
        int weights = result + row(s, gradient);
        if (taps < s.kernelHeight()) {
            weights = someWeights(memory, s, gradient, weights, firstTap, taps);
        }
        int slot = taps * sources(s, gradient);
        Tile.rows(memory, table, results(s, gradient), s.kernelWidth() * slot);
        int width = resultWidth(s, gradient);
        for (int x = 0; x < width; x += 2) {
            int apart = Math.min(1, width - 1 - x);
            int left = x * s.strideX() - before(s, gradient);
            int from = Math.max(0, -left - apart * s.strideX());
            int to = Math.min(s.kernelWidth(), width(s, gradient) - left);
            int column = strip + (s.strideX() + left + from) * slot * Sixteen.IMAGES;
            for (int p = 0; p < (to - from) * slot; p += DEPTH) {
                blocks.multiply(memory, weights + from * slot + p, table, column + p * Sixteen.IMAGES,
                        apart * s.strideX() * slot * Sixteen.IMAGES, result + x * Sixteen.IMAGES,
                        apart * Sixteen.IMAGES, width * Sixteen.IMAGES, results(s, gradient), half,
                        Math.min(DEPTH, (to - from) * slot - p));
            }
        }
    }

    /** The rows of an image that a row of the result reads, {@code [x][row][channel][16]}, zeros left and right of them. */
    private static void fillStrip(SixteenBlocks blocks, float[] memory, ConvolutionShape s, boolean gradient, int top,
            int rows, int scratch) {
        int strip = scratch + packed(s, gradient);
        int sources = sources(s, gradient);
        int width = width(s, gradient);
        int slot = rows * sources * Sixteen.IMAGES;
        int edge = s.strideX() * slot;
        Arrays.fill(memory, strip, strip + edge, 0);
        Arrays.fill(memory, strip + edge + width * slot, strip + edge + width * slot + edge, 0);
        int to = strip + edge;
        for (int y = top; y < top + rows; y++) {
            for (int source = 0; source < sources; source++) {
                blocks.copy(memory, scratch + (source * height(s, gradient) + y) * width * Sixteen.IMAGES, to, slot,
                        width);
                to += Sixteen.IMAGES;
            }
        }
    }

    /** The weights of some of a kernel's rows, behind all of them. */
    private static int someWeights(float[] memory, ConvolutionShape s, boolean gradient, int weights, int firstTap,
            int taps) {
        int sources = sources(s, gradient);
        int to = weights + weights(s);
        Rows.copyAll(memory, weights + firstTap * sources, s.kernelHeight() * sources, to, taps * sources,
                taps * sources, results(s, gradient) * s.kernelWidth());
        return to;
    }

    private static void unpackRow(Panel panel, float[] memory, ConvolutionShape s, boolean gradient, int to, int images,
            int scratch) {
        int width = resultWidth(s, gradient);
        int plane = resultHeight(s, gradient) * width;
        int imageStride = s.groups() * results(s, gradient) * plane;
        int from = scratch + packed(s, gradient) + strip(s, gradient);
        for (int result = 0; result < results(s, gradient); result++) {
            Sixteen.unpack(panel, memory, from + result * width * Sixteen.IMAGES, width, to + result * plane,
                    imageStride, images);
        }
    }
}
