package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.IndexChange;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;

/**
 * Two neighbouring axes whose elements follow each other everywhere are one: a loop over [rows, 512] that adds two buffers is
 * a loop over {@code rows × 512}.
 *
 * @param nest  the loop nest with its merged axes; a size of -512 stands for {@code rows × 512}
 * @param scale how many points of the first axis now make up one of what it was
 */
record MergeAxes(Kernel.LoopNest nest, int scale) {

    static MergeAxes in(Kernel.LoopNest nest) {
        List<Integer> outer = new ArrayList<>(nest.outer());
        List<Loop> loops = new ArrayList<>(nest.loops());
        int scale = 1;
        for (int a = outer.size() - 2; a >= 0; a--) {
            int axis = a;
            boolean fits = loops.stream().allMatch(l -> mergeable(l, axis, outer.get(axis + 1)));
            if (fits) {
                int inner = outer.get(axis + 1);
                outer.subList(axis + 1, axis + 2).clear();
                scale = axis == 0 ? scale * inner : scale;
                outer.set(axis, outer.get(axis) * inner);
                loops.replaceAll(l -> new Loop(l.sizes(), dropping(axis).in(l.statements())));
            }
        }
        loops.replaceAll(l -> inner(l, outer.size()));
        return new MergeAxes(new Kernel.LoopNest(nest.name(), nest.arguments(), outer, loops, nest.origin()), scale);
    }

    private static Loop inner(Loop loop, int outerAxes) {
        List<Integer> sizes = new ArrayList<>(loop.sizes());
        List<Statement> statements = loop.statements();
        for (int a = sizes.size() - 2; a >= 0; a--) {
            int axis = outerAxes + a;
            if (mergeable(new Loop(sizes, statements), axis, sizes.get(a + 1))) {
                int merged = sizes.get(a) * sizes.get(a + 1);
                sizes.subList(a + 1, a + 2).clear();
                sizes.set(a, merged);
                statements = dropping(axis).in(statements);
            }
        }
        return new Loop(sizes, statements);
    }

    /** Whether a step of an axis is everywhere as far as all the steps of the next one. */
    private static boolean mergeable(Loop loop, int axis, int innerSize) {
        boolean[] fits = {innerSize > 0};
        IndexChange look = (_, i) -> {
            fits[0] &= i.stride(axis) == i.stride(axis + 1) * innerSize;
            return i;
        };
        look.in(loop.statements());
        return fits[0];
    }

    private static IndexChange dropping(int axis) {
        return (_, index) -> dropped(index, axis);
    }

    private static Index dropped(Index index, int axis) {
        List<Long> strides = new ArrayList<>(index.strides());
        strides.subList(axis, axis + 1).clear();
        return new Index(index.constant(), strides);
    }
}
