package org.dnn.compiler.measure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.plan.MemoryMap;
import org.dnn.compiler.plan.Plan;

/**
 * Says what cannot fit, as far as it is known before the data are read. What depends on the rows of a file, on the number of
 * threads and on the machine, the training says when it starts.
 */
public final class MemoryCheck {
    private static final long LONGEST = (long) MemoryMap.FLOAT * MemoryMap.LONGEST_ARRAY;
    private static final String END = "a Java array ends at 8 GiB";

    private MemoryCheck() {}

    public static void check(Expected expected, Diagnostics diagnostics) {
        long arena = expected.leastArenaBytes();
        Training training = expected.training();
        if (arena > LONGEST) {
            diagnostics.add(Diagnostic.of(Code.ARENA_REGION, training.origin().span(),
                    "the arena of " + training.name() + " takes " + Text.bytes(arena) + "; " + END)
                    .help(map(expected)));
            return;
        }
        for (Training.Requirement requirement : training.requirements()) {
            if (requirement instanceof Training.Requirement.Memory memory) {
                require(expected, memory, diagnostics);
            }
        }
    }

    private static void require(Expected expected, Training.Requirement.Memory memory, Diagnostics diagnostics) {
        long bytes = expected.leastArenaBytes() + expected.leastDataBytes();
        if (memory.orEqual() ? bytes > memory.bytes() : bytes >= memory.bytes()) {
            boolean all = expected.batch().isPresent() && expected.rows().isPresent();
            diagnostics.add(Diagnostic.of(Code.MEMORY, memory.origin().span(),
                    memory.text() + " does not hold: " + expected.training().name() + " takes "
                            + (all ? "" : "at least ") + Text.bytes(bytes))
                    .label(all ? Text.bytes(bytes) : "").help(map(expected)));
        }
    }

    /** @param plan of the program that makes the rows, all at once */
    public static void check(DataSet data, DataSet.Source.Generated source, Plan plan, Diagnostics diagnostics) {
        long bytes = MemoryMap.FLOAT * (plan.fixed() + plan.perRow() * Plan.aligned(source.rows()));
        if (bytes > LONGEST) {
            long fewer = (MemoryMap.LONGEST_ARRAY - plan.fixed()) / plan.perRow() / Plan.ALIGNMENT * Plan.ALIGNMENT;
            diagnostics.add(Diagnostic.of(Code.ARENA_REGION, data.origin().span(),
                    "making the rows of " + data.name() + " takes " + Text.bytes(bytes) + "; " + END)
                    .help("at most " + Text.count(fewer) + " rows fit"));
        }
    }

    /** What takes how much, the most first, and what to do. */
    private static String map(Expected expected) {
        long batch = expected.batch().orElse(1L);
        MemoryMap memory = expected.memory();
        Stream<MemoryMap.Part> further = Stream.of(
                new MemoryMap.Part("room for evaluation", memory.evaluationBytes(batch), 0),
                new MemoryMap.Part("data", expected.leastDataBytes(), 0));
        List<MemoryMap.Part> parts = Stream.concat(memory.parts().stream(), further)
                .filter(p -> p.bytes(batch) > 0)
                .sorted((a, b) -> Long.compare(b.bytes(batch), a.bytes(batch))).toList();
        String sizes = parts.stream().map(p -> p.name() + " " + Text.bytes(p.bytes(batch)))
                .collect(Collectors.joining(", "));
        long largest = expected.largestBatch();
        return (largest == 0 ? "no batch fits" : "the largest batch that fits is " + Text.count(largest)) + " (of "
                + Text.count(batch) + ": " + sizes + ")";
    }
}
