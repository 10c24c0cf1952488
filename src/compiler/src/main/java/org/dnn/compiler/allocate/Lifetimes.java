package org.dnn.compiler.allocate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;

/**
 * From which step to which each buffer is in use. A buffer that outlives a turn of a repetition is in use throughout it; one
 * that lives within a turn only, for its steps there.
 */
final class Lifetimes {
    /** The first and the last step, both included. */
    record Span(int first, int last) {
        boolean overlaps(Span other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** A use at a step, inside these repetitions, outermost first. */
    private record Use(int step, List<Span> inside) {}

    private final Map<Buffer, List<Use>> uses = new LinkedHashMap<>();
    private int next;

    static Map<Buffer, Span> of(List<Step> steps) {
        Lifetimes lifetimes = new Lifetimes();
        lifetimes.walk(steps, List.of());
        Map<Buffer, Span> spans = new LinkedHashMap<>();
        lifetimes.uses.forEach((buffer, uses) -> spans.put(buffer, span(uses)));
        return spans;
    }

    private void walk(List<Step> steps, List<Span> inside) {
        for (Step step : steps) {
            switch (step) {
                case Step.Run run -> {
                    for (Slot slot : run.kernel().arguments()) {
                        /* An element of a stack: the buffer belongs outside of the repetitions that choose it. */
                        List<Span> visible = inside.subList(0, Math.max(0, inside.size() - slot.turns().size()));
                        int at = next;
                        List<Span> enclosing = inside.subList(visible.size(), inside.size());
                        uses.computeIfAbsent(slot.buffer(), _ -> new ArrayList<>())
                                .add(new Use(at, new ArrayList<>(visible)));
                        if (!enclosing.isEmpty()) {
                            uses.get(slot.buffer())
                                    .add(new Use(enclosing.getFirst().first(), new ArrayList<>(visible)));
                            uses.get(slot.buffer()).add(new Use(enclosing.getFirst().last(), new ArrayList<>(visible)));
                        }
                    }
                    next++;
                }
                case Step.Strips strips -> {
                    Stream.concat(strips.strands().stream(), strips.kernels().stream()
                            .flatMap(k -> k.arguments().stream()).map(Slot::buffer)
                            .filter(b -> !strips.values().contains(b))).forEach(
                                    b -> uses
                                            .computeIfAbsent(b, _ -> new ArrayList<>())
                                            .add(new Use(next, new ArrayList<>(inside))));
                    next++;
                }
                case Step.Repeat repeat -> {
                    List<Span> deeper = new ArrayList<>(inside);
                    deeper.add(new Span(next, next + count(repeat.steps()) - 1));
                    walk(repeat.steps(), deeper);
                }
            }
        }
    }

    private static int count(List<Step> steps) {
        return steps.stream().mapToInt(s -> s instanceof Step.Repeat repeat ? count(repeat.steps()) : 1).sum();
    }

    /** From the first use to the last; where the uses do not share a repetition, all of that repetition. */
    private static Span span(List<Use> uses) {
        int shared = uses.getFirst().inside().size();
        for (Use use : uses) {
            int same = 0;
            while (same < shared && same < use.inside().size()
                    && use.inside().get(same).equals(uses.getFirst().inside().get(same))) {
                same++;
            }
            shared = same;
        }
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (Use use : uses) {
            Span widest = use.inside().size() > shared ? use.inside().get(shared) : new Span(use.step(), use.step());
            first = Math.min(first, widest.first());
            last = Math.max(last, widest.last());
        }
        return new Span(first, last);
    }
}
