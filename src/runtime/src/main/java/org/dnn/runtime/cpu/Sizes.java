package org.dnn.runtime.cpu;

/** What the sizes of kernels and windows have in common. */
final class Sizes {
    private Sizes() {}

    /** How often a kernel fits along one axis, the last step cut off: PyTorch's floor. */
    static int taps(int size, int kernel, int stride, int padding, int dilation) {
        return Math.floorDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
    }

    static void requirePositive(String whose, int... sizes) {
        for (int size : sizes) {
            require(size > 0, "every size of " + whose + " is at least 1");
        }
    }

    static void requireNotNegative(String whose, int... paddings) {
        for (int padding : paddings) {
            require(padding >= 0, "no padding of " + whose + " is negative");
        }
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("Broken rule: " + rule + ".");
        }
    }
}
