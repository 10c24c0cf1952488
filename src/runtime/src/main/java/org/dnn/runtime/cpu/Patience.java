package org.dnn.runtime.cpu;

/**
 * How long the plain form of the products runs before the form with vectors takes over, or {@link MachineLoops} are made: the bits
 * are the same.
 *
 * <p>Vector code runs a hundred times slower than plain code until C2 has compiled it, which costs some tenths of a
 * second. A program that is through before then, because it predicts a few rows or trains a small network, shall not
 * pay for what it does not use; one that is not loses about as much as it would have lost at most.
 */
final class Patience {
    /** Multiply-adds: about a tenth of a second in plain Java. */
    private static final long MOST = 500_000_000;

    /** Neither volatile nor exact: whichever form a thread takes, it computes the same. */
    private long done;

    private Patience(long done) {
        this.done = done;
    }

    /** All of it is still to come. */
    static Patience some() {
        return new Patience(0);
    }

    static Patience none() {
        return new Patience(MOST);
    }

    /** Whether it is over; where it is not, so much work is going to be done in the plain form. */
    boolean isOver(long work) {
        if (done >= MOST) {
            return true;
        }
        passes(work);
        return false;
    }

    /** Whether so much was done that more is likely to come: a tenth of it. */
    boolean isUnderWay() {
        return done >= MOST / 10;
    }

    /** So much work is done in a form that needs no patience; a program that has done that is no longer a short one. */
    void passes(long work) {
        if (done < MOST) {
            done += work;
        }
    }
}
