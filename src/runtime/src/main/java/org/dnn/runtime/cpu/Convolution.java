package org.dnn.runtime.cpu;

/**
 * A convolution as products of tiles: a is the weights, b the {@link PhasedImage} at the offsets of the taps, c a tile
 * of the result, whose rows are wider than those of the output.
 */
final class Convolution {
    private Convolution() {}

    static int scratch(ConvolutionShape s) {
        return Tile.ROW_TABLE + Tile.EDGE + s.groupChannels() * s.taps() + tileSize(s.groupFilters())
                + PhasedImage.scratch(s);
    }

    static int tileSize(int rows) {
        return Tile.COLUMNS * Math.min(Tile.ROWS, rows);
    }

    static void run(Tile tile, float[] memory, int input, int weight, int output, ConvolutionShape s, int fromImage,
            int toImage, int scratch) {
        int taps = scratch + Tile.ROW_TABLE + Tile.EDGE;
        int wide = taps + s.groupChannels() * s.taps();
        int phased = wide + tileSize(s.groupFilters());
        int reach = PhasedImage.fillTaps(memory, taps, s);
        PhasedImage.clear(memory, phased, s);
        for (int image = fromImage; image < toImage; image++) {
            for (int group = 0; group < s.groups(); group++) {
                int channel = image * s.channels() + group * s.groupChannels();
                int from = input + channel * s.height() * s.width();
                int filter = group * s.groupFilters();
                int to = output + (image * s.filters() + filter) * s.outputSize();
                int weights = weight + filter * s.groupChannels() * s.taps();
                if (!PhasedImage.isPlain(s)) {
                    PhasedImage.pack(memory, from, phased, s);
                    from = phased;
                }
                filters(tile, memory, from, reach, weights, to, s, scratch);
            }
        }
    }

    /** All filters of one group, for one image. */
    private static void filters(Tile tile, float[] memory, int image, int reach, int weight, int output,
            ConvolutionShape s, int scratch) {
        int edge = scratch + Tile.ROW_TABLE;
        int taps = edge + Tile.EDGE;
        int depth = s.groupChannels() * s.taps();
        int wide = taps + depth;
        int positions = PhasedImage.positions(s);
        for (int filter = 0; filter < s.groupFilters(); filter += Tile.ROWS) {
            int height = Math.min(Tile.ROWS, s.groupFilters() - filter);
            Tile.rows(memory, scratch, height, depth);
            for (int position = 0; position < positions; position += Tile.COLUMNS) {
                int width = Math.min(Tile.COLUMNS, positions - position);
                MatrixProduct.clear(memory, wide, Tile.COLUMNS, height, Tile.COLUMNS);
                tile.multiply(memory, weight + filter * depth, scratch, 1, image + position, taps, reach, wide,
                        Tile.COLUMNS, height, width, depth, edge);
                WideTile.narrow(memory, wide, position, width, PhasedImage.columns(s), height,
                        output + filter * s.outputSize(), s.outputSize(), s.outputWidth(), 1, s.outputWidth());
            }
        }
    }
}
