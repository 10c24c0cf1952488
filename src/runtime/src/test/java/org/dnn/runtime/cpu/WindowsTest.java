package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows against a slow and obvious reference, PyTorch's rules among it. */
class WindowsTest {
    private static final int IMAGES = 3;

    private static List<WindowShape> shapes() {
        List<WindowShape> shapes = new ArrayList<>(List.of(new WindowShape(6, 28, 28, 2, 2, 2, 2, 0, 0, 1, 1, false),
                new WindowShape(2, 9, 9, 3, 3, 2, 2, 1, 1, 1, 1, true),
                new WindowShape(1, 4, 4, 2, 2, 1, 1, 1, 1, 3, 3, false),
                new WindowShape(3, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, true)));
        Random random = new Random(6);
        while (shapes.size() < 80) {
            int kernelY = 1 + random.nextInt(4);
            int kernelX = 1 + random.nextInt(4);
            int dilation = 1 + random.nextInt(2);
            shapes.add(new WindowShape(1 + random.nextInt(3), dilation * 3 + random.nextInt(12),
                    dilation * 3 + 1 + random.nextInt(20), kernelY, kernelX, 1 + random.nextInt(3),
                    1 + random.nextInt(3), random.nextInt(kernelY / 2 + 1), random.nextInt(kernelX / 2 + 1), dilation,
                    dilation, random.nextBoolean()));
        }
        return shapes;
    }

    private static int inputs(WindowShape s) {
        return IMAGES * s.channels() * s.height() * s.width();
    }

    private static int outputs(WindowShape s) {
        return IMAGES * s.channels() * s.outputHeight() * s.outputWidth();
    }

    /** Calls {@code tap} with the places inside of the image of one window, in the order (ky, kx). */
    private static void window(WindowShape s, int output, IntConsumer tap) {
        int x = output % s.outputWidth();
        int y = output / s.outputWidth() % s.outputHeight();
        int plane = output / s.outputWidth() / s.outputHeight();
        for (int ky = 0; ky < s.kernelHeight(); ky++) {
            for (int kx = 0; kx < s.kernelWidth(); kx++) {
                int iy = y * s.strideY() - s.paddingY() + ky * s.dilationY();
                int ix = x * s.strideX() - s.paddingX() + kx * s.dilationX();
                if (iy >= 0 && ix >= 0 && iy < s.height() && ix < s.width()) {
                    tap.accept((plane * s.height() + iy) * s.width() + ix);
                }
            }
        }
    }

    /** Which input PyTorch's loop ends with: {@code if (value > maximum || isnan(value))}; -1 without an input. */
    private static int place(float[] memory, WindowShape s, int output) {
        int[] place = {-1};
        float[] maximum = {Float.NEGATIVE_INFINITY};
        window(s, output, at -> {
            if (place[0] < 0 || memory[at] > maximum[0] || Float.isNaN(memory[at])) {
                maximum[0] = memory[at];
                place[0] = at;
            }
        });
        return place[0];
    }

