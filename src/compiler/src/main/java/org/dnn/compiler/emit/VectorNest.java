package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of a loop nest's method with vectors, where it has such a form: either neighbours along the last outer axis are
 * computed at once, each in a lane of its own, or neighbours along a loop's innermost axis are.
 */
final class VectorNest {
    /** Shorter axes are not worth a vector. */
    static final int SHORTEST = 16;
    /** The most lanes that there are; what this divides, every vector does. */
    private static final int WIDEST = 16;

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final Set<Integer> scalars = new HashSet<>();
    private int masks;

    private VectorNest(Kernel.LoopNest nest, NestNames names) {
        this.nest = nest;
        this.names = names;
    }

    /**
     * @param tail the call of the plain method for what remains from {@code i} to {@code to}; used where the first axis is the
     *             one with vectors
     */
    static Optional<CodeBlock> body(Kernel.LoopNest nest, NestNames names, String tail) {
        VectorNest writer = new VectorNest(nest, names);
        int outerAxis = nest.outer().size() - 1;
        if (outerAxis >= 0 && isLong(nest.outer().get(outerAxis)) && isPossibleAcross(nest, outerAxis)) {
            writer.across(outerAxis, tail);
            return Optional.of(writer.code.build());
        }
        if (nest.loops().stream().anyMatch(writer::isPossibleAlong)) {
            writer.along();
            return Optional.of(writer.code.build());
        }
        return Optional.empty();
    }

    /** The loop over the rows of a strip, which are the last outer axis, with neighbours in a lane each. */
    static Optional<CodeBlock> acrossRows(Kernel.LoopNest nest, NestNames names) {
        VectorNest writer = new VectorNest(nest, names);
        int axis = nest.outer().size() - 1;
        if (!isPossibleAcross(nest, axis)) {
            return Optional.empty();
        }
        // Lanes beyond the last row compute with what lies there, and their results are nobody's.
        writer.code.beginControlFlow("for (int row = 0; row < count; row += LANES)");
        nest.loops().forEach(l -> writer.acrossLoop(l, axis));
        return Optional.of(writer.code.endControlFlow().build());
    }

    static boolean isLong(int size) {
        return size < 0 || size >= SHORTEST;
    }

    /** Whether all vectors fit into it. */
    static boolean isWhole(int size) {
        return size % WIDEST == 0;
    }

    /** Whether neighbours along one of the outer axes can have a lane each. */
    static boolean isPossibleAcross(Kernel.LoopNest nest, int axis) {
        return nest.loops().stream().flatMap(l -> l.statements().stream()).allMatch(s -> switch (s) {
            case Statement.Let let -> VectorTerms.isPossible(let.term(), axis);
            case Statement.Accumulate sum -> !PlainNest.inLanes(sum) && VectorTerms.isPossible(sum.term(), axis);
            case Statement.Store store -> store.index().stride(axis) == 1
                    && VectorTerms.isPossible(store.term(), axis);
        });
    }

    private boolean isPossibleAlong(Loop loop) {
        if (loop.sizes().isEmpty() || !isLong(loop.sizes().getLast())) {
            return false;
        }
        int axis = nest.outer().size() + loop.sizes().size() - 1;
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        return sums.stream().allMatch(PlainNest::inLanes) && loop.statements().stream().allMatch(s -> switch (s) {
            case Statement.Let let -> VectorTerms.isPossible(let.term(), axis) && sums.isEmpty();
            case Statement.Accumulate sum -> VectorTerms.isPossible(sum.term(), axis)
                    // Of a column no part of a vector can be read.
                    && sum.term().all().noneMatch(t -> t instanceof Term.Gather);
            case Statement.Store store -> sums.isEmpty() && store.index().stride(axis) == 1
                    && VectorTerms.isPossible(store.term(), axis);
        });
    }

