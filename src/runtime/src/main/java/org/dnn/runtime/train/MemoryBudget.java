package org.dnn.runtime.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.device.MemoryMap;
import org.dnn.runtime.report.MemoryUse;
import org.dnn.runtime.report.Opening;

/**
 * Whether a training fits: into what the file requires, into one array, and into the memory that the device has.
 * Looked at before anything is allocated.
 */
final class MemoryBudget {
    private static final long LONGEST = Float.BYTES * MemoryMap.LONGEST_ARRAY;

    private final TrainingSetup setup;
    private final int batch;
    private final Device device;
    private final MemoryMap memory;
    private final long dataBytes;
    private final long workspaceBytes;
    private final long room;

    /** @param batch rows of a batch */
    MemoryBudget(TrainingSetup setup, int batch, Device device, Table data) {
        this.setup = setup;
        this.batch = batch;
        this.device = device;
        this.memory = setup.memory(device.arena());
        this.dataBytes = device.dataBytes(batch, data.columns());
        this.workspaceBytes = device.workspaceBytes(batch, data.columns());
        this.room = device.roomBytes();
    }

    /** What the data take on the device. */
    long dataBytes() {
        return dataBytes;
    }

    /** What is taken beside the arena and the data. */
    long workspaceBytes() {
        return workspaceBytes;
    }

    /** @throws Problem with what takes how much, and the largest batch that fits, if the training does not fit */
    void check() {
        long arena = memory.arenaBytes(batch, device.threads());
        long all = arena + dataBytes + workspaceBytes;
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty() && !requirement.holds(all)) {
                throw new Problem(setup.source() + ":" + requirement.line() + ": " + requirement.text()
                        + " does not hold: " + setup.name() + " takes " + Opening.bytes(all) + map());
            }
        }
        if (arena > LONGEST) {
            throw new Problem("the arena of " + setup.name() + " takes " + Opening.bytes(arena) + "; " + device.end()
                    + map());
        }
        lacks().ifPresent(lack -> {
            throw new Problem(lack + map());
        });
    }

    /** What the device lacks room for, if it does. */
    Optional<String> lacks() {
        long all = memory.arenaBytes(batch, device.threads()) + dataBytes + workspaceBytes;
        return all > room
                ? Optional.of(setup.name() + " takes " + Opening.bytes(all) + ", and "
                        + device.has(Opening.bytes(room)))
                : Optional.empty();
    }

    /** The largest batch with which all would fit; 0 if none does. */
    long largestBatch() {
        double most = Math.min(LONGEST, room - dataBytes - workspaceBytes);
        for (TrainingSetup.RequirementSetup requirement : setup.requirements()) {
            if (requirement.quantity().isEmpty()) {
                double limit = requirement.comparison().equals("<") ? requirement.limit() - 1 : requirement.limit();
                most = Math.min(most, limit - dataBytes - workspaceBytes);
            }
        }
        return device.arena().largestBatch((long) most, device.threads());
    }

    /** What lies in the arena. */
    List<MemoryUse> uses() {
        return memory.parts(batch, device.threads()).stream().map(p -> new MemoryUse(p.name(), p.bytes())).toList();
    }

    private String map() {
        long largest = largestBatch();
        String parts = uses().stream().sorted(Comparator.comparingLong(MemoryUse::bytes).reversed())
                .map(p -> p.name() + " " + Opening.bytes(p.bytes())).collect(Collectors.joining(", "));
        return "; " + (largest == 0 ? "no batch fits" : "the largest batch that fits is " + largest) + " (of " + batch
                + ": " + parts + ", data " + Opening.bytes(dataBytes)
                + (workspaceBytes > 0 ? ", workspace " + Opening.bytes(workspaceBytes) : "") + ")";
    }
}
