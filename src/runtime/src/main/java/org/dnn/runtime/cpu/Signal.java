package org.dnn.runtime.cpu;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A count that threads wait on to change: spinning at first, then giving way, then parked. Whoever changes it wakes the
 * parked ones, and pays for that only where there are any.
 */
final class Signal {
    /** Far from other counts on both sides, so that a cache line carries no news of them. */
    private static final int VALUE = 32;
    private static final int PARKED = 64;
    private static final int LENGTH = 96;

    private static final long SPINNING_NANOSECONDS = 20_000;
    /**
     * A thread that is parked takes a tenth of a millisecond to wake where several systems share a processor, at times much
     * more. But in the first seconds HotSpot's compilers have a use for the processor. So waiting takes at most this part of
     * the time that has passed, between the shortest and the longest.
     */
    private static final long GIVING_WAY_PART = 5000;
    private static final long SHORTEST_GIVING_WAY_NANOSECONDS = 100_000;
    private static final long LONGEST_GIVING_WAY_NANOSECONDS = 2_000_000;
    private static final int SPINS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

    private final AtomicIntegerArray cells = new AtomicIntegerArray(LENGTH);
    private final boolean spin;
    private final long made = System.nanoTime();
    private volatile long awakeUntil = made;

    /** Spinning is of use where each thread that is waited for has a processor. */
    Signal(boolean spin) {
        this.spin = spin;
    }

    int value() {
        return cells.get(VALUE);
    }

    /** Changes the count, and wakes those of the threads that are parked on it. */
    void change(Thread[] threads) {
        cells.getAndIncrement(VALUE);
        wake(threads);
    }

    private void wake(Thread[] threads) {
        if (cells.get(PARKED) > 0) {
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Returns when the count is another than {@code seen}. */
    void awaitOtherThan(int seen) {
        if (spin) {
            for (int spins = 0; spins < SPINS_BETWEEN_LOOKS_AT_THE_CLOCK; spins++) {
                if (value() != seen) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        awaitLonger(seen);
    }

    /** Keeps those that wait from parking for some time; those that are parked wake. */
    void keepAwake(Thread[] threads, long nanoseconds) {
        awakeUntil = System.nanoTime() + nanoseconds;
        wake(threads);
    }

    /** Giving way is a courtesy to threads that have no processor: nothing depends on it. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitLonger(int seen) {
        while (value() == seen) {
            long start = System.nanoTime();
            long longest = Math.clamp((start - made) / GIVING_WAY_PART, SHORTEST_GIVING_WAY_NANOSECONDS,
                    LONGEST_GIVING_WAY_NANOSECONDS);
            long waited = 0;
            while (waited < longest || start + waited - awakeUntil < 0) {
                for (int spins = 0; spins < SPINS_BETWEEN_LOOKS_AT_THE_CLOCK; spins++) {
                    if (value() != seen) {
                        return;
                    }
                    Thread.onSpinWait();
                }
                if (!spin || waited > SPINNING_NANOSECONDS) {
                    Thread.yield();
                }
                waited = System.nanoTime() - start;
            }
            cells.getAndIncrement(PARKED);
            if (value() == seen) {
                LockSupport.park(this);
            }
            cells.getAndDecrement(PARKED);
        }
    }
}