    private void across(int axis, String tail) {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < axis; a++) {
            begin(axes.get(a), a == 0 ? "from" : "0", a == 0 ? "to" : names.size(nest.outer().get(a)));
        }
        String name = axes.get(axis);
        if (axis == 0) {
            code.addStatement("int $L = from", name);
            code.beginControlFlow("for (; $L + LANES <= to; $L += LANES)", name, name);
            nest.loops().forEach(l -> acrossLoop(l, axis));
            code.endControlFlow();
            code.addStatement("$L", RuntimeSymbols.code(tail));
        } else {
            beginWhole(name, nest.outer().get(axis));
            nest.loops().forEach(l -> acrossLoop(l, axis));
            code.endControlFlow();
            if (beginRest(name, nest.outer().get(axis))) {
                nest.loops().forEach(l -> PlainNest.loopInto(code, nest, names, l));
                code.endControlFlow();
            }
        }
        for (int a = 0; a < axis; a++) {
            code.endControlFlow();
        }
    }

    private void acrossLoop(Loop loop, int axis) {
        LaneLoop.into(code, nest, names, loop,
                new VectorTerms(names, NestNames.axes(nest, loop), axis, Set.of(), "", ""));
    }

    private void along() {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < nest.outer().size(); a++) {
            begin(axes.get(a), a == 0 ? "from" : "0", a == 0 ? "to" : names.size(nest.outer().get(a)));
        }
        for (Loop loop : nest.loops()) {
            if (isPossibleAlong(loop)) {
                alongLoop(loop);
            } else {
                PlainNest.loopInto(code, nest, names, loop);
            }
            for (Statement statement : loop.statements()) {
                switch (statement) {
                    case Statement.Let let when loop.sizes().isEmpty() -> scalars.add(let.local());
                    case Statement.Accumulate sum -> scalars.add(sum.local());
                    case Statement.Let _,Statement.Store _ -> {
                        /* Not seen outside of its loop. */
                    }
                }
            }
        }
        nest.outer().forEach(_ -> code.endControlFlow());
    }

    private void alongLoop(Loop loop) {
        List<String> axes = NestNames.axes(nest, loop);
        int last = axes.size() - 1;
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        for (Statement.Accumulate sum : sums) {
            String name = names.local(sum.local());
            code.addStatement("$T $LLow = $T.zero(SPECIES)", RuntimeSymbols.FLOAT_VECTOR, name,
                    RuntimeSymbols.FLOAT_VECTOR);
            code.addStatement("$T $LHigh = $T.zero(SPECIES)", RuntimeSymbols.FLOAT_VECTOR, name,
                    RuntimeSymbols.FLOAT_VECTOR);
        }
        for (int a = nest.outer().size(); a < last; a++) {
            begin(axes.get(a), "0", names.size(loop.sizes().get(a - nest.outer().size())));
        }
        if (sums.isEmpty()) {
            map(loop, axes, last);
        } else {
            reduce(loop, axes, last);
        }
        for (int a = nest.outer().size(); a < last; a++) {
            code.endControlFlow();
        }
        if (!sums.isEmpty()) {
            together(sums);
        }
    }

    /** By way of memory: a vector that is handed over in a call is an object, unless C2 puts the called method in its place. */
    private void together(List<Statement.Accumulate> sums) {
        sums.forEach(sum -> intoLanes(sums, sum, "Low", 0));
        code.beginControlFlow("if (LANES == 8)");
        sums.forEach(sum -> intoLanes(sums, sum, "High", 8));
        code.endControlFlow();
        PlainNest.lanesTogether(code, names, sums);
    }

    private void intoLanes(List<Statement.Accumulate> sums, Statement.Accumulate sum, String half, int offset) {
        code.addStatement("$L$L.intoArray(lanes, $L)", names.local(sum.local()), half,
                PlainNest.firstLane(sums, sum) + offset);
    }

    private void map(Loop loop, List<String> axes, int last) {
        String name = axes.get(last);
        beginWhole(name, loop.sizes().getLast());
        VectorTerms terms = new VectorTerms(names, axes, last, scalars, "", "");
        loop.statements().forEach(s -> LaneLoop.statement(code, names, s, terms));
        code.endControlFlow();
        if (beginRest(name, loop.sizes().getLast())) {
            PlainNest.statements(code, loop, names, axes, List.of());
            code.endControlFlow();
        }
    }

    /** The part of an axis that whole vectors cover. */
    private void beginWhole(String axis, int size) {
        code.beginControlFlow("for (int $L = 0; $L < $L; $L += LANES)", axis, axis, whole(size), axis);
    }

    /** What is left of an axis, which is nothing where all vectors fit into it. */
    private boolean beginRest(String axis, int size) {
        if (isWhole(size)) {
            return false;
        }
        begin(axis, whole(size), names.size(size));
        return true;
    }

    private String whole(int size) {
        return isWhole(size) ? names.size(size) : "SPECIES.loopBound(" + names.size(size) + ")";
    }

    /** Sixteen lanes: one vector of sixteen, or two of eight. What is left over is added under a mask. */
    private void reduce(Loop loop, List<String> axes, int last) {
        String name = axes.get(last);
        int size = loop.sizes().getLast();
        String end = names.size(size);
        code.beginControlFlow("for (int $L = 0; $L + 16 <= $L; $L += 16)", name, name, end, name);
        sums(loop, new VectorTerms(names, axes, last, scalars, "", ""), "Low", "");
        code.beginControlFlow("if (LANES == 8)");
        sums(loop, new VectorTerms(names, axes, last, scalars, " + 8", ""), "High", "");
        code.endControlFlow();
        code.endControlFlow();
        if (!isWhole(size)) {
            reduceRest(loop, axes, size);
        }
    }

    private void reduceRest(Loop loop, List<String> axes, int size) {
        int last = axes.size() - 1;
        String end = names.size(size);
        boolean known = names.isKnown(size);
        List<String> places = new ArrayList<>(axes);
        if (known) {
            places.set(last, Integer.toString(size / WIDEST * WIDEST));
        } else {
            code.beginControlFlow("if ($L % 16 > 0)", end);
            code.addStatement("int $L = $L - $L % 16", axes.get(last), end, end);
        }
        String at = places.get(last);
        String part = "part" + (masks == 0 ? "" : masks + 1);
        String rest = "rest" + (masks == 0 ? "" : masks + 1);
        masks++;
        code.addStatement("$T<Float> $L = SPECIES.indexInRange($L, $L)", RuntimeSymbols.VECTOR_MASK, part, at, end);
        sums(loop, new VectorTerms(names, places, last, scalars, "", part), "Low", ", " + part);
        if (!known || size % WIDEST > WIDEST / 2) {
            code.beginControlFlow("if ($L)", known ? "LANES == 8" : "LANES == 8 && " + at + " + 8 < " + end);
            code.addStatement("$T<Float> $L = SPECIES.indexInRange($L + 8, $L)", RuntimeSymbols.VECTOR_MASK, rest, at,
                    end);
            sums(loop, new VectorTerms(names, places, last, scalars, " + 8", rest), "High", ", " + rest);
            code.endControlFlow();
        }
        if (!known) {
            code.endControlFlow();
        }
    }

    private void sums(Loop loop, VectorTerms terms, String half, String mask) {
        for (Statement.Accumulate sum : PlainNest.accumulations(loop)) {
            Term term = sum.term();
            String name = names.local(sum.local()) + half;
            code.addStatement("$L = $L.add($L$L)", name, name, RuntimeSymbols.code(terms.print(term)), mask);
        }
    }

    private void begin(String axis, String from, String to) {
        code.beginControlFlow("for (int $L = $L; $L < $L; $L++)", axis, from, axis, to, axis);
    }
}
