package org.dnn.runtime.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Epochs are cut into batches, one after the other. */
class BatchesTest {
    /** What there is of each batch: where it begins, how many rows it has, where its epoch ends, how many batches are left of it. */
    private static List<List<Integer>> told(Batches batches, int count) {
        return IntStream.range(0, count)
                .mapToObj(b -> List.of(batches.first(b), batches.rows(b), batches.end(b), batches.left(b))).toList();
    }

    @Test
    void theLastBatchOfAnEpochMayHaveFewerRows() {
        assertEquals(List.of(List.of(0, 2, 5, 3), List.of(2, 2, 5, 2), List.of(4, 1, 5, 1)),
                told(new Batches(new int[5], 2), 3));
    }

    @Test
    void theNextEpochFollowsWithItsOwnOrder() {
        assertEquals(
                List.of(List.of(0, 2, 3, 2), List.of(2, 1, 3, 1), List.of(3, 2, 6, 2), List.of(5, 1, 6, 1)),
                told(new Batches(new int[6], 3, 2), 4));
    }

    @Test
    void oneOrderServesAllEpochs() {
        assertEquals(List.of(List.of(0, 3, 3, 1), List.of(0, 3, 3, 1)), told(new Batches(new int[3], 3, 3), 2));
        assertEquals(List.of(List.of(0, 2, 3, 2), List.of(2, 1, 3, 1), List.of(0, 2, 3, 2)),
                told(new Batches(new int[3], 3, 2), 3));
    }

    @Test
    void aBatchMayBeLargerThanAnEpoch() {
        assertEquals(List.of(List.of(0, 3, 3, 1), List.of(3, 3, 6, 1)), told(new Batches(new int[6], 3, 100), 2));
    }
}
