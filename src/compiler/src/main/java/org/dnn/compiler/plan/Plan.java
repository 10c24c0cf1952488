package org.dnn.compiler.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Buffer;

/**
 * One program, ready to be written: its steps, and where each buffer begins in the arena, in floats.
 *
 * @param preparation   as of a {@link org.dnn.compiler.kernel.KernelProgram}
 * @param fixed         floats that do not depend on the batch: the shared variables, then this program's own
 * @param perRow        further floats for each row of the batch's capacity, which is a multiple of {@link #ALIGNMENT}
 * @param scratch       floats that each member of a team needs for itself while a kernel runs
 * @param randomStreams the paths of the random ops, by number
 */
public record Plan(String name, List<PlannedStep> preparation, List<PlannedStep> steps, Map<Buffer, Extent> offsets,
        long fixed, long perRow,
        long scratch, List<String> randomStreams) {
    /** Every buffer begins at a multiple of this many floats, which is one cache line. */
    public static final int ALIGNMENT = 16;

    public Plan {
        preparation = List.copyOf(preparation);
        steps = List.copyOf(steps);
        offsets = Map.copyOf(offsets);
        randomStreams = List.copyOf(randomStreams);
    }

    /** The same for a device on which nobody needs memory for itself. */
    public Plan withoutScratch() {
        return new Plan(name, preparation, steps, offsets, fixed, perRow, 0, randomStreams);
    }

    /** The preparation, then the steps. */
    public List<PlannedStep> all() {
        return Stream.concat(preparation.stream(), steps.stream()).toList();
    }

    public Extent offset(Buffer buffer) {
        Extent offset = offsets.get(buffer);
        if (offset == null) {
            throw new CompilerBug("plan", buffer + " has no place");
        }
        return offset;
    }

    public static long aligned(long floats) {
        return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
