package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrderTest {
    private static int[] order(long seed, int epoch, int rows) {
        int[] order = new int[rows];
        new RowOrder(seed, epoch, rows).fill(order, 0, rows);
        return order;
    }

    /** Computed apart, in Python. */
    @Test
    void knownOrders() {
        assertArrayEquals(new int[]{2, 9, 1, 0, 4, 5, 7, 8, 6, 3}, order(1, 0, 10));
        assertArrayEquals(new int[]{1, 9, 3, 8, 7, 6, 2, 5, 0, 4}, order(1, 1, 10));
        assertArrayEquals(new int[]{2, 0, 7, 3, 1, 5, 6, 4, 8, 9}, order(2, 0, 10));
        assertArrayEquals(new int[]{52870, 50914, 9503, 35568, 16410, 19238, 11041, 44330},
                Arrays.copyOf(order(1, 0, 70_000), 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13, 31, 100, 255, 256, 257, 511, 513, 537, 1000, 4095, 4096, 4097, 65_535,
        65_536, 65_537, 70_000, 300_007})
    void eachRowOnce(int rows) {
        for (int epoch = 0; epoch < 3; epoch++) {
            BitSet seen = new BitSet(rows);
            for (int row : order(7, epoch, rows)) {
                seen.set(row);
            }
            assertEquals(rows, seen.cardinality());
            assertEquals(rows, seen.length());
        }
    }

    @Test
    void theLargestNumberOfRows() {
        RowOrder order = new RowOrder(1, 0, Integer.MAX_VALUE);
        assertNotEquals(order.row(0), order.row(1));
        assertTrue(order.row(Integer.MAX_VALUE - 1) >= 0);
        assertThrows(IllegalArgumentException.class, () -> new RowOrder(1, 0, 0));
    }

    @Test
    void aPieceIsTheSameAlone() {
        int[] piece = new int[20];
        new RowOrder(3, 4, 100).fill(piece, 30, 20);
        assertArrayEquals(Arrays.copyOfRange(order(3, 4, 100), 30, 50), piece);
    }

    /** Over many epochs, a position has each row equally often. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7, 8, 13, 16, 17, 100, 128})
    void positionsHaveEveryRowEquallyOften(int rows) {
        int[] counts = new int[rows * rows];
        for (int epoch = 0; epoch < 60_000 / rows; epoch++) {
            int[] order = order(7, epoch, rows);
            for (int position = 0; position < rows; position++) {
                counts[rows * position + order[position]]++;
            }
        }
        double z = Uniformity.deviation(counts, (rows - 1.0) * (rows - 1));
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void ordersAreAllEquallyFrequent(int rows) {
        Map<String, Integer> counts = new HashMap<>();
        int all = rows == 3 ? 6 : rows == 4 ? 24 : 120;
        for (int epoch = 0; epoch < 200 * all; epoch++) {
            counts.merge(Arrays.toString(order(9, epoch, rows)), 1, Integer::sum);
        }
        assertEquals(all, counts.size());
        double z = Uniformity.deviation(counts.values().stream().mapToInt(Integer::intValue).toArray());
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }

    /** The distance from one row to the next is any, equally often. */
    @ParameterizedTest
    @ValueSource(ints = {5, 8, 60, 100})
    void neighboursAreUnrelated(int rows) {
        int[] distances = new int[rows];
        for (int epoch = 0; epoch < 100_000 / rows; epoch++) {
            int[] order = order(3, epoch, rows);
            for (int position = 0; position + 1 < rows; position++) {
                distances[Math.floorMod(order[position + 1] - order[position], rows)]++;
            }
        }
        double z = Uniformity.deviation(Arrays.copyOfRange(distances, 1, rows), rows - 2);
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 65_536, 70_000})
    void correlations(int rows) {
        double middle = (rows - 1) / 2.0;
        double adjacent = 0;
        double ofEpochs = 0;
        double withPosition = 0;
        int[] order = order(5, 0, rows);
        int[] next = order(5, 1, rows);
        for (int position = 0; position + 1 < rows; position++) {
            adjacent += (order[position] - middle) * (order[position + 1] - middle);
            ofEpochs += (order[position] - middle) * (next[position] - middle);
            withPosition += (order[position] - middle) * (position - middle);
        }
        double scale = Math.pow(rows, 3) / 12;
        double bound = 4 / Math.sqrt(rows);
        assertEquals(0, adjacent / scale, bound);
        assertEquals(0, ofEpochs / scale, bound);
        assertEquals(0, withPosition / scale, bound);
    }

    /** Two rows meet in a batch as often as any other two. */
    @Test
    void batchesMixAllRows() {
        int rows = 60;
        int batch = 6;
        int[] met = new int[rows * rows];
        for (int epoch = 0; epoch < 10_000; epoch++) {
            int[] order = order(11, epoch, rows);
            for (int i = 0; i < rows; i++) {
                for (int j = i + 1; j < (i / batch + 1) * batch; j++) {
                    met[rows * Math.min(order[i], order[j]) + Math.max(order[i], order[j])]++;
                }
            }
        }
        int[] pairs = Arrays.stream(met).filter(count -> count > 0).toArray();
        assertEquals(rows * (rows - 1) / 2, pairs.length);
        double z = Uniformity.deviation(pairs, pairs.length - rows);
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }

    @Test
    void rowsOfManyAreSpreadOverAllPositions() {
        int rows = 70_000;
        int[] counts = new int[64 * 64];
        for (int epoch = 0; epoch < 5; epoch++) {
            int[] order = order(13, epoch, rows);
            for (int position = 0; position < rows; position++) {
                counts[64 * (int) (64L * position / rows) + (int) (64L * order[position] / rows)]++;
            }
        }
        double z = Uniformity.deviation(counts, 63 * 63);
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }
}
