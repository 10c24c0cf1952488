package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * The gradient of a convolution's input as products of tiles.
 *
 * <p>Padded input row {@code r = u * strideY + phase} is read by output row {@code u - ky * dilationY / strideY}
 * through those taps ky whose {@code ky * dilationY} leaves the remainder {@code phase} by the stride. So the inputs of
 * one phase are a convolution of stride 1 over the padded gradients of the output, with those taps alone.
 */
final class ConvolutionInputGradient {
    private ConvolutionInputGradient() {}

    static int scratch(ConvolutionShape s) {
        int taps = s.groupFilters() * s.taps();
        return Tile.ROW_TABLE + Tile.EDGE + taps + taps * s.groupChannels()
                + Convolution.tileSize(s.groupChannels()) + paddedSize(s);
    }

    /** Rows of zeros before the first row of gradients. */
    private static int rowsBefore(ConvolutionShape s) {
        return (s.kernelHeight() - 1) * s.dilationY() / s.strideY();
    }

    private static int columnsBefore(ConvolutionShape s) {
        return (s.kernelWidth() - 1) * s.dilationX() / s.strideX();
    }

    private static int rows(ConvolutionShape s) {
        return rowsBefore(s) + (s.paddingY() + s.height() - 1) / s.strideY() + 1;
    }

    private static int columns(ConvolutionShape s) {
        return columnsBefore(s) + (s.paddingX() + s.width() - 1) / s.strideX() + 1;
    }

    /** Whether the gradients as they are would do. */
    private static boolean isPlain(ConvolutionShape s) {
        return rows(s) == s.outputHeight() && columns(s) == s.outputWidth() && rowsBefore(s) == 0
                && columnsBefore(s) == 0;
    }

    private static int paddedSize(ConvolutionShape s) {
        return isPlain(s) ? 0 : s.groupFilters() * rows(s) * columns(s);
    }

    static void run(Tile tile, float[] memory, int outputGradient, int weight, int inputGradient, ConvolutionShape s,
            int fromImage, int toImage, int scratch) {
        int taps = scratch + Tile.ROW_TABLE + Tile.EDGE;
        int padded = scratch + scratch(s) - paddedSize(s);
        Arrays.fill(memory, padded, padded + paddedSize(s), 0);
        for (int group = 0; group < s.groups(); group++) {
            int filter = group * s.groupFilters();
            int channel = group * s.groupChannels();
            sortTaps(memory, weight + filter * s.groupChannels() * s.taps(), taps, s);
            for (int image = fromImage; image < toImage; image++) {
                int from = outputGradient + (image * s.filters() + filter) * s.outputSize();
                int to = inputGradient + (image * s.channels() + channel) * s.height() * s.width();
                if (!isPlain(s)) {
                    pack(memory, from, padded, s);
                    from = padded;
                }
                phases(tile, memory, from, to, s, scratch);
            }
        }
    }

    /**
     * Fills the tables of offsets, and behind them the weights as {@code [channel][filter, ky, kx]}, phase by phase.
     */
    private static void sortTaps(float[] memory, int weight, int table, ConvolutionShape s) {
        int offsets = table;
        int weights = table + s.groupFilters() * s.taps();
        for (int phaseY = 0; phaseY < s.strideY(); phaseY++) {
            for (int phaseX = 0; phaseX < s.strideX(); phaseX++) {
                int count = s.groupFilters() * tapsOfPhase(s, phaseY, phaseX);
                int at = 0;
                for (int tap = 0; tap < s.groupFilters() * s.taps(); tap++) {
                    if (isOfPhase(s, tap, phaseY, phaseX)) {
                        Tile.setOffset(memory, offsets + at, offset(s, tap));
                        sortTap(memory, weight, tap, weights + at, count, s);
                        at++;
                    }
                }
                offsets += count;
                weights += count * s.groupChannels();
            }
        }
    }

    private static void sortTap(float[] memory, int weight, int tap, int to, int toStride, ConvolutionShape s) {
        int filter = tap / s.taps();
        int from = weight + filter * s.groupChannels() * s.taps() + tap % s.taps();
        Rows.copy(memory, from, s.taps(), to, toStride, s.groupChannels());
    }

    private static int tapsOfPhase(ConvolutionShape s, int phaseY, int phaseX) {
        int count = 0;
        for (int tap = 0; tap < s.taps(); tap++) {
            count += isOfPhase(s, tap, phaseY, phaseX) ? 1 : 0;
        }
        return count;
    }

