package org.dnn.runtime.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@link MachineLoops} that are there later, where they can be made. That takes a seventh of a second, most of it the start of
 * Java's foreign functions; a thread of its own does it, once there is work for which that may pay, if it was not told to before.
 */
final class AwaitedLoops {
    private final Patience patience;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable MachineLoops made;

    /** @param patience of other forms, which passes with the work that is done here */
    AwaitedLoops(Patience patience) {
        this.patience = patience;
    }

    /** Loops that are made already. */
    static AwaitedLoops of(MachineLoops loops) {
        AwaitedLoops made = new AwaitedLoops(Patience.none());
        made.begun.set(true);
        made.made = loops;
        return made;
    }

    /** The loops that do so much work; nothing as long as there are none. */
    @Nullable
    MachineLoops now(long work) {
        MachineLoops loops = made;
        if (loops != null) {
            patience.passes(work);
        } else if (patience.isUnderWay()) {
            begin();
        }
        return loops;
    }

    /** Begins to make them, unless that was begun. */
    private void begin() {
        if (isFirst()) {
            MachineCalls.beside(this::make);
        }
    }

    /** Makes them, unless that was begun. */
    void makeUnlessBegun() {
        if (isFirst()) {
            make();
        }
    }

    private boolean isFirst() {
        // Read first: where no machine code comes, threads would otherwise write this for ever.
        return !begun.get() && !begun.getAndSet(true);
    }

    private void make() {
        made = MachineLoops.make().orElse(null);
    }
}
