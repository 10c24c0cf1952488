package org.dnn.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.stream.IntStream;
import org.dnn.runtime.data.RowOrder;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    private static final long SEED = 7;
    /** Every third row of the data. */
    private static final int[] TRAIN = IntStream.range(0, 100).map(i -> 3 * i).toArray();

    private final EpochOrder order = new EpochOrder(TRAIN, SEED, 12, false);

    private static int[] expected(int epoch, int count) {
        return IntStream.range(epoch, epoch + count).flatMap(e -> {
            RowOrder rows = new RowOrder(SEED, e, TRAIN.length);
            return IntStream.range(0, TRAIN.length).map(i -> TRAIN[rows.row(i)]);
        }).toArray();
    }

    private void assertOrders(int epoch, int count) {
        assertArrayEquals(expected(epoch, count), order.of(epoch, count), count + " epochs from " + epoch);
    }

    @Test
    void epochsFollowEachOther() {
        assertOrders(0, 1);
        assertOrders(1, 4);
        assertOrders(5, 4);
        assertOrders(9, 3);
    }

    /** What was put in order beside is not what is asked for then. */
    @Test
    void stretchesMayBecomeLongerOrBeAskedForOnceMore() {
        assertOrders(0, 2);
        assertOrders(2, 3);
        assertOrders(0, 2);
        assertOrders(3, 2);
        assertOrders(11, 1);
    }

    @Test
    void stretchesOfTheSameEpochShareAnOrder() {
        assertSame(order.of(4, 1), order.of(4, 1));
    }

    @Test
    void whatIsBesideIsNotWrittenOverTheOrderInUse() {
        int[] first = order.of(0, 3);
        order.of(3, 3);
        order.of(6, 3);
        assertArrayEquals(expected(0, 3), first);
    }

    @Test
    void aBatchOfAllRowsHasThemAsTheyAreStored() {
        EpochOrder stored = new EpochOrder(TRAIN, SEED, 12, true);
        assertSame(TRAIN, stored.of(3, 5));
        assertEquals(TRAIN.length, stored.rows());
    }
}
