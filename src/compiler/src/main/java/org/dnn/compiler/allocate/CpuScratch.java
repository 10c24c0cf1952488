package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;

/** How many floats a member of a team needs for itself in the runtime's products, as their Javadoc says; a test holds the two together. */
final class CpuScratch {
    private static final int TABLES = 232;
    private static final int ZEROS = 64;
    private static final int TILE_ROWS = 96;
    private static final int TILE_COLUMNS = 64;
    private static final int DEPTH = 256;
    private static final int PACKED_DEPTH = 1024;
    private static final long PACKED = 1 << 16;
    private static final int COPIED_ROWS = 384;
    private static final int LANES = 16;
    private static final int SIXTEEN = 16;
    /** Most floats of sixteen images side by side. */
    private static final int SIXTEEN_IMAGES = 1 << 17;
    /** Multiply-adds for each float that pay for putting images side by side. */
    private static final int SIXTEEN_PAYS = 32;
    /** Filters that do. */
    private static final int SIXTEEN_FILTERS = 9;
    /** What a table of rows has behind its last. */
    private static final int ROWS_BEYOND = 8;

    private CpuScratch() {}

    static long product(Kernel.Product product) {
        long depth = sizeOrMost(product.depth());
        long columns = Math.ceilDiv(sizeOrMost(product.columns()), TILE_COLUMNS) * TILE_COLUMNS;
        long deep = Math.min(depth, PACKED_DEPTH);
        long copied = product.a().columnStride() == 1
                ? 0
                : Math.min(PACKED, Math.min(sizeOrMost(product.rows()), COPIED_ROWS) * deep);
        return TABLES + ZEROS + Math.min(depth, DEPTH) + Math.min(PACKED, columns * deep)
                + (product.b().columnStride() == 1 ? copied : Math.max(TILE_ROWS * TILE_COLUMNS, copied));
    }

    /** How many rows a batch has is not known: as if there were very many. */
    private static long sizeOrMost(int size) {
        return size == TensorType.ROWS ? Integer.MAX_VALUE : size;
    }

    static long convolution(Kernel.Convolve convolve) {
        Convolution c = convolve.convolution();
        return switch (convolve.kind()) {
            case FORWARD -> inSixteens(c, image(c), result(c))
                    ? sixteens(c, image(c), channels(c), c.width(), filters(c), c.outputWidth())
                    : forward(c);
            case INPUT_GRADIENT -> hasNoStride(c) && inSixteens(c, result(c), image(c))
                    ? sixteens(c, result(c), filters(c), c.outputWidth(), channels(c), c.width())
                    : inputGradient(c);
            case WEIGHT_GRADIENT -> weightsInSixteens(c) ? sixteensOfWeights(c) : weightGradient(c);
        };
    }

    private static boolean hasNoStride(Convolution c) {
        return c.strideY() == 1 && c.strideX() == 1;
    }

    private static boolean hasNoDilation(Convolution c) {
        return c.dilationY() == 1 && c.dilationX() == 1;
    }

    /** Whether sixteen images are put side by side, by the floats of a group of an image that is read and of one that is written. */
    private static boolean inSixteens(Convolution c, long from, long to) {
        return hasNoDilation(c) && SIXTEEN * from <= SIXTEEN_IMAGES
                && filters(c) * taps(c) * c.outputHeight() * c.outputWidth() >= SIXTEEN_PAYS * (from + to);
    }

    private static long sixteens(Convolution c, long from, long fromChannels, int fromWidth, long toChannels,
            int toWidth) {
        long strip = fromChannels * c.kernelHeight() * (fromWidth + 2L * c.strideX());
        return toChannels + ROWS_BEYOND + SIXTEEN * (from + strip + toChannels * toWidth) + 2 * filters(c) * taps(c);
    }

    private static boolean weightsInSixteens(Convolution c) {
        return hasNoDilation(c) && hasNoStride(c) && filters(c) >= SIXTEEN_FILTERS
                && SIXTEEN * phased(c) <= SIXTEEN_IMAGES;
    }

    private static long sixteensOfWeights(Convolution c) {
        return taps(c) + ROWS_BEYOND + SIXTEEN * phased(c)
                + Math.ceilDiv(filters(c), SIXTEEN) * SIXTEEN * (SIXTEEN * (long) c.outputWidth() + taps(c));
    }

    private static long forward(Convolution c) {
        return TABLES + taps(c) + TILE_COLUMNS * Math.min(TILE_ROWS, filters(c)) + padded(c);
    }

    private static long inputGradient(Convolution c) {
        long taps = filters(c) * c.kernelHeight() * c.kernelWidth();
        int above = reach(c.kernelHeight(), c.dilationY(), c.strideY());
        int before = reach(c.kernelWidth(), c.dilationX(), c.strideX());
        long rows = (long) (c.paddingY() + c.height() - 1) / c.strideY() + 1 + above;
        long columns = (long) (c.paddingX() + c.width() - 1) / c.strideX() + 1 + before;
        boolean plain = above == 0 && before == 0 && rows == c.outputHeight() && columns == c.outputWidth();
        long gradients = plain ? 0 : filters(c) * rows * columns;
        return TABLES + taps + taps * channels(c) + TILE_COLUMNS * Math.min(TILE_ROWS, channels(c)) + gradients;
    }

    private static long weightGradient(Convolution c) {
        long filters = Math.min(TILE_COLUMNS, filters(c));
        boolean shares = c.strideX() == 1 && c.dilationX() == 1 && filters(c) < TILE_COLUMNS;
        int shared = shares ? c.kernelWidth() : 1;
        long rows = taps(c) / shared;
        long columns = Math.ceilDiv(filters * shared, LANES) * LANES;
        long places = (c.outputHeight() - 1)
                * ((long) c.outputWidth() + reach(c.kernelWidth(), c.dilationX(), c.strideX()))
                + c.outputWidth() + shared - 1;
        return 136 + rows + Math.min(places, DEPTH) + filters * (places + shared - 1) + LANES + rows * columns
                + padded(c);
    }

    private static long channels(Convolution c) {
        return c.channels() / c.groups();
    }

    private static long filters(Convolution c) {
        return c.filters() / c.groups();
    }

    /** Of a filter. */
    private static long taps(Convolution c) {
        return channels(c) * c.kernelHeight() * c.kernelWidth();
    }

    /** Floats of a group of an image. */
    private static long image(Convolution c) {
        return channels(c) * c.height() * c.width();
    }

    private static long result(Convolution c) {
        return filters(c) * c.outputHeight() * c.outputWidth();
    }

    /** The padded image of one group, sorted by the remainders of rows and columns by the stride. */
    private static long padded(Convolution c) {
        boolean plain = hasNoStride(c) && c.paddingY() == 0 && c.paddingX() == 0;
        return plain ? 0 : phased(c);
    }

    private static long phased(Convolution c) {
        long phases = (long) Math.min(c.strideY(), (c.kernelHeight() - 1) * c.dilationY() + 1)
                * Math.min(c.strideX(), (c.kernelWidth() - 1) * c.dilationX() + 1);
        return channels(c) * phases
                * (c.outputHeight() + reach(c.kernelHeight(), c.dilationY(), c.strideY()))
                * (c.outputWidth() + reach(c.kernelWidth(), c.dilationX(), c.strideX()));
    }

    private static int reach(int kernel, int dilation, int stride) {
        return (kernel - 1) * dilation / stride;
    }
}
