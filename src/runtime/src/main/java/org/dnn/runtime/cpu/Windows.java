package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * Maxima and sums over windows; the same code in every form.
 *
 * <p>The innermost loops run over the windows of a row, one tap for all of them, and have no branches: whether a value
 * is the greatest so far cannot be predicted.
 */
final class Windows {
    private Windows() {}

    static void maximum(float[] memory, int input, int output, WindowShape s, int fromImage, int toImage) {
        int outputSize = s.outputHeight() * s.outputWidth();
        for (int plane = fromImage * s.channels(); plane < toImage * s.channels(); plane++) {
            int from = input + plane * s.height() * s.width();
            int to = output + plane * outputSize;
            Arrays.fill(memory, to, to + outputSize, Float.NEGATIVE_INFINITY);
            for (int y = 0; y < s.outputHeight(); y++) {
                maximumRow(memory, from, to + y * s.outputWidth(), s, y);
            }
        }
    }

    private static void maximumRow(float[] memory, int from, int to, WindowShape s, int y) {
        if (s.isFourInside(y)) {
            maximumOfFours(memory, from + s.inputY(y, 0) * s.width(), s.strideX(), s.width(), to, s.outputWidth());
            return;
        }
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
            int inputY = s.inputY(y, ky);
            for (int kx = 0; s.isInside(inputY) && kx < s.kernelWidth(); kx++) {
                int first = s.firstX(kx);
                maximumTap(memory, from + inputY * s.width() + s.inputX(first, kx), s.strideX(), to + first,
                        s.endX(kx) - first);
            }
        }
    }

    /** The maxima of a row of windows of two by two taps, all of them inside of the image. */
    static void maximumOfFours(float[] memory, int from, int stride, int below, int to, int count) {
        for (int x = 0; x < count; x++) {
            int at = from + x * stride;
            memory[to + x] = Math.max(Math.max(memory[at], memory[at + 1]),
                    Math.max(memory[at + below], memory[at + below + 1]));
        }
    }

    private static void maximumTap(float[] memory, int from, int stride, int to, int count) {
        for (int x = 0; x < count; x++) {
            memory[to + x] = Math.max(memory[to + x], memory[from + x * stride]);
        }
    }

    static void sum(float[] memory, int input, int output, WindowShape s, int fromImage, int toImage) {
        int outputSize = s.outputHeight() * s.outputWidth();
        for (int plane = fromImage * s.channels(); plane < toImage * s.channels(); plane++) {
            int from = input + plane * s.height() * s.width();
            int to = output + plane * outputSize;
            Arrays.fill(memory, to, to + outputSize, 0);
            for (int y = 0; y < s.outputHeight(); y++) {
                sumRow(memory, from, to + y * s.outputWidth(), s, y);
            }
        }
    }

    private static void sumRow(float[] memory, int from, int to, WindowShape s, int y) {
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
            int inputY = s.inputY(y, ky);
            for (int kx = 0; s.isInside(inputY) && kx < s.kernelWidth(); kx++) {
                int first = s.firstX(kx);
                addTap(memory, from + inputY * s.width() + s.inputX(first, kx), s.strideX(), to + first, 1,
                        s.endX(kx) - first);
            }
        }
    }

    private static void addTap(float[] memory, int from, int fromStride, int to, int toStride, int count) {
        for (int x = 0; x < count; x++) {
            memory[to + x * toStride] += memory[from + x * fromStride];
        }
    }

    static void sumGradient(float[] memory, int outputGradient, int inputGradient, WindowShape s, int fromImage,
            int toImage) {
        int outputSize = s.outputHeight() * s.outputWidth();
        clear(memory, inputGradient, s, fromImage, toImage);
        for (int plane = fromImage * s.channels(); plane < toImage * s.channels(); plane++) {
            int gradient = outputGradient + plane * outputSize;
            int to = inputGradient + plane * s.height() * s.width();
            for (int y = 0; y < s.outputHeight(); y++) {
                sumGradientRow(memory, gradient + y * s.outputWidth(), to, s, y);
            }
        }
    }

    /** From the last tap to the first, so that an input meets its windows from left to right. */
    private static void sumGradientRow(float[] memory, int gradient, int to, WindowShape s, int y) {
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
            int inputY = s.inputY(y, ky);
            for (int kx = s.kernelWidth() - 1; s.isInside(inputY) && kx >= 0; kx--) {
                int first = s.firstX(kx);
                addTap(memory, gradient + first, 1, to + inputY * s.width() + s.inputX(first, kx), s.strideX(),
                        s.endX(kx) - first);
            }
        }
    }

    static void clear(float[] memory, int images, WindowShape s, int fromImage, int toImage) {
        int size = s.channels() * s.height() * s.width();
        Arrays.fill(memory, images + fromImage * size, images + toImage * size, 0);
    }
}
