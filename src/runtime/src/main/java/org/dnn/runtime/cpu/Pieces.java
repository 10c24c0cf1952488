package org.dnn.runtime.cpu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Work of which each member of a team takes piece after piece, until there is none left: so a member whose processor is slow, or
 * lent to somebody else for a while, does less of it. Pieces are large at first and small at the end. All members come to the
 * same works in the same order, but not at the same time: some may be ahead by several.
 */
final class Pieces {
    /** How many works are remembered; who comes later to one that is forgotten finds that nothing is left of it. */
    private static final int WORKS = 8;
    /** Longs that keep works, and ints that keep members, on cache lines of their own. */
    private static final int APART = 16;

    private final int members;
    /** Of each remembered work, its number above, and what is taken of it below. */
    private final AtomicLongArray taken = new AtomicLongArray(WORKS * APART);
    private final int[] numbers;

    Pieces(int members) {
        this.members = members;
        this.numbers = new int[members * APART];
    }

    /** The number of the work that a member comes to next. */
    int next(int member) {
        return ++numbers[member * APART];
    }

    /**
     * Takes a piece of a work of so many units: gives its first unit, or {@code units} where none is left. It has
     * {@link #size} units.
     */
    int take(int work, int units) {
        int cell = Math.floorMod(work, WORKS) * APART;
        while (true) {
            long seen = taken.get(cell);
            int number = (int) (seen >> 32);
            int first = number == work ? (int) seen : 0;
            if (number - work > 0 || first == units) {
                return units;
            }
            if (taken.compareAndSet(cell, seen, ((long) work << 32) | (first + size(first, units)))) {
                return first;
            }
        }
    }

    /** How many units the piece has that begins with {@code first}: of what is left two thirds of a member's share. */
    int size(int first, int units) {
        int left = units - first;
        return members == 1 ? left : Math.ceilDiv(2 * left, 3 * members);
    }

    /** How large a unit of so many things is: as many as said, or fewer where there would be less than two for each member. */
    int unit(int count, int most, int multiple) {
        return Math.min(most, Math.ceilDiv(count, 2 * members * multiple) * multiple);
    }
}
