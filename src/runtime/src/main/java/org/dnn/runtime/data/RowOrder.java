package org.dnn.runtime.data;

/**
 * The order of the rows in an epoch: a bijection of [0, rows) that is computed, not stored, so that every device and
 * every thread can ask for any position by itself.
 *
 * <p>A position is a number of as many bits as the last row needs, and of eight at least, for smaller networks mix
 * badly. Its upper ⌊bits/2⌋ bits are the left half, the rest the right; in turns, each is changed by a hash of the
 * other and of a round's key (a Feistel network). What falls on or beyond the number of rows goes through again (cycle
 * walking): less than twice on average from 128 rows on.
 *
 * <pre>
 * do {
 *   left = x &gt;&gt;&gt; rightBits;  right = x &amp; ((1 &lt;&lt; rightBits) - 1);
 *   for (r = 0; r &lt; 8; r += 2) {
 *     left  ^= hash(right, key[r])     &gt;&gt;&gt; (32 - leftBits);
 *     right ^= hash(left,  key[r + 1]) &gt;&gt;&gt; (32 - rightBits);
 *   }
 *   x = left &lt;&lt; rightBits | right;
 * } while (x &gt;= rows);
 *
 * hash(x, k):  h = (x ^ k) * 0x9e3779b1;  h ^= h &gt;&gt;&gt; 15;  return h * 0x85ebca6b;
 * </pre>
 *
 * Key r is word {@code r % 4} of Philox with key {@code Philox.key(seed, "row order")}, element {@code r / 4},
 * iteration {@code epoch}, step 0.
 *
 * <pre>
 * seed 1, epoch 0, 10 rows     2 9 1 0 4 5 7 8 6 3
 * seed 1, epoch 1, 10 rows     1 9 3 8 7 6 2 5 0 4
 * seed 2, epoch 0, 10 rows     2 0 7 3 1 5 6 4 8 9
 * seed 1, epoch 0, 70000 rows  52870 50914 9503 35568 16410 19238 11041 44330 …
 * </pre>
 */
public final class RowOrder {
    private static final int ROUNDS = 8;
    private static final int FEWEST_BITS = 8;

    private final int rows;
    private final int leftBits;
    private final int rightBits;
    private final int[] keys;

    /** @throws IllegalArgumentException if there is not one row or more */
    public RowOrder(long seed, int epoch, int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException(rows + " rows have no order");
        }
        int bits = Math.max(FEWEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1));
        this.rows = rows;
        this.leftBits = bits / 2;
        this.rightBits = bits - leftBits;
        this.keys = roundKeys(seed, epoch);
    }

    /** The eight keys of an epoch's rounds, for a device that computes the order itself. */
    public static int[] roundKeys(long seed, int epoch) {
        long key = Philox.key(seed, "row order");
        int[] keys = new int[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = Philox.word(key, round / 4, epoch, 0, round % 4);
        }
        return keys;
    }

    public int rows() {
        return rows;
    }

    /**
     * The row that stands at a position.
     *
     * @param position from 0 to rows − 1
     */
    public int row(int position) {
        int x = position;
        do {
            for (int round = 0; round < ROUNDS; round += 2) {
                x = twoRounds(x, keys[round], keys[round + 1]);
            }
        } while (x >= rows);
        return x;
    }

    /**
     * Puts the rows of positions {@code first} to {@code first + count − 1} at the start of an array: the same as {@link #row},
     * but round by round for all of them, in loops that HotSpot turns into vectors.
     */
    public void fill(int[] into, int first, int count) {
        int[] x = new int[count];
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            x[i] = first + i;
            positions[i] = i;
        }
        int walking = count;
        while (walking > 0) {
            permute(x, walking);
            int on = 0;
            for (int i = 0; i < walking; i++) {
                int row = x[i];
                int position = positions[i];
                // Written over in the next turn where it is no row; a branch would be taken at random.
                into[position] = row;
                x[on] = row;
                positions[on] = position;
                on += row >= rows ? 1 : 0;
            }
            walking = on;
        }
    }

    private void permute(int[] x, int count) {
        for (int round = 0; round < ROUNDS; round += 2) {
            int leftKey = keys[round];
            int rightKey = keys[round + 1];
            for (int i = 0; i < count; i++) {
                x[i] = twoRounds(x[i], leftKey, rightKey);
            }
        }
    }

    /** The left half is changed by the right one, then the right by the left. */
    private int twoRounds(int x, int leftKey, int rightKey) {
        int right = x & ((1 << rightBits) - 1);
        int left = (x >>> rightBits) ^ (hash(right, leftKey) >>> (Integer.SIZE - leftBits));
        return (left << rightBits) | (right ^ (hash(left, rightKey) >>> (Integer.SIZE - rightBits)));
    }

    private static int hash(int x, int key) {
        int h = (x ^ key) * 0x9E3779B1;
        h ^= h >>> 15;
        return h * 0x85EBCA6B;
    }
}
