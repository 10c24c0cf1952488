package org.dnn.compiler.emit;

import java.util.List;
import java.util.stream.Stream;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/** What the methods of loop nests are told apart and called by. */
final class NestTraits {
    private NestTraits() {}

    /** The loops without the names of their locals, which may be called differently. */
    static List<Loop> unnamed(List<Loop> loops) {
        return loops.stream().map(l -> new Loop(l.sizes(), l.statements().stream().map(s -> switch (s) {
            case Statement.Let let -> (Statement) new Statement.Let(let.local(), "", let.term());
            case Statement.Accumulate a -> new Statement.Accumulate(a.local(), "", a.function(), a.term(), a.order());
            case Statement.Store store -> store;
        }).toList())).toList();
    }

    /** Whether a method uses the arena and what it is told, and nothing else of its program: no data, no number of rows. */
    static boolean needsMemoryOnly(Kernel.LoopNest nest) {
        return !nest.isRandom() && nest.arguments().stream().noneMatch(s -> s.buffer().isColumn())
                && nest.terms().noneMatch(t -> t instanceof Term.Gather || t instanceof Term.Rows)
                && Stream.concat(nest.outer().stream().skip(1), nest.loops().stream().flatMap(l -> l.sizes().stream()))
                        .allMatch(size -> size >= 0);
    }

    /** What the method does, as the last word of its name. */
    static String verb(Kernel.LoopNest nest) {
        boolean reduces = nest.loops().stream().flatMap(l -> l.statements().stream())
                .anyMatch(s -> s instanceof Statement.Accumulate);
        return reduces ? "reduce" : "map";
    }
}
