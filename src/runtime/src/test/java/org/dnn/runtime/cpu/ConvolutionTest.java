package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and their gradients are the chains that {@link Products} states, in every form and however split. */
class ConvolutionTest {
    private static final int IMAGES = 3;

    /** Where everything lies for one shape; the scratch is last, and as small as the shape says. */
    private record Arena(ConvolutionShape s, int input, int weight, int output, int end) {
        static Arena of(ConvolutionShape s) {
            int weight = IMAGES * s.channels() * s.height() * s.width();
            int output = weight + s.filters() * s.groupChannels() * s.taps();
            return new Arena(s, 0, weight, output, output + IMAGES * s.filters() * s.outputSize());
        }
    }

    /** A tap: where its input, weight and output are, or -1 for an input in the padding. */
    @FunctionalInterface
    private interface Tap {
        void at(int input, int weight, int output);
    }

    private static void everyTap(Arena a, int image, int filter, int y, int x, Tap tap) {
        ConvolutionShape s = a.s;
        int weight = a.weight + filter * s.groupChannels() * s.taps();
        int output = a.output + ((image * s.filters() + filter) * s.outputHeight() + y) * s.outputWidth() + x;
        int group = filter / s.groupFilters();
        for (int channel = 0; channel < s.groupChannels(); channel++) {
            int plane = image * s.channels() + group * s.groupChannels() + channel;
            for (int ky = 0; ky < s.kernelHeight(); ky++) {
                for (int kx = 0; kx < s.kernelWidth(); kx++) {
                    int iy = y * s.strideY() - s.paddingY() + ky * s.dilationY();
                    int ix = x * s.strideX() - s.paddingX() + kx * s.dilationX();
                    boolean inside = iy >= 0 && ix >= 0 && iy < s.height() && ix < s.width();
                    int input = inside ? a.input + (plane * s.height() + iy) * s.width() + ix : -1;
                    tap.at(input, weight++, output);
                }
            }
        }
    }

    private static void forward(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        Arrays.fill(memory, a.output, a.end, 0);
        for (int image = 0; image < IMAGES; image++) {
            for (int filter = 0; filter < s.filters(); filter++) {
                for (int place = 0; place < s.outputSize(); place++) {
                    everyTap(a, image, filter, place / s.outputWidth(), place % s.outputWidth(),
                            (input, weight, output) -> memory[output] = Math.fma(memory[weight],
                                    input < 0 ? 0 : memory[input], memory[output]));
                }
            }
        }
    }

    /** In the order (filter, ky, kx) for each input: windows backwards. */
    private static void inputGradient(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        Arrays.fill(memory, a.input, a.weight, 0);
        for (int image = 0; image < IMAGES; image++) {
            for (int filter = 0; filter < s.filters(); filter++) {
                for (int place = s.outputSize() - 1; place >= 0; place--) {
                    everyTap(a, image, filter, place / s.outputWidth(), place % s.outputWidth(),
                            (input, weight, output) -> {
                                if (input >= 0) {
                                    memory[input] = Math.fma(memory[weight], memory[output], memory[input]);
                                }
                            });
                }
            }
        }
    }

    private static void weightGradient(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        Arrays.fill(memory, a.weight, a.output, 0);
        for (int image = 0; image < IMAGES; image++) {
            for (int filter = 0; filter < s.filters(); filter++) {
                for (int place = 0; place < s.outputSize(); place++) {
                    everyTap(a, image, filter, place / s.outputWidth(), place % s.outputWidth(),
                            (input, weight, output) -> memory[weight] = Math.fma(input < 0 ? 0 : memory[input],
                                    memory[output], memory[weight]));
                }
            }
        }
    }

    private static List<ConvolutionShape> shapes() {
        List<ConvolutionShape> shapes = new ArrayList<>(List.of(
                new ConvolutionShape(1, 28, 28, 6, 5, 5, 1, 1, 2, 2, 1, 1, 1),
                new ConvolutionShape(6, 14, 14, 16, 5, 5, 1, 1, 0, 0, 1, 1, 1),
                new ConvolutionShape(3, 9, 9, 100, 3, 3, 1, 1, 1, 1, 1, 1, 1),
                new ConvolutionShape(100, 5, 6, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1),
                new ConvolutionShape(8, 7, 9, 8, 3, 3, 1, 1, 1, 1, 1, 1, 8),
                new ConvolutionShape(4, 6, 6, 70, 1, 1, 1, 1, 0, 0, 1, 1, 1),
                new ConvolutionShape(2, 7, 7, 3, 1, 1, 3, 3, 0, 0, 1, 1, 1),
                new ConvolutionShape(1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1)));
        Random random = new Random(5);
        while (shapes.size() < 120) {
            int groups = 1 + random.nextInt(3);
            int height = 1 + random.nextInt(12);
            int width = 1 + random.nextInt(20);
            int kernelHeight = 1 + random.nextInt(4);
            int kernelWidth = 1 + random.nextInt(4);
            int paddingY = random.nextInt(4);
            int paddingX = random.nextInt(4);
            int dilation = 1 + random.nextInt(3);
            if (dilation * (kernelHeight - 1) < height + 2 * paddingY
                    && dilation * (kernelWidth - 1) < width + 2 * paddingX) {
                shapes.add(new ConvolutionShape(groups * (1 + random.nextInt(4)), height, width,
                        groups * (1 + random.nextInt(9)), kernelHeight, kernelWidth, 1 + random.nextInt(3),
                        1 + random.nextInt(3), paddingY, paddingX, dilation, dilation, groups));
            }
        }
        return shapes;
    }

