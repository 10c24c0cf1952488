package org.dnn.runtime.cpu;

/**
 * How a batch is cut into strips, and these are given to strands. It depends on the number of rows alone, never on who works
 * on them.
 */
public final class Strips {
    /** Sums over rows have so many lanes: row r of a strip belongs to lane {@code r % 16}. */
    public static final int LANES = 16;
    /** The most strands, and so the most members of a team that have something to do. */
    public static final int MOST_STRANDS = 8;
    /** From twice so many rows on, there is more than one strip. */
    private static final int WORTH_SHARING = 128;
    private static final int SHARES = 4;
    /**
     * Multiply-adds, or functions of as much work, that are worth another member: the team meets four times in a step, which
     * takes about a microsecond, in which a member does as many as this divided by ten.
     */
    private static final long WORTH_A_MEMBER = 300_000;

    private Strips() {}

    /**
     * How many members of a team have work that pays.
     *
     * @param work multiply-adds for each row
     */
    public static int members(int rows, long work) {
        return Math.clamp(rows * work / WORTH_A_MEMBER, 1, MOST_STRANDS);
    }

    /** Into how many strips so many rows are cut: an even number, which two members can share, where it is more than one. */
    static int count(int rows, int longest) {
        int fewest = Math.max(Math.ceilDiv(rows, longest), Math.clamp(rows / WORTH_SHARING, 1, SHARES));
        return fewest == 1 ? 1 : fewest + fewest % 2;
    }

    /**
     * The first row of a strip, a multiple of 16; the number of rows for that behind the last one. Strips differ by 16 rows, and
     * the last one by what it lacks: two halves of them take equally long.
     */
    static int begin(int rows, int strips, int strip) {
        long sixteens = Math.ceilDiv(rows, LANES);
        return (int) Math.min(rows, LANES * Math.ceilDiv(sixteens * strip, strips));
    }

    /**
     * How many strands so many strips make, a power of two; each is a row of strips that follow each other. Every strand has
     * lanes of its own for all sums, so fewer are less work: there are more than two only if each has two strips.
     */
    static int strands(int strips) {
        return Math.clamp(Integer.highestOneBit(strips / 2), Math.min(strips, 2), MOST_STRANDS);
    }
}
