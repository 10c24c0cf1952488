package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;

/** How many floats a member of a team needs for itself in the runtime's products, as their Javadoc says; a test holds the two together. */
final class CpuScratch {
    private static final int TABLES = 232;
    private static final int TILE_ROWS = 96;
    private static final int TILE_COLUMNS = 64;
    private static final int DEPTH = 256;
    private static final int TURNED_DEPTH = 1024;
    private static final int LANES = 16;

    private CpuScratch() {}

    static long product(Kernel.Product product) {
        int depth = product.depth() == TensorType.ROWS ? Integer.MAX_VALUE : product.depth();
        long block = Math.min(depth, DEPTH);
        long copied = TILE_ROWS * block;
        return TABLES + block + (product.b().columnStride() == 1
                ? TILE_COLUMNS * block + copied
                : (long) TILE_COLUMNS * Math.min(depth, TURNED_DEPTH) + Math.max(TILE_ROWS * TILE_COLUMNS, copied));
    }

    static long convolution(Kernel.Convolve convolve) {
        Convolution c = convolve.convolution();
        return switch (convolve.kind()) {
            case FORWARD -> forward(c);
            case INPUT_GRADIENT -> inputGradient(c);
            case WEIGHT_GRADIENT -> weightGradient(c);
        };
    }

    private static long forward(Convolution c) {
        return TABLES + taps(c) + TILE_COLUMNS * (long) Math.min(TILE_ROWS, c.filters() / c.groups()) + padded(c);
    }

    private static long inputGradient(Convolution c) {
        int channels = c.channels() / c.groups();
        long taps = (long) (c.filters() / c.groups()) * c.kernelHeight() * c.kernelWidth();
        int above = reach(c.kernelHeight(), c.dilationY(), c.strideY());
        int before = reach(c.kernelWidth(), c.dilationX(), c.strideX());
        long rows = (long) (c.paddingY() + c.height() - 1) / c.strideY() + 1 + above;
        long columns = (long) (c.paddingX() + c.width() - 1) / c.strideX() + 1 + before;
        boolean plain = above == 0 && before == 0 && rows == c.outputHeight() && columns == c.outputWidth();
        long gradients = plain ? 0 : c.filters() / c.groups() * rows * columns;
        return TABLES + taps + taps * channels + TILE_COLUMNS * (long) Math.min(TILE_ROWS, channels) + gradients;
    }

    private static long weightGradient(Convolution c) {
        int groupFilters = c.filters() / c.groups();
        long filters = Math.min(TILE_COLUMNS, groupFilters);
        boolean shares = c.strideX() == 1 && c.dilationX() == 1 && groupFilters < TILE_COLUMNS;
        int shared = shares ? c.kernelWidth() : 1;
        long rows = taps(c) / shared;
        long columns = Math.ceilDiv(filters * shared, LANES) * LANES;
        long places = (c.outputHeight() - 1)
                * ((long) c.outputWidth() + reach(c.kernelWidth(), c.dilationX(), c.strideX()))
                + c.outputWidth() + shared - 1;
        return 136 + rows + Math.min(places, DEPTH) + filters * (places + shared - 1) + LANES + rows * columns
                + padded(c);
    }

    private static long taps(Convolution c) {
        return (long) (c.channels() / c.groups()) * c.kernelHeight() * c.kernelWidth();
    }

    /** The padded image of one group, sorted by the remainders of rows and columns by the stride. */
    private static long padded(Convolution c) {
        boolean plain = c.strideY() == 1 && c.strideX() == 1 && c.paddingY() == 0 && c.paddingX() == 0;
        if (plain) {
            return 0;
        }
        long phases = (long) Math.min(c.strideY(), (c.kernelHeight() - 1) * c.dilationY() + 1)
                * Math.min(c.strideX(), (c.kernelWidth() - 1) * c.dilationX() + 1);
        return c.channels() / c.groups() * phases
                * (c.outputHeight() + reach(c.kernelHeight(), c.dilationY(), c.strideY()))
                * (c.outputWidth() + reach(c.kernelWidth(), c.dilationX(), c.strideX()));
    }

    private static int reach(int kernel, int dilation, int stride) {
        return (kernel - 1) * dilation / stride;
    }
}
