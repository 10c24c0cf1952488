package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * Computes a little of everything, again and again while it is compiled, and prints a hash of the bits. To be started
 * with different flags: {@code BitsMain plain|vector|machine SECONDS}.
 */
final class BitsMain {
    private static final int VALUES = 1 << 12;

    private BitsMain() {}

    public static void main(String[] arguments) {
        boolean vector = arguments[0].equals("vector");
        Products products = switch (arguments[0]) {
            case "plain" -> new PlainProducts();
            case "vector" -> new VectorProducts();
            case "machine" -> MachineProducts.made().orElseThrow();
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        StripProducts strips = arguments[0].equals("machine")
                ? MachineStrip.make().orElseThrow()
                : products.strips();
        long end = System.nanoTime() + (long) (Double.parseDouble(arguments[1]) * 1e9);
        int hash = hash(products, strips, vector);
        do {
            int again = hash(products, strips, vector);
            if (again != hash) {
                throw new IllegalStateException("Other bits than before: " + again + ", not " + hash);
            }
        } while (System.nanoTime() < end);
        System.out.println(hash);
    }

    private static int hash(Products products, StripProducts strips, boolean vector) {
        int hash = products(products);
        hash = 31 * hash + convolutions(products);
        hash = 31 * hash + strips(strips);
        return 31 * hash + (vector ? VectorFunctions.hash(arguments()) : plainFunctions(arguments()));
    }

    private static int products(Products products) {
        int hash = 0;
        for (int size : new int[]{1, 2, 3, 7, 13, 31, 100}) {
            float[] memory = Memory.odd(30_000, size);
            products.multiply(memory, 0, 7, 1, 700, size, 1, 1400, size, size, size, 7, true, 12_000);
            products.multiply(memory, 0, 1, size, 700, 1, 7, 1400, size, size, size, 7, true, 12_000);
            products.multiply(memory, 0, size, 1, 700, 1, size, 10_800, 100, 7, 100, size, true, 12_000);
            hash = 31 * hash + hash(memory, 12_000);
        }
        return 31 * hash + largeProducts(products);
    }

    /** Whole panels, and parts of one; all three ways to lay them out. */
    private static int largeProducts(Products products) {
        int scratch = 120_000;
        float[] memory = Memory.odd(400_000, 5);
        products.multiply(memory, 0, 300, 1, 40_000, 1, 300, 80_000, 100, 70, 100, 300, false, scratch);
        products.multiply(memory, 0, 300, 1, 40_000, 1, 300, 90_000, 100, 40, 100, 300, true, scratch);
        products.multiply(memory, 0, 1, 100, 40_000, 90, 1, 100_000, 90, 100, 90, 77, true, scratch);
        return hash(memory, scratch);
    }

    private static int convolutions(Products products) {
        int hash = 0;
        for (int images : new int[]{3, 13, 35}) {
            ConvolutionShape s = new ConvolutionShape(9, 6, 5, 20, 3, 3, 1, 1, 1, 1, 1, 1, 1);
            float[] memory = Memory.random(100_000, images);
            products.convolve(memory, 0, 10_000, 12_000, s, 0, images, 60_000);
            products.convolveInputGradient(memory, 12_000, 10_000, 40_000, s, 0, images, 60_000);
            products.convolveWeightGradient(memory, 0, 12_000, 10_000, s, 0, images, 0, 20, 60_000);
            hash = 31 * hash + hash(memory, 60_000);
        }
        return 31 * hash + convolutionsByTiles(products);
    }

    private static int convolutionsByTiles(Products products) {
        ConvolutionShape s = new ConvolutionShape(2, 9, 11, 7, 3, 3, 2, 1, 1, 1, 1, 1, 1);
        float[] memory = Memory.random(20_000, 3);
        products.convolve(memory, 0, 1000, 2000, s, 0, 2, 10_000);
        products.convolveInputGradient(memory, 2000, 1000, 4000, s, 0, 2, 10_000);
        products.convolveWeightGradient(memory, 0, 2000, 6000, s, 0, 2, 0, 7, 10_000);
        WindowShape w = new WindowShape(2, 9, 11, 3, 3, 2, 2, 1, 1, 1, 1, false);
        products.windowMaximum(memory, 0, 7000, w, 0, 2);
        products.windowMaximumGradient(memory, 0, 7000, 8000, w, 0, 2);
        products.windowSum(memory, 8000, 9000, w, 0, 2);
        WindowShape covering = new WindowShape(2, 6, 18, 2, 2, 2, 2, 0, 0, 1, 1, false);
        products.windowMaximum(memory, 0, 7000, covering, 0, 3);
        products.windowMaximumGradient(memory, 0, 7000, 8000, covering, 0, 3);
        return hash(memory, 10_000);
    }

    /** Blocks of every size. */
    private static int strips(StripProducts strips) {
        int hash = 0;
        int[] rows = {1, 13, 48, 100};
        for (int outputs = 1; outputs <= 8; outputs++) {
            for (int inputs = 1; inputs <= 8; inputs++) {
                hash = 31 * hash + strips(strips, outputs, inputs, rows[(outputs + inputs) % rows.length]);
            }
        }
        return hash;
    }

    private static int strips(StripProducts strips, int outputs, int inputs, int rows) {
        float[] memory = Memory.odd(7200, rows);
        strips.product(memory, 0, 112, 1500, inputs, 1, 2000, 112, outputs, inputs, rows);
        strips.weightGradient(memory, 2000, 112, 0, 112, 4000, outputs, inputs, rows);
        int hash = hash(memory, 6000);
        strips.fold(memory, 4000, 6500, outputs * inputs);
        strips.together(memory, 6500, 3, 32, 0, outputs * inputs);
        return 31 * hash + hash(memory, outputs * inputs);
    }

    private static float[] arguments() {
        float[] x = Memory.odd(VALUES, 8);
        for (int i = 0; i < VALUES; i++) {
            x[i] *= i % 3 == 0 ? 10 : 200;
        }
        return x;
    }

    private static int plainFunctions(float[] x) {
        int hash = 0;
        for (float value : x) {
            float sum = Elementary.exp(value) + Elementary.expm1(value) + Elementary.log(value)
                    + Elementary.log1p(value) + Elementary.tanh(value) + Elementary.sigmoid(value)
                    + Elementary.erf(value) + Elementary.sin(value) + Elementary.cos(value);
            hash = 31 * hash + Float.floatToIntBits(sum);
        }
        return hash;
    }

    private static int hash(float[] memory, int count) {
        int hash = 0;
        for (int i = 0; i < count; i++) {
            hash = 31 * hash + Float.floatToIntBits(memory[i]);
        }
        return hash;
    }

    /** A class of its own, because it names the Vector API. */
    private static final class VectorFunctions {
        static int hash(float[] x) {
            float[] sums = new float[x.length];
            for (int i = 0; i < x.length; i += VectorElementary.S.length()) {
                sum(FloatVector.fromArray(VectorElementary.S, x, i)).intoArray(sums, i);
            }
            return BitsMain.hash(sums, sums.length);
        }

        private static FloatVector sum(FloatVector x) {
            return VectorElementary.exp(x).add(VectorElementary.expm1(x)).add(VectorElementary.log(x))
                    .add(VectorElementary.log1p(x)).add(VectorElementary.tanh(x)).add(VectorElementary.sigmoid(x))
                    .add(VectorElementary.erf(x)).add(VectorElementary.sin(x)).add(VectorElementary.cos(x));
        }
    }
}
