package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the terminal says before the first epoch: how large the network is, and what takes the memory. */
public final class Opening {
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
                + (setup.largestBatch() > 0
                        ? "; largest batch that fits: " + Figures.count(setup.largestBatch())
                        : "");
    }
}
