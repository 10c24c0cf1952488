package org.dnn.runtime.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.dnn.runtime.Problem;
import org.dnn.runtime.device.MemoryMap;
import org.dnn.runtime.report.MemoryUse;
import org.dnn.runtime.report.Opening;

/**
 * Whether a training fits: into what the file requires, into one Java array, and into the memory that this JVM may have.
 * Looked at before anything is allocated.
 */
final class MemoryBudget {
    private static final long LONGEST = Float.BYTES * MemoryMap.LONGEST_ARRAY;
    /** What is new lies in a part of the heap of its own, in which no large array fits. */
    private static final long MOST_FOR_WHAT_IS_NEW = 256L << 20;

    private final TrainingSetup setup;
    private final int batch;
    private final int threads;
    private final long dataBytes;

    /** @param batch rows of a batch */
    MemoryBudget(TrainingSetup setup, int batch, int threads, long dataBytes) {
        this.setup = setup;
        this.batch = batch;
        this.threads = threads;
        this.dataBytes = dataBytes;
    }

    /** @throws Problem with what takes how much, and the largest batch that fits, if the training does not fit */
    void check() {
        long arena = setup.memory().arenaBytes(batch, threads);
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty() && !requirement.holds(arena + dataBytes)) {
                throw new Problem(setup.source() + ":" + requirement.line() + ": " + requirement.text()
                        + " does not hold: " + setup.name() + " takes " + Opening.bytes(arena + dataBytes) + map());
            }
        }
        if (arena > LONGEST) {
            throw new Problem("the arena of " + setup.name() + " takes " + Opening.bytes(arena)
                    + "; a Java array ends at 8 GiB" + map());
        }
        if (arena > heap()) {
            throw new Problem(setup.name() + " takes " + Opening.bytes(arena + dataBytes) + ", and this JVM has "
                    + Opening.bytes(heap() + dataBytes) + " for large arrays" + map());
        }
    }

    /** The largest batch with which all would fit; 0 if none does. */
    long largestBatch() {
        double most = Math.min(LONGEST, heap());
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty()) {
                double limit = requirement.comparison().equals("<") ? requirement.limit() - 1 : requirement.limit();
                most = Math.min(most, limit - dataBytes);
            }
        }
        return setup.arena().largestBatch((long) most, threads);
    }

    /** What lies in the arena. */
    List<MemoryUse> uses() {
        return setup.memory().parts(batch, threads).stream().map(p -> new MemoryUse(p.name(), p.bytes())).toList();
    }

    private long heap() {
        long all = Runtime.getRuntime().maxMemory();
        return all - Math.min(MOST_FOR_WHAT_IS_NEW, all / 3) - dataBytes;
    }

    private String map() {
        long largest = largestBatch();
        String parts = uses().stream().sorted(Comparator.comparingLong(MemoryUse::bytes).reversed())
                .map(p -> p.name() + " " + Opening.bytes(p.bytes())).collect(Collectors.joining(", "));
        return "; " + (largest == 0 ? "no batch fits" : "the largest batch that fits is " + largest) + " (of " + batch
                + ": " + parts + ", data " + Opening.bytes(dataBytes) + ")";
    }
}
