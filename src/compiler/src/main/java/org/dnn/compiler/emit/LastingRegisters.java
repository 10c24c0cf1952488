package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * How many registers machine code needs for what one part of it hands over to a later one: a loop that is repeated, or goes along
 * neighbours, is a part of its own; what stands between two of them is one too. The runtime counts alike.
 */
final class LastingRegisters {
    /** With vectors of eight lanes, of a sum in sixteen. */
    private static final int OF_LANES = 2;

    private record Lasting(int from, int to, int registers) {}

    private final List<Lasting> sums = new ArrayList<>();
    /** In which part a local is computed, and in which it is used last. */
    private final Map<Integer, Integer> begins = new HashMap<>();
    private final Map<Integer, Integer> ends = new HashMap<>();
    private int part;

    private LastingRegisters() {}

    /**
     * The most that are needed at once.
     *
     * @param isApart which loops are parts of their own
     * @param inLanes whether what is gathered in them has sixteen lanes, and is brought together behind them
     */
    static int most(List<Loop> loops, Predicate<Loop> isApart, boolean inLanes) {
        LastingRegisters registers = new LastingRegisters();
        loops.forEach(l -> registers.loop(l, isApart.test(l), inLanes));
        return registers.most();
    }

    private void loop(Loop loop, boolean isApart, boolean inLanes) {
        int own = isApart ? part + 1 : part;
        int next = isApart ? part + 2 : part;
        loop.statements().stream().flatMap(s -> s.term().all()).forEach(t -> {
            if (t instanceof Term.Local local) {
                ends.put(local.number(), own);
            }
        });
        if (isApart && !inLanes && loop.statements().stream().flatMap(s -> s.term().all())
                .anyMatch(t -> t instanceof Term.Position)) {
            // The number of the turn.
            sums.add(new Lasting(part, own, 1));
        }
        for (Statement statement : loop.statements()) {
            switch (statement) {
                case Statement.Accumulate sum when isApart && inLanes -> {
                    sums.add(new Lasting(part, next, OF_LANES));
                    begins.put(sum.local(), next);
                }
                case Statement.Accumulate sum -> {
                    begins.put(sum.local(), part);
                    ends.put(sum.local(), own);
                }
                case Statement.Let let when loop.sizes().isEmpty() -> begins.put(let.local(), part);
                case Statement.Let _,Statement.Store _ -> {
                    /* Not seen outside of its loop. */
                }
            }
        }
        part = next;
    }

    private int most() {
        List<Lasting> all = new ArrayList<>(sums);
        begins.forEach((local, begin) -> {
            int end = ends.getOrDefault(local, begin);
            if (end > begin) {
                all.add(new Lasting(begin, end, 1));
            }
        });
        return IntStream.rangeClosed(0, part).map(p -> all.stream().filter(l -> l.from <= p && p <= l.to)
                .mapToInt(Lasting::registers).sum()).max().orElse(0);
    }
}
