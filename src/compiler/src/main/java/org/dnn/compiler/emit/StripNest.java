package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.IndexChange;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.kernel.Term;

/**
 * A loop nest that runs strip by strip. Of a strip's values the rows stand side by side, so the loop over the rows is the
 * innermost of the independent ones, and a vector holds the same element of neighbouring rows.
 */
final class StripNest {
    /** A strip's first row in the batch. */
    private static final String FIRST_ROW = "from";

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private StripNest(Kernel.LoopNest nest, NestNames names) {
        this.nest = nest;
        this.names = names;
    }

    /**
     * The same nest with the rows last among its outer axes, if it has them there, and with places as they are in a strip:
     * element j of row r of a value at {@code j * rows + r}, and the lanes of a sum's element j from {@code j * 16} on.
     *
     * A value that is kept for all rows of the batch has them all side by side: {@link NestNames} says how far its elements are
     * apart.
     *
     * @param values what lies in the strip's own memory
     */
    static Kernel.LoopNest inStrip(Kernel.LoopNest nest, Collection<Buffer> values, int rows) {
        boolean each = nest.outer().contains(TensorType.ROWS);
        int last = nest.outer().size() - 1;
        int rowAxis = each ? last : last + 1;
        IndexChange change = (argument, index) -> {
            Index moved = each ? rowsLast(index, last) : index;
            if (argument == IndexChange.NO_ARGUMENT) {
                return moved;
            }
            Buffer buffer = nest.arguments().get(argument).buffer();
            if (values.contains(buffer)) {
                return within(moved, rowAxis, rows);
            }
            if (isKept(buffer, values)) {
                return within(moved, rowAxis, 1);
            }
            return isSum(nest, argument) ? moved.times(Step.Strips.LANES) : moved;
        };
        List<Integer> outer = new ArrayList<>(nest.outer());
        if (each) {
            outer.removeFirst();
            outer.add(TensorType.ROWS);
        }
        List<Loop> loops = nest.loops().stream().map(l -> new Loop(l.sizes(), change.in(l.statements()))).toList();
        return MergeAxes.in(new Kernel.LoopNest(nest.name(), nest.arguments(), outer, loops, nest.origin())).nest();
    }

    /** Whether a value has memory for all rows of the batch. */
    static boolean isKept(Buffer buffer, Collection<Buffer> values) {
        return buffer.type().hasRows() && buffer.variable().isEmpty() && !values.contains(buffer);
    }

    /** Whether an argument is a sum over rows, which gathers in lanes. */
    static boolean isSum(Kernel.LoopNest nest, int argument) {
        return nest.written().contains(argument) && !nest.arguments().get(argument).type().hasRows();
    }

    private static Index rowsLast(Index index, int last) {
        List<Long> strides = new ArrayList<>(index.strides());
        strides.add(last, strides.removeFirst());
        return new Index(index.constant(), strides);
    }

    private static Index within(Index index, int rowAxis, int rows) {
        List<Long> strides = new ArrayList<>(index.times(rows).strides());
        strides.set(rowAxis, 1L);
        return new Index(index.constant() * rows, strides);
    }

    /** The sizes of the outer axes but that of the rows. */
    static List<Integer> elements(Kernel.LoopNest nest) {
        return nest.outer().stream().filter(s -> s != TensorType.ROWS).toList();
    }

    /**
     * Whether the method is told how many elements there are: layers of several sizes share it. One that computes with an
     * element's number is not: as machine code, which knows no such number while it runs, it is written out for each.
     */
    static boolean takesSize(Kernel.LoopNest nest) {
        return elements(nest).size() == 1 && nest.terms()
                .noneMatch(t -> t instanceof Term.Position position && position.index().stride(0) != 0);
    }

    /** The body of the method in plain Java. */
    static CodeBlock plain(Kernel.LoopNest nest, NestNames names) {
        StripNest writer = new StripNest(nest, names);
        if (sums(nest)) {
            writer.outer(nest.outer().size(), () -> summing(nest).forEach(writer::plainSum));
        } else {
            writer.outer(nest.outer().size(),
                    () -> nest.loops().forEach(l -> PlainNest.loopInto(writer.code, nest, names, l, FIRST_ROW)));
        }
        return writer.code.build();
    }

    /** The body with vectors, where it has such a form. */
    static Optional<CodeBlock> vector(Kernel.LoopNest nest, NestNames names) {
        StripNest writer = new StripNest(nest, names);
        int outer = nest.outer().size();
        if (sums(nest)) {
            if (!summing(nest).stream().flatMap(l -> PlainNest.accumulations(l).stream())
                    .allMatch(s -> VectorTerms.isPossible(s.term(), outer))) {
                return Optional.empty();
            }
            writer.outer(outer, () -> summing(nest).forEach(writer::vectorSum));
            return Optional.of(writer.code.build());
        }
        Optional<CodeBlock> body = VectorNest.acrossRows(nest, names);
        body.ifPresent(b -> writer.outer(outer - 1, () -> writer.code.add(b)));
        return body.map(_ -> writer.code.build());
    }

