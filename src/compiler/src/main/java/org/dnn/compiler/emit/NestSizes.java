package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.IndexChange;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;

/**
 * The sizes and strides in which loop nests of the same structure may differ, as layers of several widths do; not where the
 * first outer axis ends, which a method is told in any case. A method that takes them serves all of those nests: HotSpot
 * compiles it once.
 */
record NestSizes(List<Integer> sizes) {
    /** Whoever reads a call has to keep them apart. */
    private static final int MOST = 3;

    static NestSizes of(Kernel.LoopNest nest) {
        List<Integer> sizes = Stream.concat(
                Stream.concat(nest.outer().stream().skip(1), nest.loops().stream().flatMap(l -> l.sizes().stream()))
                        .map(Integer::longValue),
                strides(nest).stream()).filter(NestSizes::isLong).map(Long::intValue).distinct().toList();
        return new NestSizes(sizes.size() > MOST ? List.of() : sizes);
    }

    /** A short axis is better known: its loop is no loop then. */
    private static boolean isLong(long size) {
        return size >= VectorNest.SHORTEST && size <= Integer.MAX_VALUE;
    }

    private static List<Long> strides(Kernel.LoopNest nest) {
        List<Long> strides = new ArrayList<>();
        IndexChange look = (_, index) -> {
            strides.addAll(index.strides());
            return index;
        };
        nest.loops().forEach(l -> look.in(l.statements()));
        return strides;
    }

    /** Those of the sizes that are not the same in all of these nests. */
    NestSizes unlike(Collection<NestSizes> nests) {
        return new NestSizes(IntStream.range(0, sizes.size())
                .filter(i -> nests.stream().anyMatch(n -> !n.sizes.get(i).equals(sizes.get(i)))).mapToObj(sizes::get)
                .toList());
    }

    /** The names of a method's parameters for them. */
    List<String> names() {
        return sizes.stream().map(s -> name(sizes.indexOf(s))).toList();
    }

    private static String name(int number) {
        return "size" + (number == 0 ? "" : number + 1);
    }

    /** Which of them all vectors fit into: another body. */
    List<Boolean> whole() {
        return sizes.stream().map(VectorNest::isWhole).toList();
    }

    List<Integer> inSizes(List<Integer> all) {
        return all.stream().map(s -> (int) without(s)).toList();
    }

    /** The loops with a sign in the place of each size: the same ones for nests that differ in nothing else. */
    List<Loop> inLoops(List<Loop> loops) {
        IndexChange change = (_, index) -> new Index(index.constant(),
                index.strides().stream().map(this::without).toList());
        return loops.stream().map(l -> new Loop(inSizes(l.sizes()), change.in(l.statements()))).toList();
    }

    private long without(long size) {
        int number = isLong(size) ? sizes.indexOf((int) size) : -1;
        return number < 0 ? size : Integer.MIN_VALUE + number;
    }
}