    /** {@code tap} counts (filter, ky, kx). */
    private static boolean isOfPhase(ConvolutionShape s, int tap, int phaseY, int phaseX) {
        int y = tap % s.taps() / s.kernelWidth() * s.dilationY();
        int x = tap % s.kernelWidth() * s.dilationX();
        return y % s.strideY() == phaseY && x % s.strideX() == phaseX;
    }

    /** Where a tap's gradients for the first place of its phase would be. */
    private static int offset(ConvolutionShape s, int tap) {
        int filter = tap / s.taps();
        int y = tap % s.taps() / s.kernelWidth() * s.dilationY() / s.strideY();
        int x = tap % s.kernelWidth() * s.dilationX() / s.strideX();
        return (filter * rows(s) + rowsBefore(s) - y) * columns(s) + columnsBefore(s) - x;
    }

    private static void pack(float[] memory, int from, int padded, ConvolutionShape s) {
        int height = Math.min(s.outputHeight(), rows(s) - rowsBefore(s));
        int width = Math.min(s.outputWidth(), columns(s) - columnsBefore(s));
        for (int filter = 0; filter < s.groupFilters(); filter++) {
            int to = padded + (filter * rows(s) + rowsBefore(s)) * columns(s) + columnsBefore(s);
            for (int y = 0; y < height; y++) {
                Rows.copy(memory, from + filter * s.outputSize() + y * s.outputWidth(), 1, to + y * columns(s), 1,
                        width);
            }
        }
    }

    private static void phases(Tile tile, float[] memory, int padded, int inputGradient, ConvolutionShape s,
            int scratch) {
        int offsets = scratch + Tile.ROW_TABLE + Tile.EDGE;
        int weights = offsets + s.groupFilters() * s.taps();
        for (int phaseY = 0; phaseY < s.strideY(); phaseY++) {
            for (int phaseX = 0; phaseX < s.strideX(); phaseX++) {
                int depth = s.groupFilters() * tapsOfPhase(s, phaseY, phaseX);
                phase(tile, memory, padded, offsets, weights, depth, inputGradient, s, phaseY, phaseX, scratch);
                offsets += depth;
                weights += depth * s.groupChannels();
            }
        }
    }

    private static void phase(Tile tile, float[] memory, int padded, int offsets, int weights, int depth,
            int inputGradient, ConvolutionShape s, int phaseY, int phaseX, int scratch) {
        int edge = scratch + Tile.ROW_TABLE;
        int wide = edge + Tile.EDGE + s.groupFilters() * s.taps() * (1 + s.groupChannels());
        int firstY = Math.max(0, Math.ceilDiv(s.paddingY() - phaseY, s.strideY()));
        int firstX = Math.max(0, Math.ceilDiv(s.paddingX() - phaseX, s.strideX()));
        int height = Math.ceilDiv(s.paddingY() + s.height() - phaseY, s.strideY()) - firstY;
        int width = Math.ceilDiv(s.paddingX() + s.width() - phaseX, s.strideX()) - firstX;
        if (height <= 0 || width <= 0) {
            return;
        }
        int positions = (height - 1) * columns(s) + width;
        int from = padded + firstY * columns(s) + firstX;
        int reach = offset(s, (s.groupFilters() - 1) * s.taps());
        int to = inputGradient + (firstY * s.strideY() + phaseY - s.paddingY()) * s.width()
                + firstX * s.strideX() + phaseX - s.paddingX();
        int plane = s.height() * s.width();
        for (int channel = 0; channel < s.groupChannels(); channel += Tile.ROWS) {
            int rows = Math.min(Tile.ROWS, s.groupChannels() - channel);
            Tile.rows(memory, scratch, rows, depth);
            for (int position = 0; position < positions; position += Tile.COLUMNS) {
                int part = Math.min(Tile.COLUMNS, positions - position);
                MatrixProduct.clear(memory, wide, Tile.COLUMNS, rows, Tile.COLUMNS);
                if (depth > 0) {
                    tile.multiply(memory, weights + channel * depth, scratch, 1, from + position, offsets, reach, wide,
                            Tile.COLUMNS, rows, part, depth, edge);
                }
                WideTile.narrow(memory, wide, position, part, columns(s), rows, to + channel * plane, plane,
                        s.strideY() * s.width(), s.strideX(), width);
            }
        }
    }
}
