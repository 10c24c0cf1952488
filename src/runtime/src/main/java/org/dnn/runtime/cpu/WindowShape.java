package org.dnn.runtime.cpu;

/**
 * The sizes of windows that slide over the channels of images, {@code [image][channel][y][x]}. Tap (ky, kx) of window
 * (y, x) is input {@code (y * strideY - paddingY + ky * dilationY, x * strideX - paddingX + kx * dilationX)}; taps
 * outside of the image do not count.
 */
public record WindowShape(int channels, int height, int width, int kernelHeight, int kernelWidth, int strideY,
        int strideX, int paddingY, int paddingX, int dilationY, int dilationX, boolean ceilMode) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException
     *             if a size is below 1, a padding below 0, or the window does not fit into the padded input
     */
    public WindowShape {
        Sizes.requirePositive("a window", channels, height, width, kernelHeight, kernelWidth, strideY, strideX,
                dilationY, dilationX);
        Sizes.requireNotNegative("a window", paddingY, paddingX);
        Sizes.require(windows(ceilMode, height, kernelHeight, strideY, paddingY, dilationY) > 0
                && windows(ceilMode, width, kernelWidth, strideX, paddingX, dilationX) > 0,
                "a window fits into the padded input");
    }

    /**
     * Rows of windows, as in PyTorch: {@code (height + 2 paddingY - dilationY (kernelHeight - 1) - 1) / strideY + 1},
     * rounded down, or up in ceil mode, where a last window that would begin in the padding behind is left out.
     */
    public int outputHeight() {
        return windows(ceilMode, height, kernelHeight, strideY, paddingY, dilationY);
    }

    /** Columns of windows. */
    public int outputWidth() {
        return windows(ceilMode, width, kernelWidth, strideX, paddingX, dilationX);
    }

    private static int windows(boolean ceilMode, int size, int kernel, int stride, int padding, int dilation) {
        if (!ceilMode) {
            return Sizes.taps(size, kernel, stride, padding, dilation);
        }
        int windows = Sizes.taps(size + stride - 1, kernel, stride, padding, dilation);
        return (windows - 1) * stride >= size + padding ? windows - 1 : windows;
    }

    /** The first window along an axis whose tap, {@code offset} behind the window's start, is at {@code edge} or beyond. */
    private static int firstWindow(int offset, int stride, int edge) {
        return Math.max(0, Math.ceilDiv(edge - offset, stride));
    }

    /** The first window of a row whose tap kx is inside of the image. */
    int firstX(int kx) {
        return firstWindow(kx * dilationX - paddingX, strideX, 0);
    }

    /** The window after the last whose tap kx is inside. */
    int endX(int kx) {
        return Math.min(outputWidth(), firstWindow(kx * dilationX - paddingX, strideX, width));
    }

    /** Whether the windows of a row have two by two taps beside each other, all of them inside of the image. */
    boolean isFourInside(int y) {
        return kernelHeight == 2 && kernelWidth == 2 && dilationY == 1 && dilationX == 1 && paddingX == 0
                && inputY(y, 0) >= 0 && inputY(y, 1) < height && inputX(outputWidth() - 1, 1) < width;
    }

    /** Whether windows of two by two cover the image beside each other, and all of it. */
    boolean halves() {
        return kernelHeight == 2 && kernelWidth == 2 && strideY == 2 && strideX == 2 && dilationY == 1 && dilationX == 1
                && height == 2 * outputHeight() && width == 2 * outputWidth();
    }

    /** Of so many images. */
    long values(int images) {
        return (long) images * channels * height * width;
    }

    /** The input row of tap ky of the windows in row y, which may be outside. */
    int inputY(int y, int ky) {
        return y * strideY - paddingY + ky * dilationY;
    }

    boolean isInside(int inputY) {
        return inputY >= 0 && inputY < height;
    }

    /** The input column of tap kx of window x, which may be outside. */
    int inputX(int x, int kx) {
        return x * strideX - paddingX + kx * dilationX;
    }
}
