package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a program runs. One that works in strips stays in the plain form where little is to do. Where much is,
 * another thread makes its machine code, if it has some that can be called. Else it rehearses the form with vectors, if there is one: that is a
 * hundred times slower than plain code until HotSpot has compiled it, and on the way there HotSpot compiles a good deal of the
 * Vector API that nobody needs afterwards. A rehearsal has few rows, which is enough for HotSpot, and memory of its own, which
 * is gone afterwards. All forms compute the same bits, so it does not matter when the one takes over from the other.
 */
final class WarmUp implements AutoCloseable {
    /** Multiply-adds from which on it is worth to have HotSpot compile the form with vectors: half a second in the plain one. */
    private static final long WORTH_A_REHEARSAL = 1_000_000_000;
    /** From which on it is worth to assemble machine code, which takes a fifth of a second, most of it the start of Java's foreign functions. */
    private static final long WORTH_MACHINE_CODE = 200_000_000;
    /** Rows of a rehearsal, in turns: they take all ways through the kernels, and most runs are short. */
    private static final int[] REHEARSED_ROWS = {48, 48, 48, 112};
    private static final int MOST_REHEARSED_ROWS = 112;
    /** Compiled vector code does a multiply-add in a fraction of this; what is not compiled takes a hundred times as long. */
    private static final double NANOSECONDS_OF_WORK = 0.5;
    private static final long NANOSECONDS_OF_CALLS = 15_000;
    /** Longer than a step whose time it is worth to know. */
    private static final long AWAKE_NANOSECONDS = 10_000_000;
    private static final long LONGEST_REHEARSAL = 2_000_000_000L;

    /** A program and those who run it. */
    record Running(CpuProgram program, Team team) {}

    /** Makes a program. */
    @FunctionalInterface
    interface Maker {
        /** @param rows that there is room for */
        CpuProgram make(float[] memory, int rows, Team team, Form form);
    }

    private final Form form;
    private final Consumer<WarmUp> preparation;
    private final TeamOrOne choice;
    /** The plain form until the other one is ready. */
    private volatile @Nullable Running first;
    private volatile @Nullable Running one;
    private volatile @Nullable Running team;
    private volatile boolean over;
    private @Nullable Thread thread;
    private volatile @Nullable Throwable failure;
    /** Multiply-adds for each row; 0 where there is nothing to prepare. */
    private final long work;
    /** Multiply-adds from which on the preparation is worth its time. */
    private final long worth;
    /** Multiply-adds that have been done or are to be done. */
    private long expected;

    private WarmUp(Running first, Form form, long work, long worth, Consumer<WarmUp> preparation) {
        this.choice = new TeamOrOne(first.team().size() > 1);
        this.first = first;
        this.form = form;
        this.work = work;
        this.worth = worth;
        this.preparation = preparation;
    }

    /** One form, the first that can be had, from the first step on; on all of the team where steps are not short. */
    static WarmUp of(Maker maker, float[] memory, int rows, Team team, List<Form> forms) {
        Form first = forms.getFirst();
        try {
            Running together = new Running(maker.make(memory, rows, team, first), team);
            WarmUp form = new WarmUp(together, first, 0, 0, none -> {});
            Team one = new Team(1);
            form.goesOn(team.size() == 1 ? together : new Running(maker.make(memory, rows, one, first), one), together);
            return form;
        } catch (IllegalStateException | LinkageError e) {
            if (forms.size() == 1) {
                throw e;
            }
            return of(maker, memory, rows, team, forms.subList(1, forms.size()));
        }
    }

    /**
     * The plain form, and later that in machine code, or with vectors; on all of the team where that is faster.
     *
     * @param memory    in which the program works
     * @param rows      that there is room for
     * @param work      multiply-adds for each row
     * @param forms     of which the first that can be had takes over
     * @param rehearsed the most rows of the rehearsal, {@link #rehearsedRows}
     * @param floats    of a memory that has room for them
     */
    static WarmUp patient(Maker maker, float[] memory, int rows, Team team, long work, List<Form> forms, int rehearsed,
            int floats) {
        Team one = new Team(1);
        Form first = forms.getFirst();
        return new WarmUp(new Running(maker.make(memory, rows, one, Form.PLAIN), one), first, work,
                first == Form.MACHINE ? WORTH_MACHINE_CODE : WORTH_A_REHEARSAL, form -> {
                    if (first == Form.MACHINE && form.goesOn(maker, memory, rows, one, team, first)) {
                        return;
                    }
                    Form last = forms.getLast();
                    if (last == Form.VECTORS) {
                        form.rehearse(maker.make(new float[floats], CpuMemory.capacity(rehearsed), one, last),
                                rehearsed, work);
                    }
                    form.goesOn(maker, memory, rows, one, team, last);
                });
    }

    /** Another form takes over; not where it is machine code that cannot be had after all. */
    private boolean goesOn(Maker maker, float[] memory, int rows, Team one, Team team, Form next) {
        try {
            CpuProgram alone = maker.make(memory, rows, one, next);
            goesOn(new Running(alone, one),
                    new Running(team.size() == 1 ? alone : maker.make(memory, rows, team, next), team));
            return true;
        } catch (IllegalStateException | LinkageError e) {
            if (next == Form.MACHINE) {
                return false;
            }
            throw e;
        }
    }

    private void goesOn(Running alone, Running together) {
        one = alone;
        team = together;
        first = null;
        over = true;
    }

    /** The form that runs, or is to take over. */
    Form form() {
        return form;
    }

    /** The most rows of a rehearsal. */
    static int rehearsedRows(int rows) {
        return Math.min(rows, MOST_REHEARSED_ROWS);
    }

    /** What is to be run now. */
    Running now() {
        Running plain = first;
        return plain != null ? plain : made(choice.isTeam() ? team : one);
    }

    private static Running made(@Nullable Running running) {
        return Objects.requireNonNull(running, "the form that takes over is made before it does");
    }

    /** Takes how long some runs took. */
    void took(long runs, long nanoseconds) {
        if (over) {
            choice.took(runs, nanoseconds);
            if (choice.isAwakening()) {
                made(team).team().keepAwake(AWAKE_NANOSECONDS);
            }
        }
    }

    /** Takes how many more rows there are to be run, and begins to prepare another form where all of them are worth it. */
    void expect(long rows) {
        expected += rows * work;
        if (expected > worth && !over && thread == null) {
            thread = Thread.ofPlatform().daemon().name("dnn-rehearsal").unstarted(() -> preparation.accept(this));
            thread.setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
            thread.start();
        }
    }

    /**
     * Waits until the other form is ready, if one is prepared.
     *
     * @throws IllegalStateException if it has failed
     */
    void await() {
        if (!over && thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new IllegalStateException("The rehearsal has failed.", failure);
            }
        }
    }

    private void rehearse(CpuProgram program, int most, long work) {
        int[] order = IntStream.range(0, most).toArray();
        long begun = System.nanoTime();
        boolean warm = false;
        for (int i = 0; !over && !warm && System.nanoTime() - begun < LONGEST_REHEARSAL; i++) {
            int rows = Math.min(most, REHEARSED_ROWS[i % REHEARSED_ROWS.length]);
            long started = System.nanoTime();
            program.batch(order, 0, rows, 0);
            program.prepare(0);
            program.run(0);
            long allowed = NANOSECONDS_OF_CALLS + (long) (rows * work * NANOSECONDS_OF_WORK);
            warm = System.nanoTime() - started < allowed;
        }
    }

    /** Ends the rehearsal where it has not come to an end. */
    @Override
    public void close() {
        over = true;
    }
}
