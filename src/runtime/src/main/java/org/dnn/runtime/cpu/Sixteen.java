package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * Sixteen images side by side: place p of image i lies at {@code 16 * p + i}. A convolution then needs no place that
 * has no meaning, whatever its kernel, padding and width: every vector is full.
 */
final class Sixteen {
    /** How many images there are side by side: two vectors of eight lanes, or one of sixteen. */
    static final int IMAGES = 16;

    private Sixteen() {}

    /** Puts images side by side; what is missing to sixteen is zeros. */
    static void pack(Panel panel, float[] memory, int from, int imageStride, int images, int to, int size) {
        if (images < IMAGES) {
            Arrays.fill(memory, to, to + size * IMAGES, 0);
        }
        panel.turn(memory, from, imageStride, 1, to, IMAGES, images, size);
    }

    /** Takes them apart again. */
    static void unpack(Panel panel, float[] memory, int from, int size, int to, int imageStride, int images) {
        panel.turn(memory, from, IMAGES, 1, to, imageStride, size, images);
    }
}
