package org.dnn.runtime.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Another panel until {@link MachinePanel} is made, where it can be. That takes a seventh of a second, most of it the start of
 * Java's foreign functions; a thread of its own does it, once there is work for which that may pay, or when it is told to.
 */
final class AwaitedPanel implements Panel {
    private final Panel meanwhile;
    private final Patience patience;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Panel machine;

    /** @param patience of other forms, which passes with the work that is done here */
    AwaitedPanel(Panel meanwhile, Patience patience) {
        this.meanwhile = meanwhile;
        this.patience = patience;
    }

    @Override
    public int columns() {
        return meanwhile.columns();
    }

    @Override
    public int depth(int width) {
        return now(0).depth(width);
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        now(0).fill(memory, b, bRowStride, panel, width, depth);
    }

    @Override
    public void turn(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        now(0).turn(memory, from, rowStride, columnStride, to, toRowStride, rows, columns);
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        now((long) rows * width * depth).multiply(memory, a, aRowStride, panel, from, fromRowStride, c, cRowStride,
                rows, width, depth, scratch);
    }

    private Panel now(long work) {
        Panel made = machine;
        if (made != null) {
            patience.passes(work);
            return made;
        }
        if (patience.isUnderWay()) {
            begin();
        }
        return meanwhile;
    }

    /** Begins to make it, unless that was begun. */
    void begin() {
        // Read first: where no machine code comes, threads would otherwise write this for ever.
        if (!begun.get() && !begun.getAndSet(true)) {
            MachineCalls.beside(this::make);
        }
    }

    private void make() {
        machine = MachinePanel.make(meanwhile).orElse(null);
    }
}
