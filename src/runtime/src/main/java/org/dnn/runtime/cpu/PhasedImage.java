package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * A padded image with its rows and columns sorted by their remainder by the stride, its phase, so that what one tap of
 * a convolution reads for successive outputs lies at successive places.
 *
 * <p>One channel is {@code [phaseY][phaseX][rows][columns]}: padded input row r is row {@code r / strideY} of phase
 * {@code r % strideY}. Then tap (ky, kx) of output (y, x) is at {@code tap(ky, kx) + y * columns + x}, which makes a
 * convolution a product whose b is the image itself, read at the offsets of the taps. The price is that the rows of
 * the result are {@code columns} wide, some columns of them without meaning.
 */
final class PhasedImage {
    private PhasedImage() {}

    static int rows(ConvolutionShape s) {
        return s.outputHeight() + (s.kernelHeight() - 1) * s.dilationY() / s.strideY();
    }

    static int columns(ConvolutionShape s) {
        return s.outputWidth() + (s.kernelWidth() - 1) * s.dilationX() / s.strideX();
    }

    /** Phases that some tap reads. */
    private static int phasesY(ConvolutionShape s) {
        return Math.min(s.strideY(), (s.kernelHeight() - 1) * s.dilationY() + 1);
    }

    private static int phasesX(ConvolutionShape s) {
        return Math.min(s.strideX(), (s.kernelWidth() - 1) * s.dilationX() + 1);
    }

    /** Floats of one channel. */
    static int channelSize(ConvolutionShape s) {
        return phasesY(s) * phasesX(s) * rows(s) * columns(s);
    }

    /** Whether the image as it is would do. */
    static boolean isPlain(ConvolutionShape s) {
        return s.strideY() == 1 && s.strideX() == 1 && s.paddingY() == 0 && s.paddingX() == 0;
    }

    /** Floats of one group's channels, 0 where the image as it is does. */
    static int scratch(ConvolutionShape s) {
        return isPlain(s) ? 0 : s.groupChannels() * channelSize(s);
    }

    /** Successive places from the first output of an image to its last, those without meaning included. */
    static int positions(ConvolutionShape s) {
        return (s.outputHeight() - 1) * columns(s) + s.outputWidth();
    }

    /** Where a tap of one channel begins. */
    static int tap(ConvolutionShape s, int ky, int kx) {
        int y = ky * s.dilationY();
        int x = kx * s.dilationX();
        int phase = y % s.strideY() * phasesX(s) + x % s.strideX();
        return (phase * rows(s) + y / s.strideY()) * columns(s) + x / s.strideX();
    }

    /** Puts the offsets of all taps into a table, in the order (channel, ky, kx); returns the greatest. */
    static int fillTaps(float[] memory, int table, ConvolutionShape s) {
        int reach = 0;
        int at = table;
        for (int channel = 0; channel < s.groupChannels(); channel++) {
            for (int ky = 0; ky < s.kernelHeight(); ky++) {
                for (int kx = 0; kx < s.kernelWidth(); kx++) {
                    int offset = channel * channelSize(s) + tap(s, ky, kx);
                    reach = Math.max(reach, offset);
                    Tile.setOffset(memory, at++, offset);
                }
            }
        }
        return reach;
    }

    /** Zeroes the place of an image, once: every image fills the same part of it. */
    static void clear(float[] memory, int phased, ConvolutionShape s) {
        Arrays.fill(memory, phased, phased + scratch(s), 0);
    }

    /** Copies the channels of one group. */
    static void pack(float[] memory, int image, int phased, ConvolutionShape s) {
        for (int channel = 0; channel < s.groupChannels(); channel++) {
            int from = image + channel * s.height() * s.width();
            int to = phased + channel * channelSize(s);
            for (int phaseY = 0; phaseY < phasesY(s); phaseY++) {
                for (int phaseX = 0; phaseX < phasesX(s); phaseX++) {
                    packPhase(memory, from, to, s, phaseY, phaseX);
                    to += rows(s) * columns(s);
                }
            }
        }
    }

    private static void packPhase(float[] memory, int from, int to, ConvolutionShape s, int phaseY, int phaseX) {
        int columns = columns(s);
        int firstX = firstInside(s.paddingX(), phaseX, s.strideX());
        int endX = Math.min(columns, firstInside(s.width() + s.paddingX(), phaseX, s.strideX()));
        int firstY = firstInside(s.paddingY(), phaseY, s.strideY());
        int endY = Math.min(rows(s), firstInside(s.height() + s.paddingY(), phaseY, s.strideY()));
        for (int y = firstY; y < endY; y++) {
            int row = from + (y * s.strideY() + phaseY - s.paddingY()) * s.width() + phaseX - s.paddingX();
            Rows.copy(memory, row + firstX * s.strideX(), s.strideX(), to + y * columns + firstX, 1, endX - firstX);
        }
    }

    /** The first place of a phase that is at padded coordinate {@code edge} or beyond. */
    private static int firstInside(int edge, int phase, int stride) {
        return Math.max(0, Math.ceilDiv(edge - phase, stride));
    }
}
