package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the terminal says before the first epoch: how large the network is, and what takes the memory. */
public final class Opening {
    /** The most rows that there can be, in whole sixteens: where nothing of the memory depends on the batch. */
    private static final long ANY_BATCH = Integer.MAX_VALUE / 16 * 16;

    private Opening() {}

    /** The lines, without their ends. */
    public static List<String> of(RunSetup setup) {
        List<String> lines = new ArrayList<>();
        lines.add(setup.train() + ": " + network(setup));
        if (setup.memoryBytes() > 0) {
            lines.add("memory: " + memory(setup));
        }
        if (!setup.device().isEmpty()) {
            lines.add("device: " + setup.device());
        }
        return lines;
    }

    /** As in {@code 5 layers, 387 parameters, 1,011 FLOP forward for one row}. */
    static String network(RunSetup setup) {
        long operations = setup.layers().stream().mapToLong(LayerRow::flops).sum();
        return Figures.count(setup.layers().size(), "layer") + ", " + Figures.count(setup.parameters(), "parameter")
                + (operations > 0 ? ", " + Figures.rough((double) operations, "FLOP") + " forward for one row" : "");
    }

    /** As in {@code 12.3 MiB}. */
    public static String bytes(long value) {
        return Figures.bytes(value);
    }

    private static String memory(RunSetup setup) {
        String arena = setup.arena().stream().sorted(Comparator.comparingLong(MemoryUse::bytes).reversed())
                .map(use -> use.name() + " " + Figures.bytes(use.bytes())).collect(Collectors.joining(", "));
        return Figures.bytes(setup.memoryBytes()) + ": arena " + Figures.bytes(setup.arenaBytes())
                + (arena.isEmpty() ? "" : " (" + arena + ")") + ", data " + Figures.bytes(setup.dataBytes())
                + largest(setup.largestBatch());
    }

    private static String largest(long rows) {
        return rows == 0
                ? ""
                : rows >= ANY_BATCH ? "; any batch fits" : "; largest batch that fits: " + Figures.count(rows);
    }
}
