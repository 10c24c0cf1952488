package org.dnn.runtime.data;

import java.nio.charset.StandardCharsets;

/**
 * Philox4x32-10: random numbers without a state. A key and a counter of four words give four words; nothing is carried
 * from one call to the next, so every number can be made alone, in any order, on any device.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, <i>Parallel Random Numbers: As Easy as 1, 2, 3</i>, SC 2011.
 *
 * <p>The key comes from a seed and the path of what is drawn for, so that changing one layer changes no other's
 * numbers. The counter's words are, in this order: element, iteration, step (low half), step (high half).
 *
 * <pre>
 * key words (low, high)  counter words                        result words
 * 00000000 00000000      00000000 00000000 00000000 00000000  6627e8d5 e169c58d bc57ac4c 9b00dbd8
 * ffffffff ffffffff      ffffffff ffffffff ffffffff ffffffff  408f276d 41c83b0e a20bc7c6 6d5451fd
 * a4093822 299f31d0      243f6a88 85a308d3 13198a2e 03707344  d16cfe09 94fdcceb 5001e420 24126ea1
 * </pre>
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long WORD = 0xFFFFFFFFL;

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Philox() {}

    /**
     * The four words of a counter.
     *
     * @param key  its low half is the first word, its high half the second
     * @param step its low half is the counter's third word, its high half the fourth
     * @param into four words or more; the first four are overwritten
     */
    public static void fill(long key, int element, int iteration, long step, int[] into) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int c0 = element;
        int c1 = iteration;
        int c2 = (int) step;
        int c3 = (int) (step >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & WORD);
            long product1 = MULTIPLIER_1 * (c2 & WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        into[0] = c0;
        into[1] = c1;
        into[2] = c2;
        into[3] = c3;
    }

    /**
     * One of the four words of a counter: the rounds of {@link #fill} once more, so that nothing is allocated.
     *
     * @param which 0 to 3
     */
    public static int word(long key, int element, int iteration, long step, int which) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int c0 = element;
        int c1 = iteration;
        int c2 = (int) step;
        int c3 = (int) (step >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & WORD);
            long product1 = MULTIPLIER_1 * (c2 & WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return switch (which) {
            case 0 -> c0;
            case 1 -> c1;
            case 2 -> c2;
            case 3 -> c3;
            default -> throw new IllegalArgumentException("word " + which + " of four");
        };
    }

    /** A number in [0, 1) from the upper 24 bits of a word; all are exact in float32. */
    public static float uniform(int bits) {
        return (bits >>> 8) * 0x1p-24f;
    }

    /** A number in [0, 1) from 53 bits of two words: the whole of the first above the upper 21 of the second. */
    public static double uniform(int high, int low) {
        return (((high & WORD) << 21) | (low >>> 11)) * 0x1p-53;
    }

    /**
     * The key of everything drawn for one path: {@code mix(mix(seed + 0x9e3779b97f4a7c15) ^ hash)}, where hash is
     * the 64-bit FNV-1a of the path's UTF-8 and mix is the finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014:
     * {@code z ^= z >>> 30; z *= 0xbf58476d1ce4e5b9; z ^= z >>> 27; z *= 0x94d049bb133111eb; z ^= z >>> 31}). For one
     * path, different seeds give different keys.
     *
     * <pre>
     * seed  path                        key
     *    0  (empty)                     aebe53f85cdc3c4c
     *    0  a                           223510de0dd4615f
     *    1  linear1.weight              f7b87aacf71369ff
     *   -1  residual2.1.conv2d1.weight  11de4be513a7b4df
     *    1  权重                          8ea8e926a1979d25
     * </pre>
     */
    public static long key(long seed, String path) {
        long hash = FNV_OFFSET;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return mix(mix(seed + GAMMA) ^ hash);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
