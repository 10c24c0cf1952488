package org.dnn.runtime.report;

import java.util.Optional;

/**
 * Shows how far a training is. On a terminal one line is drawn over and stays in place at the end; elsewhere there is a
 * plain line an epoch, but of short epochs ten a second: the first, the last, and some between. For one thread.
 */
public final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;
    /** A rate from less than this says little. */
    private static final long STEADY_NANOS = 200_000_000;
    private static final String CLEAR_TO_END = "\u001b[K";

    private final Screen screen;
    private final int epochs;
    private final long rowsPerEpoch;
    private final long startNanos;
    private long lastNanos;
    private boolean shownAny;
    /** Whether an epoch has ended since the last drawing. */
    private boolean behind;
    private int epochsDone;
    private long rowsInEpoch;
    private double loss = Double.NaN;
    private Optional<EpochRow> last = Optional.empty();
    /** From here speed is measured once there is something to measure: the first epoch warms up. */
    private long warmNanos;
    private long warmRows;

    /**
     * Starts the clock.
     *
     * @param epochs        how many are wanted
     * @param rowsPerEpoch  how many rows an epoch trains on, above 0
     */
    public Progress(Screen screen, int epochs, long rowsPerEpoch) {
        this.screen = screen;
        this.epochs = epochs;
        this.rowsPerEpoch = rowsPerEpoch;
        startNanos = screen.nanoTime().getAsLong();
        warmNanos = startNanos;
        lastNanos = startNanos;
    }

    /** A training goes on behind this epoch. */
    public void resume(EpochRow row) {
        last = Optional.of(row);
    }

    /**
     * Within an epoch.
     *
     * @param done     how many of its rows have been trained on
     * @param current  the loss to show
     */
    public void rows(long done, double current) {
        rowsInEpoch = done;
        loss = current;
        if (screen.redraws()) {
            long now = screen.nanoTime().getAsLong();
            if (!shownAny || now - lastNanos >= REDRAW_NANOS) {
                draw(now);
            }
        }
    }

    /** An epoch is done. */
    public void epoch(EpochRow row) {
        long now = screen.nanoTime().getAsLong();
        epochsDone++;
        rowsInEpoch = 0;
        loss = row.loss();
        last = Optional.of(row);
        if (epochsDone == 1) {
            warmNanos = now;
            warmRows = rowsPerEpoch;
        }
        behind = true;
        if (epochsDone == 1 || row.epoch() >= epochs || now - lastNanos >= REDRAW_NANOS) {
            show(now);
        }
    }

    /** Writes a line of its own, above the progress line. */
    public void say(String line) {
        if (shownAny) {
            screen.out().print("\r" + line + CLEAR_TO_END + System.lineSeparator());
            draw(screen.nanoTime().getAsLong());
        } else {
            screen.out().println(line);
        }
        screen.out().flush();
    }

    /** Shows what was not shown yet and leaves it in place. */
    @Override
    public void close() {
        if (behind) {
            show(screen.nanoTime().getAsLong());
        }
        if (shownAny) {
            screen.out().println();
            screen.out().flush();
            shownAny = false;
        }
    }

    private void show(long now) {
        if (screen.redraws()) {
            draw(now);
            return;
        }
        screen.out().println(line(now).whole());
        screen.out().flush();
        lastNanos = now;
        behind = false;
    }

    /**
     * In one piece, over the old line, so that nothing flickers; the last column stays free, because there terminals
     * wrap.
     */
    private void draw(long now) {
        screen.out().print("\r" + line(now).within(screen.columns() - 1) + CLEAR_TO_END);
        screen.out().flush();
        lastNanos = now;
        shownAny = true;
        behind = false;
    }

    private ProgressLine line(long now) {
        boolean within = rowsInEpoch > 0;
        int before = last.map(EpochRow::epoch).orElse(0);
        ProgressLine line = new ProgressLine();
        line.epoch(within ? before + 1 : before, epochs, within ? (double) rowsInEpoch / rowsPerEpoch : 1);
        line.loss(loss);
        last.ifPresent(line::metrics);
        double rate = rowsPerSecond(now);
        if (rate > 0) {
            long rowsLeft = (epochs - before) * rowsPerEpoch - rowsInEpoch;
            line.rowsPerSecond(rate);
            if (rowsLeft > 0) {
                line.left(rowsLeft / rate);
            } else {
                line.took(1e-9 * (now - startNanos));
            }
        }
        return line;
    }

    private double rowsPerSecond(long now) {
        long rows = epochsDone * rowsPerEpoch + rowsInEpoch;
        boolean warm = now - warmNanos >= STEADY_NANOS && rows > warmRows;
        return 1e9 * (rows - (warm ? warmRows : 0)) / Math.max(1, now - (warm ? warmNanos : startNanos));
    }
}
