package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.ir.Equation;

/** One step in the making. */
sealed interface Node {
    /** An equation that is a kernel, or a repetition, by itself. */
    record Opaque(Equation equation) implements Node {}

    /** Items that become one loop nest: they share the outer axes, and stand in loops that run one after the other. */
    final class Cluster implements Node {
        private List<Integer> outer;
        private final List<ClusterLoop> loops = new ArrayList<>();

        Cluster(Item first) {
            this.outer = first.result();
            loops.add(new ClusterLoop(first.domain(), first));
        }

        List<Integer> outer() {
            return outer;
        }

        /** Fewer outer axes; the others become inner axes of every loop. */
        void shrink(List<Integer> shared) {
            outer = shared;
        }

        List<ClusterLoop> loops() {
            return loops;
        }

        boolean reduces() {
            return loops.stream().flatMap(l -> l.items().stream()).anyMatch(i -> !i.reduced().isEmpty());
        }

        List<Item> items() {
            return loops.stream().flatMap(l -> l.items().stream()).toList();
        }

        /** The loop in which an item stands. */
        int loopOf(Item item) {
            for (int i = 0; i < loops.size(); i++) {
                if (loops.get(i).items().contains(item)) {
                    return i;
                }
            }
            throw new IllegalStateException("not here: " + item);
        }
    }

    /** Items over the same axes. */
    record ClusterLoop(List<Integer> domain, List<Item> items) {
        ClusterLoop(List<Integer> domain, Item first) {
            this(domain, new ArrayList<>(List.of(first)));
        }

        long sums() {
            return items.stream().filter(i -> !i.reduced().isEmpty()).count();
        }
    }
}
