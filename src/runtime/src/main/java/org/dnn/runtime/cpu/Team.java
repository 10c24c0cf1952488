package org.dnn.runtime.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that do the same work on different shares of the data.
 *
 * <p>Member 0 is the thread that calls {@link #run}; the others are daemon threads that wait for the next work, spinning
 * for some microseconds, then parked. Handing over work costs a fraction of what an executor takes, and nothing is
 * allocated. What a member wrote before a {@link #barrier}, or before the end of its work, all members see after it.
 */
public class Team implements AutoCloseable {
    /** What each member does. */
    @FunctionalInterface
    public interface Work {
        /** Does the share of a member, {@code 0 <= member < size}. */
        void run(int member);
    }

    /** Ends the work of a member that waits for one that has failed. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("Another member of the team has failed.", null, false, false);
        }
    }

    private static final Work NOTHING = member -> {};

    private final int size;
    private final Thread[] threads;
    private final @Nullable Throwable[] failures;
    private final Signal started;
    private final Signal met;
    private final Signal ended;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Barriers passed by all. */
    private volatile int passed;
    private volatile boolean failed;
    /** Whether a member is through: no barrier can be passed any more. */
    private volatile boolean left;
    private volatile boolean closed;
    private Work work = NOTHING;

    /**
     * Starts the threads.
     *
     * @param size
     *            number of members; with 1 there is no thread but the caller's
     * @throws IllegalArgumentException
     *             if size is below 1
     */
    public Team(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A team has at least one member.");
        }
        this.size = size;
        threads = new Thread[size];
        failures = new Throwable[size];
        boolean spin = size <= Runtime.getRuntime().availableProcessors();
        started = new Signal(spin);
        met = new Signal(spin);
        ended = new Signal(spin);
        threads[0] = Thread.currentThread();
        for (int member = 1; member < size; member++) {
            int number = member;
            threads[member] = Thread.ofPlatform().daemon().name("dnn-team-" + number).unstarted(() -> attend(number));
        }
        for (int member = 1; member < size; member++) {
            threads[member].start();
        }
    }

    /** A team of one member, which has something done wherever the members of a larger one would meet. */
    static Team alone(Runnable atBarrier) {
        return new Team(1) {
            @Override
            public void barrier() {
                atBarrier.run();
            }
        };
    }

    /** Number of members. */
    public int size() {
        return size;
    }

    /**
     * Has all members do the work, this thread as member 0, and returns when all are through.
     *
     * @throws IllegalStateException
     *             if the team is closed or already at work, or if a member was through while others waited for it at a
     *             barrier
     * @throws RuntimeException
     *             what a member has thrown, an error likewise: of several, that of the first member
     */
    public void run(Work work) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("The team is at work already.");
        }
        try {
            if (closed) {
                throw new IllegalStateException("The team is closed.");
            }
            if (size == 1) {
                work.run(0);
            } else {
                runTogether(work);
            }
        } finally {
            busy.set(false);
        }
    }

    private void runTogether(Work work) {
        this.work = work;
        threads[0] = Thread.currentThread();
        left = false;
        waiting.set(0);
        working.set(size);
        int end = ended.value();
        started.change(threads);
        share(0);
        ended.awaitOtherThan(end);
        this.work = NOTHING;
        if (failed) {
            rethrow();
        }
    }

    /**
     * Wakes the members that wait for work, and keeps them awake for some time: a processor that has had nothing to do is slow
     * at first.
     */
    void keepAwake(long nanoseconds) {
        started.keepAwake(threads, nanoseconds);
    }

    /**
     * Waits until all members are here. To be called in the work, by all members equally often.
     *
     * @throws RuntimeException
     *             if a member has failed, or is through, and will not come; {@link #run} reports the cause
     */
    public void barrier() {
        if (size == 1) {
            return;
        }
        if (left) {
            abandon();
        }
        int before = passed;
        int meeting = met.value();
        if (waiting.incrementAndGet() == size) {
            waiting.set(0);
            passed = before + 1;
            met.change(threads);
            return;
        }
        // Whoever leaves looks for members that wait after it has said so; so it is seen here, or sees this member.
        if (!left) {
            met.awaitOtherThan(meeting);
        }
        if (passed == before) {
            abandon();
        }
    }

    private void abandon() {
        if (failed) {
            throw new Abandoned();
        }
        throw new IllegalStateException("A member of the team was through while others waited for it at a barrier.");
    }

    private void attend(int member) {
        for (int seen = 0;; seen++) {
            started.awaitOtherThan(seen);
            if (closed) {
                return;
            }
            share(member);
        }
    }

    /** Whatever a member throws reaches the thread that called {@link #run}. */
    private void share(int member) {
        try {
            work.run(member);
        } catch (Throwable failure) {
            failures[member] = failure;
            failed = true;
        }
        left = true;
        if (waiting.get() > 0) {
            met.change(threads);
        }
        if (working.decrementAndGet() == 0) {
            ended.change(threads);
        }
    }

    private void rethrow() {
        Throwable first = null;
        for (int member = 0; member < size; member++) {
            Throwable failure = failures[member];
            failures[member] = null;
            if (first == null || first instanceof Abandoned) {
                first = failure == null ? first : failure;
            }
        }
        failed = false;
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
        if (first instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(first);
    }

    /**
     * Ends the threads; a team may be closed twice.
     *
     * @throws IllegalStateException
     *             if the team is at work
     */
    @Override
    public void close() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("The team is at work.");
        }
        if (!closed) {
            closed = true;
            started.change(threads);
        }
        busy.set(false);
    }

    /**
     * The first of {@code count} things that are a member's share; the share ends where the next member's begins, and
     * {@code share(count, size, size, multiple)} is {@code count}. Shares begin at multiples of {@code multiple}, so that
     * blocks of vectors stay whole, and differ by one multiple at most.
     */
    public static int share(int count, int member, int size, int multiple) {
        long multiples = Math.ceilDiv(count, multiple);
        return (int) Math.min(count, multiples * member / size * multiple);
    }
}
