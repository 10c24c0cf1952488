package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    /** The known answers that come with Random123, the authors' own code: counter, key, result. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8
            ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd
            243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1
            """)
    void knownAnswers(String counter, String key, String result) {
        int[] c = words(counter);
        int[] k = words(key);
        long packedKey = pack(k[0], k[1]);
        long step = pack(c[2], c[3]);
        int[] made = new int[4];
        Philox.fill(packedKey, c[0], c[1], step, made);
        assertArrayEquals(words(result), made);
        for (int which = 0; which < 4; which++) {
            assertEquals(made[which], Philox.word(packedKey, c[0], c[1], step, which));
        }
    }

    private static int[] words(String text) {
        int[] words = new int[text.split(" ", -1).length];
        for (int i = 0; i < words.length; i++) {
            words[i] = Integer.parseUnsignedInt(text.split(" ", -1)[i], 16);
        }
        return words;
    }

    private static long pack(int low, int high) {
        return (low & 0xFFFFFFFFL) | ((long) high << 32);
    }

    /** Computed apart, in Python. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            0, '', aebe53f85cdc3c4c
            0, a, 223510de0dd4615f
            1, linear1.weight, f7b87aacf71369ff
            -1, residual2.1.conv2d1.weight, 11de4be513a7b4df
            1, 权重, 8ea8e926a1979d25
            """)
    void keys(long seed, String path, String key) {
        assertEquals(Long.parseUnsignedLong(key, 16), Philox.key(seed, path));
    }

    @Test
    void neighbouringSeedsAndPathsHaveDifferentKeys() {
        Set<Long> keys = new HashSet<>();
        for (int seed = -50; seed < 50; seed++) {
            for (int layer = 0; layer < 100; layer++) {
                keys.add(Philox.key(seed, "linear" + layer + ".weight"));
            }
        }
        assertEquals(10_000, keys.size());
    }

    @Test
    void uniformNumbersAreInTheirRange() {
        assertEquals(0f, Philox.uniform(0));
        assertEquals(0f, Philox.uniform(255));
        assertEquals(Math.nextDown(1f), Philox.uniform(-1));
        assertEquals(0.5f, Philox.uniform(Integer.MIN_VALUE));
        assertEquals(0.0, Philox.uniform(0, 0));
        assertEquals(Math.nextDown(1.0), Philox.uniform(-1, -1));
        assertEquals(0.5, Philox.uniform(Integer.MIN_VALUE, 0));
    }

    @Test
    void uniformNumbersAreUniform() {
        int[] bins = new int[64];
        int draws = 64_000;
        long key = Philox.key(3, "dropout1");
        for (int i = 0; i < draws; i++) {
            bins[(int) (64 * Philox.uniform(Philox.word(key, i, 0, 17, i & 3)))]++;
        }
        assertTrue(Uniformity.deviation(bins) < 5, () -> "z = " + Uniformity.deviation(bins));
    }

    @Test
    void eachWordOfTheCounterCounts() {
        int base = Philox.word(1, 0, 0, 0, 0);
        assertNotEquals(base, Philox.word(1, 1, 0, 0, 0));
        assertNotEquals(base, Philox.word(1, 0, 1, 0, 0));
        assertNotEquals(base, Philox.word(1, 0, 0, 1, 0));
        assertNotEquals(base, Philox.word(1, 0, 0, 1L << 32, 0));
        assertThrows(IllegalArgumentException.class, () -> Philox.word(1, 0, 0, 0, 4));
    }

    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] words = new int[4];
        int sum = draw(words, 1000);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += draw(words, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, allocated + " bytes for the sum " + sum);
    }

    private static int draw(int[] words, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Philox.fill(5, i, 0, 1, words);
            sum += words[0] + Philox.word(5, i, 1, 1, 2);
        }
        return sum;
    }
}
