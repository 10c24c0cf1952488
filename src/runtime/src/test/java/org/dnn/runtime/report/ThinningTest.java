package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void keepsAllWhereThereIsRoom() {
        assertArrayEquals(IntStream.range(0, 100).toArray(), Thinning.keep(100, i -> -i, 100));
        assertEquals(0, Thinning.keep(0, i -> i, 100).length);
    }

    @Test
    void keepsEndsPeaksAndValleys() {
        int[] kept = Thinning.keep(100_001, i -> i == 31_415 ? 9 : i == 92_653 ? -9 : Math.sin(i * 0.1), 200);
        assertTrue(kept.length <= 202, "kept: " + kept.length);
        assertEquals(0, kept[0]);
        assertEquals(100_000, kept[kept.length - 1]);
        assertTrue(Arrays.binarySearch(kept, 31_415) >= 0, "peak");
        assertTrue(Arrays.binarySearch(kept, 92_653) >= 0, "valley");
        assertArrayEquals(Arrays.stream(kept).sorted().distinct().toArray(), kept);
    }

    @Test
    void notANumberCountsAsAPeakSoThatTheGapIsSeen() {
        int[] kept = Thinning.keep(10_000, i -> i == 1234 ? Double.NaN : 1, 100);
        assertTrue(Arrays.binarySearch(kept, 1234) >= 0, "gap");
    }
}