    /** Zeros count as equal here: which of two zeros is the greater does not matter to anyone. */
    private static void assertEqualValues(float[] expected, float[] actual, WindowShape s) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] + 0f, actual[i] + 0f, s + ", element " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void maximumAndItsGradientAreAsInPyTorch(Products products) {
        for (WindowShape s : shapes()) {
            int output = inputs(s);
            int gradient = output + outputs(s);
            float[] memory = Memory.odd(gradient + inputs(s), gradient);
            float[] expected = memory.clone();
            Arrays.fill(expected, gradient, gradient + inputs(s), 0);
            for (int i = 0; i < outputs(s); i++) {
                int place = place(memory, s, i);
                if (place >= 0) {
                    expected[gradient + place] += expected[output + i];
                }
            }
            products.windowMaximumGradient(memory, 0, output, gradient, s, 0, 1);
            products.windowMaximumGradient(memory, 0, output, gradient, s, 1, IMAGES);
            Memory.assertSameBits(expected, memory, s.toString());
            for (int i = 0; i < outputs(s); i++) {
                int place = place(memory, s, i);
                expected[output + i] = place < 0 ? Float.NEGATIVE_INFINITY : memory[place];
            }
            products.windowMaximum(memory, 0, output, s, 0, 2);
            products.windowMaximum(memory, 0, output, s, 2, IMAGES);
            assertEqualValues(expected, memory, s);
        }
    }

    /** Windows of two by two that cover an image of so many of them. */
    private static WindowShape covering(int channels, int height, int width) {
        return new WindowShape(channels, 2 * height, 2 * width, 2, 2, 2, 2, 0, 0, 1, 1, false);
    }

    /** Bit by bit, zeros of both signs included, to the end of the memory, and nothing else is written. */
    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void windowsThatCoverTheImageAreAsInThePlainForm(Products products) {
        for (int width = 1; width <= 33; width++) {
            WindowShape s = covering(1 + width % 3, 1 + width % 4, width);
            for (boolean odd : new boolean[]{false, true}) {
                float[] memory = odd ? Memory.odd(3 + 3 * inputs(s), width) : zerosAndOnes(3 + 3 * inputs(s), width);
                maximumAndGradientAsInThePlainForm(products, memory, s, odd ? 1 : 0);
            }
        }
    }

    private static float[] zerosAndOnes(int size, int seed) {
        float[] values = {0, -0f, 1, -1, -0f, 0};
        float[] memory = new float[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            memory[i] = values[random.nextInt(values.length)];
        }
        return memory;
    }

    private static void maximumAndGradientAsInThePlainForm(Products products, float[] memory, WindowShape s,
            int fromImage) {
        float[] before = memory.clone();
        float[] expected = memory.clone();
        int input = memory.length - inputs(s);
        int outputGradient = input - outputs(s);
        new PlainProducts().windowMaximumGradient(expected, input, outputGradient, 2, s, fromImage, IMAGES);
        products.windowMaximumGradient(memory, input, outputGradient, 2, s, fromImage, IMAGES);
        Memory.assertSameBits(expected, memory, s + ", gradient");
        int output = memory.length - outputs(s);
        new PlainProducts().windowMaximum(expected, 1, output, s, fromImage, IMAGES);
        products.windowMaximum(memory, 1, output, s, fromImage, IMAGES);
        Memory.assertSameBits(expected, memory, s.toString());
        float[] backwards = before.clone();
        float[] backwardsExpected = before.clone();
        new PlainProducts().windowMaximumGradient(backwardsExpected, 1, 1 + inputs(s), input, s, fromImage, IMAGES);
        products.windowMaximumGradient(backwards, 1, 1 + inputs(s), input, s, fromImage, IMAGES);
        Memory.assertSameBits(backwardsExpected, backwards, s + ", gradient at the end");
        products.windowMaximum(memory, 1, output, s, 2, 2);
        products.windowMaximumGradient(memory, input, outputGradient, 2, s, 2, 2);
        Memory.assertSameBits(expected, memory, s + ", no images");
    }

    /** Machine code looks at no bounds, so what calls it must: places that are the last in the memory, and one behind. */
    @Test
    void machineCodeIsNotCalledBeyondTheMemory() {
        Optional<MachineWindows> made = MachineWindows.make();
        assumeTrue(made.isPresent(), "There is no machine code here.");
        MachineWindows windows = made.orElseThrow();
        for (WindowShape s : List.of(covering(2, 3, 5), covering(1, 2, 19))) {
            float[] memory = Memory.random(3 * inputs(s), 1);
            int image = memory.length - inputs(s);
            int output = memory.length - outputs(s);
            int gradients = inputs(s);
            float[] before = memory.clone();
            for (int by : new int[]{-memory.length, 1}) {
                refused(() -> windows.maximum(memory, image + by, gradients, s, 0, IMAGES));
                refused(() -> windows.maximum(memory, 0, output + by, s, 0, IMAGES));
                refused(() -> windows.maximumGradient(memory, image + by, gradients, 0, s, 0, IMAGES));
                refused(() -> windows.maximumGradient(memory, 0, output + by, gradients, s, 0, IMAGES));
                refused(() -> windows.maximumGradient(memory, 0, gradients, image + by, s, 0, IMAGES));
            }
            assertArrayEquals(before, memory);
            windows.maximum(memory, image, gradients, s, 0, IMAGES);
            windows.maximum(memory, 0, output, s, 0, IMAGES);
            windows.maximumGradient(memory, image, gradients, 0, s, 0, IMAGES);
            windows.maximumGradient(memory, 0, output, gradients, s, 0, IMAGES);
            windows.maximumGradient(memory, 0, gradients, image, s, 0, IMAGES);
        }
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void sumAndItsGradientKeepTheirOrder(Products products) {
        for (WindowShape s : shapes()) {
            int output = inputs(s);
            int gradient = output + outputs(s);
            float[] memory = Memory.odd(gradient + inputs(s), gradient);
            float[] expected = memory.clone();
            Arrays.fill(expected, gradient, gradient + inputs(s), 0);
            for (int i = 0; i < outputs(s); i++) {
                int from = output + i;
                window(s, i, at -> expected[gradient + at] += expected[from]);
            }
            products.windowSumGradient(memory, output, gradient, s, 0, 1);
            products.windowSumGradient(memory, output, gradient, s, 1, IMAGES);
            Memory.assertSameBits(expected, memory, s.toString());
            for (int i = 0; i < outputs(s); i++) {
                int to = output + i;
                expected[to] = 0;
                window(s, i, at -> expected[to] += expected[at]);
            }
            products.windowSum(memory, 0, output, s, 0, 2);
            products.windowSum(memory, 0, output, s, 2, IMAGES);
            Memory.assertSameBits(expected, memory, s.toString());
        }
    }

    /** Sizes that PyTorch's max_pool2d gives: floor, ceil, and ceil where the last window would begin in the padding. */
    @Test
    void sizesAreAsInPyTorch() {
        int[][] cases = {
            // size, kernel, stride, padding, dilation, floor, ceil
            {28, 2, 2, 0, 1, 14, 14}, {5, 2, 2, 0, 1, 2, 3}, {7, 3, 2, 1, 1, 4, 4}, {8, 3, 2, 1, 1, 4, 5},
            {4, 2, 3, 0, 1, 1, 2}, {3, 2, 3, 1, 1, 2, 2}, {10, 3, 3, 0, 2, 2, 3}, {1, 1, 2, 0, 1, 1, 1}};
        int[] floor = new int[cases.length];
        int[] ceil = new int[cases.length];
        int[] expectedFloor = new int[cases.length];
        int[] expectedCeil = new int[cases.length];
        for (int i = 0; i < cases.length; i++) {
            int[] c = cases[i];
            floor[i] = new WindowShape(1, c[0], 9, c[1], 1, c[2], 1, c[3], 0, c[4], 1, false).outputHeight();
            ceil[i] = new WindowShape(1, 9, c[0], 1, c[1], 1, c[2], 0, c[3], 1, c[4], true).outputWidth();
            expectedFloor[i] = c[5];
            expectedCeil[i] = c[6];
        }
        assertArrayEquals(expectedFloor, floor);
        assertArrayEquals(expectedCeil, ceil);
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> new WindowShape(1, 2, 8, 3, 3, 1, 1, 0, 0, 1, 1, false));
        assertThrows(IllegalArgumentException.class,
                () -> new WindowShape(0, 8, 8, 3, 3, 1, 1, 0, 0, 1, 1, false));
    }
}
