package org.dnn.runtime.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The way back to where the last stretch of steps began. Where a copy of all that outlives a step takes long, not every stretch has
 * one: those since the last copy are done again, to the same bits.
 */
final class WayBack {
    private final Runnable copy;
    private final Runnable restore;
    private final LongSupplier clock;
    private final int apart;
    /** The stretches since the copy. */
    private final List<Runnable> since = new ArrayList<>();
    private boolean isStale = true;
    private long due;

    /**
     * @param copy    copies what is there
     * @param restore puts the copy back
     * @param clock   nanoseconds
     * @param apart   copies are so many times as far apart as one takes; with 0 each stretch has one
     */
    WayBack(Runnable copy, Runnable restore, LongSupplier clock, int apart) {
        this.copy = copy;
        this.restore = restore;
        this.clock = clock;
        this.apart = apart;
    }

    /** A stretch begins, which can be done again. */
    void begins(Runnable stretch) {
        long begun = clock.getAsLong();
        if (isStale || apart == 0 || begun - due >= 0) {
            copy.run();
            long copied = clock.getAsLong();
            due = copied + apart * (copied - begun);
            isStale = false;
            since.clear();
        }
        since.add(stretch);
    }

    /** Something was put in from outside, which the copy does not have. */
    void written() {
        isStale = true;
    }

    /** Goes back to where the last stretch began. */
    void goBack() {
        restore.run();
        since.subList(0, since.size() - 1).forEach(Runnable::run);
    }
}