    /** Numbers whose sums never are a zero with a sign that the padding could change. */
    private static float[] memoryFor(Arena a, int scratch) {
        return Memory.random(a.end + scratch, a.end);
    }

    private static void assertSame(float[] expected, float[] actual, Arena a, Object what) {
        Memory.assertSameBits(Arrays.copyOf(expected, a.end), Arrays.copyOf(actual, a.end),
                what + " " + a.s);
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void everyOutputIsItsChain(Products products) {
        for (ConvolutionShape s : shapes()) {
            Arena a = Arena.of(s);
            float[] memory = memoryFor(a, s.forwardScratch());
            float[] expected = memory.clone();
            forward(expected, a);
            products.convolve(memory, a.input, a.weight, a.output, s, 1, IMAGES, a.end);
            products.convolve(memory, a.input, a.weight, a.output, s, 0, 1, a.end);
            assertSame(expected, memory, a, products);
        }
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void everyInputGradientIsItsChain(Products products) {
        for (ConvolutionShape s : shapes()) {
            Arena a = Arena.of(s);
            float[] memory = memoryFor(a, s.inputGradientScratch());
            float[] expected = memory.clone();
            inputGradient(expected, a);
            products.convolveInputGradient(memory, a.output, a.weight, a.input, s, 0, 2, a.end);
            products.convolveInputGradient(memory, a.output, a.weight, a.input, s, 2, IMAGES, a.end);
            assertSame(expected, memory, a, products);
        }
    }

    @ParameterizedTest
    @MethodSource("org.dnn.runtime.cpu.Memory#forms")
    void everyWeightGradientIsItsChain(Products products) {
        for (ConvolutionShape s : shapes()) {
            Arena a = Arena.of(s);
            float[] memory = memoryFor(a, s.weightGradientScratch());
            float[] expected = memory.clone();
            weightGradient(expected, a);
            int cut = s.filters() / 3;
            products.convolveWeightGradient(memory, a.input, a.output, a.weight, s, 0, IMAGES, cut, s.filters(), a.end);
            products.convolveWeightGradient(memory, a.input, a.output, a.weight, s, 0, IMAGES, 0, cut, a.end);
            assertSame(expected, memory, a, products);
        }
    }

    /** With infinities and NaN the forms still agree with each other. */
    @Test
    void formsAgreeOnOddValues() {
        for (ConvolutionShape s : shapes()) {
            Arena a = Arena.of(s);
            float[] plain = Memory.odd(a.end + scratch(s), a.end);
            float[] vector = plain.clone();
            everything(new PlainProducts(), plain, a);
            everything(new VectorProducts(), vector, a);
            assertSame(plain, vector, a, "odd values");
        }
    }

    private static int scratch(ConvolutionShape s) {
        return Math.max(s.forwardScratch(), Math.max(s.inputGradientScratch(), s.weightGradientScratch()));
    }

    private static void everything(Products products, float[] memory, Arena a) {
        products.convolve(memory, a.input, a.weight, a.output, a.s, 0, 1, a.end);
        products.convolveWeightGradient(memory, a.input, a.output, a.weight, a.s, 0, IMAGES, 0, a.s.filters(), a.end);
        products.convolveInputGradient(memory, a.output, a.weight, a.input, a.s, 0, IMAGES, a.end);
    }

    @Test
    void scratchHasItsClosedForm() {
        ConvolutionShape s = new ConvolutionShape(6, 14, 15, 16, 5, 3, 2, 1, 2, 1, 1, 1, 2);
        assertEquals(7, s.outputHeight());
        assertEquals(15, s.outputWidth());
        int phased = 3 * 2 * 1 * (7 + 4 / 2) * (15 + 2);
        assertEquals(232 + 3 * 15 + 64 * 8 + phased, s.forwardScratch());
        int padded = 8 * (15 / 2 + 1 + 4 / 2) * (15 + 1 + 2);
        assertEquals(232 + 8 * 15 + 8 * 15 * 3 + 64 * 3 + padded, s.inputGradientScratch());
        int places = 6 * (15 + 2) + 15 + 2;
        assertEquals(136 + 15 + places + 8 * (places + 2) + 16 + 15 * 32 + phased, s.weightGradientScratch());
        ConvolutionShape wide = new ConvolutionShape(2, 30, 30, 70, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        assertEquals(136 + 18 + 256 + 64 * (29 * 32 + 30) + 16 + 18 * 64 + 2 * 32 * 32, wide.weightGradientScratch());
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> new ConvolutionShape(3, 8, 8, 4, 3, 3, 1, 1, 0, 0, 1, 1, 2));
        assertThrows(IllegalArgumentException.class,
                () -> new ConvolutionShape(1, 2, 8, 4, 3, 3, 1, 1, 0, 0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> new ConvolutionShape(1, 8, 8, 4, 3, 3, 0, 1, 0, 0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class,
                () -> new ConvolutionShape(1, 8, 8, 4, 3, 3, 1, 1, -1, 0, 1, 1, 1));
    }
}