    /** Whether the nest sums over the rows, in lanes. */
    static boolean sums(Kernel.LoopNest nest) {
        return !nest.outer().contains(TensorType.ROWS);
    }

    /** Where the rows are among the axes: the last of the outer ones, or the first of a loop that sums. */
    static int rowAxis(Kernel.LoopNest nest) {
        return sums(nest) ? nest.outer().size() : nest.outer().size() - 1;
    }

    private void outer(int axes, Runnable body) {
        List<String> names = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < axes; a++) {
            if (takesSize(nest) && nest.outer().get(a) != TensorType.ROWS) {
                code.beginControlFlow("for (int $L = 0; $L < size; $L++)", names.get(a), names.get(a), names.get(a));
            } else {
                begin(names.get(a), nest.outer().get(a));
            }
        }
        body.run();
        for (int a = 0; a < axes; a++) {
            code.endControlFlow();
        }
    }

    private void begin(String axis, int size) {
        code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", axis, axis, size == TensorType.ROWS ? "count" : size,
                axis);
    }

    /** The loops that sum; the others say no more than where the sums go. */
    static List<Loop> summing(Kernel.LoopNest nest) {
        return nest.loops().stream().filter(l -> !l.sizes().isEmpty()).toList();
    }

    /** Where the sixteen lanes of a sum begin. */
    private String lanes(Statement.Accumulate sum) {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst()).subList(0, nest.outer().size());
        Statement.Store store = store(nest, sum);
        return names.place(names.argument(store.argument()), store.index(), axes);
    }

    /** Where a sum goes. */
    static Statement.Store store(Kernel.LoopNest nest, Statement.Accumulate sum) {
        return nest.loops().stream().flatMap(l -> l.statements().stream())
                .flatMap(s -> s instanceof Statement.Store t ? Stream.of(t) : Stream.empty())
                .filter(s -> s.term().equals(new Term.Local(sum.local()))).findFirst().orElseThrow();
    }

    private void plainSum(Loop loop) {
        List<String> axes = NestNames.axes(nest, loop);
        int row = nest.outer().size();
        for (int a = row; a < axes.size(); a++) {
            begin(axes.get(a), loop.sizes().get(a - row));
        }
        scalarSums(loop, axes);
        for (int a = row; a < axes.size(); a++) {
            code.endControlFlow();
        }
    }

    private void scalarSums(Loop loop, List<String> axes) {
        ScalarTerms terms = new ScalarTerms(names, axes, FIRST_ROW);
        for (Statement.Accumulate sum : PlainNest.accumulations(loop)) {
            code.addStatement("memory[$L + (row & 15)] += $L", lanes(sum),
                    RuntimeSymbols.code(terms.print(sum.term())));
        }
    }

    private void vectorSum(Loop loop) {
        List<String> axes = NestNames.axes(nest, loop);
        int row = nest.outer().size();
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        for (Statement.Accumulate sum : sums) {
            code.addStatement("$T $LLow = $T.fromArray(SPECIES, memory, $L)", RuntimeSymbols.FLOAT_VECTOR,
                    names.local(sum.local()), RuntimeSymbols.FLOAT_VECTOR, lanes(sum));
            code.addStatement("$T $LHigh = LANES == 8 ? $T.fromArray(SPECIES, memory, $L + 8) : $LLow",
                    RuntimeSymbols.FLOAT_VECTOR, names.local(sum.local()), RuntimeSymbols.FLOAT_VECTOR, lanes(sum),
                    names.local(sum.local()));
        }
        code.addStatement("int row = 0");
        code.beginControlFlow("for (; row + 16 <= count; row += 16)");
        half(loop, axes, "Low", "");
        code.beginControlFlow("if (LANES == 8)");
        half(loop, axes, "High", " + 8");
        code.endControlFlow();
        code.endControlFlow();
        sums.forEach(sum -> code.addStatement("$LLow.intoArray(memory, $L)", names.local(sum.local()), lanes(sum)));
        code.beginControlFlow("if (LANES == 8)");
        sums.forEach(
                sum -> code.addStatement("$LHigh.intoArray(memory, $L + 8)", names.local(sum.local()), lanes(sum)));
        code.endControlFlow();
        code.beginControlFlow("for (; row < count; row++)");
        for (int a = row + 1; a < axes.size(); a++) {
            begin(axes.get(a), loop.sizes().get(a - row));
        }
        scalarSums(loop, axes);
        for (int a = row; a < axes.size(); a++) {
            code.endControlFlow();
        }
    }

    private void half(Loop loop, List<String> axes, String half, String shift) {
        int row = nest.outer().size();
        VectorTerms terms = new VectorTerms(names, axes, row, Set.of(), shift, "");
        for (int a = row + 1; a < axes.size(); a++) {
            begin(axes.get(a), loop.sizes().get(a - row));
        }
        for (Statement.Accumulate sum : PlainNest.accumulations(loop)) {
            String name = names.local(sum.local()) + half;
            code.addStatement("$L = $L.add($L)", name, name, RuntimeSymbols.code(terms.print(sum.term())));
        }
        for (int a = row + 1; a < axes.size(); a++) {
            code.endControlFlow();
        }
    }
}
