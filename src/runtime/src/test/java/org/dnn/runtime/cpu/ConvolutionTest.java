package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions and their gradients are the chains that {@link Products} states, in every form and however split. */
class ConvolutionTest {
    private static final int IMAGES = 19;

    /** Where everything lies for one shape; the scratch is last, and as small as the shape says. */
    private record Arena(ConvolutionShape s, int input, int weight, int output, int end) {
        static Arena of(ConvolutionShape s) {
            int weight = IMAGES * s.channels() * s.height() * s.width();
            int output = weight + s.filters() * s.groupChannels() * s.taps();
            return new Arena(s, 0, weight, output, output + IMAGES * s.filters() * s.outputSize());
        }
    }

    /** What is done at a tap: where its input is, or -1 for one in the padding, its weight and its output. */
    @FunctionalInterface
    private interface Work {
        void at(int input, int weight, int output);
    }

    /** Does the work of a tap of an output's place. */
    private static void tap(Arena a, int image, int filter, int y, int x, int channel, int ky, int kx, Work work) {
        ConvolutionShape s = a.s;
        int weight = a.weight + ((filter * s.groupChannels() + channel) * s.kernelHeight() + ky) * s.kernelWidth() + kx;
        int output = a.output + ((image * s.filters() + filter) * s.outputHeight() + y) * s.outputWidth() + x;
        int plane = image * s.channels() + filter / s.groupFilters() * s.groupChannels() + channel;
        int iy = y * s.strideY() - s.paddingY() + ky * s.dilationY();
        int ix = x * s.strideX() - s.paddingX() + kx * s.dilationX();
        boolean inside = iy >= 0 && ix >= 0 && iy < s.height() && ix < s.width();
        work.at(inside ? a.input + (plane * s.height() + iy) * s.width() + ix : -1, weight, output);
    }

    /** All taps of an output's place, in the order of the weights, or (kx, ky, channel). */
    private static void everyTap(Arena a, int image, int filter, int y, int x, boolean channelsLast, Work work) {
        ConvolutionShape s = a.s;
        for (int i = 0; i < s.groupChannels() * s.taps(); i++) {
            int channel = channelsLast ? i % s.groupChannels() : i / s.taps();
            int ky = channelsLast ? i / s.groupChannels() % s.kernelHeight() : i % s.taps() / s.kernelWidth();
            int kx = channelsLast ? i / s.groupChannels() / s.kernelHeight() : i % s.kernelWidth();
            tap(a, image, filter, y, x, channel, ky, kx, work);
        }
    }

    private static void forward(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        Arrays.fill(memory, a.output, a.end, 0);
        for (int image = 0; image < IMAGES; image++) {
            for (int filter = 0; filter < s.filters(); filter++) {
                for (int place = 0; place < s.outputSize(); place++) {
                    everyTap(a, image, filter, place / s.outputWidth(), place % s.outputWidth(), s.inSixteens(),
                            (input, weight, output) -> memory[output] = Math.fma(memory[weight],
                                    input < 0 ? 0 : memory[input], memory[output]));
                }
            }
        }
    }

    /** In the order (filter, ky, kx) for each input: windows backwards. By sixteens (x, y, filter): windows column by column. */
    private static void inputGradient(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        Work work = (input, weight, output) -> {
            if (input >= 0) {
                memory[input] = Math.fma(memory[weight], memory[output], memory[input]);
            }
        };
        Arrays.fill(memory, a.input, a.weight, 0);
        for (int image = 0; image < IMAGES; image++) {
            for (int i = 0; i < s.filters() * s.outputSize(); i++) {
                if (s.inputGradientInSixteens()) {
                    int place = i / s.filters();
                    everyTap(a, image, i % s.filters(), place % s.outputHeight(), place / s.outputHeight(), false,
                            work);
                } else {
                    int place = s.outputSize() - 1 - i % s.outputSize();
                    everyTap(a, image, i / s.outputSize(), place / s.outputWidth(), place % s.outputWidth(), false,
                            work);
                }
            }
        }
    }

    private static void weightGradient(float[] memory, Arena a) {
        ConvolutionShape s = a.s;
        int together = s.weightGradientInSixteens() ? Sixteen.IMAGES : 1;
        Arrays.fill(memory, a.weight, a.output, 0);
        for (int first = 0; first < IMAGES; first += together) {
            int images = Math.min(together, IMAGES - first);
            for (int i = 0; i < s.outputSize() * images; i++) {
                int place = i / images;
                for (int filter = 0; filter < s.filters(); filter++) {
                    everyTap(a, first + i % images, filter, place / s.outputWidth(), place % s.outputWidth(), false,
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
                new ConvolutionShape(12, 9, 10, 20, 3, 3, 1, 1, 1, 1, 1, 1, 1),
                new ConvolutionShape(16, 10, 11, 33, 4, 3, 2, 1, 1, 2, 1, 1, 1),
                new ConvolutionShape(40, 6, 7, 40, 3, 3, 1, 2, 0, 1, 1, 1, 1),
                new ConvolutionShape(40, 5, 8, 70, 3, 5, 1, 1, 2, 1, 1, 1, 2),
                new ConvolutionShape(30, 4, 5, 24, 2, 3, 1, 1, 2, 4, 1, 1, 1),
                new ConvolutionShape(9, 6, 1, 9, 5, 1, 1, 1, 4, 0, 1, 1, 1),
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

    /** There are several of each kind among them, with and without padding, groups, strides and more taps than a block has. */
    @Test
    void someShapesGoBySixteens() {
        assertEquals(List.of(6L, 4L, 9L), List.of(count(ConvolutionShape::inSixteens),
                count(ConvolutionShape::inputGradientInSixteens), count(ConvolutionShape::weightGradientInSixteens)));
    }

    private static long count(Predicate<ConvolutionShape> kind) {
        return shapes().stream().filter(kind).count();
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
            float[] memory = Memory.odd(a.end + scratch(s), a.end);
            float[] plain = memory.clone();
            everything(new PlainProducts(), plain, a);
            Memory.forms().forEach(form -> {
                float[] actual = memory.clone();
                everything(form, actual, a);
                assertSame(plain, actual, a, "odd values");
            });
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
        ConvolutionShape wide = new ConvolutionShape(2, 64, 64, 70, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        assertEquals(136 + 18 + 256 + 64 * (63 * 66 + 64) + 16 + 18 * 64 + 2 * 66 * 66, wide.weightGradientScratch());
    }

    @Test
    void scratchBySixteensHasItsClosedForm() {
        ConvolutionShape s = new ConvolutionShape(30, 9, 10, 80, 3, 5, 1, 1, 1, 2, 1, 1, 2);
        assertEquals(40 + 8 + 16 * (15 * 90 + 15 * 3 * (10 + 2) + 40 * 10) + 2 * 40 * 15 * 15, s.forwardScratch());
        assertEquals(15 + 8 + 16 * (40 * 90 + 40 * 3 * (10 + 2) + 15 * 10) + 2 * 40 * 15 * 15,
                s.inputGradientScratch());
        assertEquals(225 + 8 + 16 * 15 * 11 * 14 + 3 * (256 * 10 + 16 * 225), s.weightGradientScratch());
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
