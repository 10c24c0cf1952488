package org.dnn.runtime.data;

/**
 * Numbers from the standard normal distribution, for initial weights: made in double, the same on every machine.
 *
 * <p>Box and Muller, <i>A Note on the Generation of Random Normal Deviates</i>, 1958: for u in (0, 1] and v in [0, 1),
 * √(−2 ln u) cos 2πv and √(−2 ln u) sin 2πv are independent. Elements 2i and 2i + 1 are the cosine and the sine of the
 * counter with element i, whose words 0 and 1 give u and 2 and 3 give v, 53 bits each. The largest value that can come
 * out is 8.57.
 */
public final class RandomNormal {
    private RandomNormal() {}

    /** Fills an array with elements 0, 1, … of a key, at step 0. */
    public static void fill(long key, int iteration, double[] into) {
        int[] words = new int[4];
        for (int i = 0; i < into.length; i += 2) {
            Philox.fill(key, i >>> 1, iteration, 0, words);
            double radius = radius(words[0], words[1]);
            double angle = angle(words[2], words[3]);
            into[i] = radius * StrictMath.cos(angle);
            if (i + 1 < into.length) {
                into[i + 1] = radius * StrictMath.sin(angle);
            }
        }
    }

    /** One element: the same as {@link #fill} would put there. */
    public static double at(long key, int element, int iteration) {
        int[] words = new int[4];
        Philox.fill(key, element >>> 1, iteration, 0, words);
        double radius = radius(words[0], words[1]);
        double angle = angle(words[2], words[3]);
        return radius * ((element & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    private static double radius(int high, int low) {
        return StrictMath.sqrt(-2 * StrictMath.log(Philox.uniform(high, low) + 0x1p-53));
    }

    private static double angle(int high, int low) {
        return 2 * Math.PI * Philox.uniform(high, low);
    }
}
