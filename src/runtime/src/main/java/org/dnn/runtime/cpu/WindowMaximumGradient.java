package org.dnn.runtime.cpu;

/** Where the gradient of a window's maximum goes; the same code in every form. */
final class WindowMaximumGradient {
    private static final long RANK_OF_NAN = (long) Float.floatToIntBits(Float.NaN) << 32;

    private WindowMaximumGradient() {}

    static void run(float[] memory, int input, int outputGradient, int inputGradient, WindowShape s, int fromImage,
            int toImage) {
        int size = s.height() * s.width();
        int outputSize = s.outputHeight() * s.outputWidth();
        Windows.clear(memory, inputGradient, s, fromImage, toImage);
        for (int plane = fromImage * s.channels(); plane < toImage * s.channels(); plane++) {
            int gradient = outputGradient + plane * outputSize;
            for (int y = 0; y < s.outputHeight(); y++) {
                row(memory, input + plane * size, gradient + y * s.outputWidth(), inputGradient + plane * size, s, y);
            }
        }
    }

    private static void row(float[] memory, int input, int gradient, int to, WindowShape s, int y) {
        int top = s.inputY(y, 0);
        int firstY = firstTap(top, s.dilationY(), 0, s.kernelHeight());
        int endY = firstTap(top, s.dilationY(), s.height(), s.kernelHeight());
        int outputWidth = s.outputWidth();
        int reach = (s.kernelWidth() - 1) * s.dilationX();
        if (s.isFourInside(y)) {
            int first = top * s.width();
            fours(memory, input + first, gradient, to + first, s.strideX(), s.width(), outputWidth);
            return;
        }
        for (int x = 0; x < outputWidth; x++) {
            int left = s.inputX(x, 0);
            boolean inside = left >= 0 && left + reach < s.width();
            int firstX = inside ? 0 : firstTap(left, s.dilationX(), 0, s.kernelWidth());
            int endX = inside ? s.kernelWidth() : firstTap(left, s.dilationX(), s.width(), s.kernelWidth());
            if (firstY < endY && firstX < endX) {
                int place = placeOfMaximum(memory, input, s, top, left, firstY, endY, firstX, endX);
                memory[to + place] += memory[gradient + x];
            }
        }
    }

    /**
     * A row of windows of two by two taps, all of them inside of the image: the first begins at {@code input}, its lower taps
     * {@code below} places behind.
     */
    static void fours(float[] memory, int input, int gradient, int to, int stride, int below, int count) {
        for (int x = 0; x < count; x++) {
            int place = x * stride;
            int at = input + place;
            long upper = Math.max(ranked(memory[at], place), ranked(memory[at + 1], place + 1));
            long lower = Math.max(ranked(memory[at + below], place + below),
                    ranked(memory[at + below + 1], place + below + 1));
            long greatest = Math.max(upper, lower);
            int chosen = greatest >= RANK_OF_NAN ? lastNaN(memory, input, place, below, 2, 1, 2) : place(greatest);
            memory[to + chosen] += memory[gradient + x];
        }
    }

    /** The first tap of a window that begins at {@code start} which is at {@code edge} or beyond. */
    private static int firstTap(int start, int dilation, int edge, int kernel) {
        if (start >= edge) {
            return 0;
        }
        return start + (kernel - 1) * dilation < edge ? kernel : Math.ceilDiv(edge - start, dilation);
    }

    private static int placeOfMaximum(float[] memory, int input, WindowShape s, int top, int left, int firstY,
            int endY, int firstX, int endX) {
        long greatest = Long.MIN_VALUE;
        for (int ky = firstY; ky < endY; ky++) {
            int row = (top + ky * s.dilationY()) * s.width() + left;
            for (int kx = firstX; kx < endX; kx++) {
                int place = row + kx * s.dilationX();
                greatest = Math.max(greatest, ranked(memory[input + place], place));
            }
        }
        return greatest >= RANK_OF_NAN
                ? lastNaN(memory, input, (top + firstY * s.dilationY()) * s.width() + left + firstX * s.dilationX(),
                        s.dilationY() * s.width(), endY - firstY, s.dilationX(), endX - firstX)
                : place(greatest);
    }

    /**
     * A number that is greater for a greater value and, among equal values, for an earlier place. So the greatest can be
     * found without a branch, and whether a value is the greatest so far cannot be predicted.
     */
    private static long ranked(float value, int place) {
        int bits = Float.floatToIntBits(value + 0f);
        int rank = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) rank << 32) | (Integer.MAX_VALUE - place);
    }

    private static int place(long ranked) {
        return Integer.MAX_VALUE - (int) ranked;
    }

    /** Where the last NaN of a window is that begins at {@code first}; it has one. */
    private static int lastNaN(float[] memory, int input, int first, int rowStep, int rows, int columnStep,
            int columns) {
        int place = first;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = first + y * rowStep + x * columnStep;
                place = Float.isNaN(memory[input + at]) ? at : place;
            }
        }
        return place;
    }
}
