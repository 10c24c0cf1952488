package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of the method that assembles a loop nest's machine code, where it has such a form: what {@link VectorNest} and
 * {@link StripNest} compute, in the same order. Loops over rows, or points, and elements are the code's; the other outer ones of
 * a nest beside the strips are those of the method that calls it; inner ones are unrolled, or, where they are long, repeated by
 * the code.
 */
final class MachineNest {
    /** The most numbers that a nest is told; the runtime's limit. */
    static final int MOST_PARAMETERS = 30;
    /** The most sums of a nest, or what is handed over from one part of it to the next; the runtime's limit too. */
    static final int MOST_SUMS = 7;
    /** The most places that go on in each turn of what is repeated: each has a register; the runtime's limit too. */
    static final int MOST_TURNING = 10;
    /** Of unrolled loops, so that the code stays in the nearest cache. */
    static final int MOST_STATEMENTS = 512;
    static final Set<UnaryFunction> WITHOUT_FORM = Set.of(UnaryFunction.SINE, UnaryFunction.COSINE);

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final MachineColumns columns;
    private final MachineArguments arguments;
    private final int outside;
    private final int lanes;
    private final int elements;
    private final boolean isGrid;
    /** Statements, if all loops are unrolled that the code does not count. */
    private final long allUnrolled;
    private final CodeBlock.Builder code = CodeBlock.builder();

    /**
     * How to assemble a nest, and how to call it.
     *
     * @param begin   the method of the runtime that begins it, and says what it is told besides its places
     * @param loops   the loops around a call
     * @param told    what a call says
     * @param columns what it reads that is not in the memory
     */
    record Written(String begin, CodeBlock body, List<CodeBlock> loops, List<String> told, List<String> columns) {}

    private MachineNest(Kernel.LoopNest nest, NestNames names, Predicate<Buffer> inBytes, int outside, int lanes,
            int elements, boolean isGrid) {
        this.nest = nest;
        this.names = names;
        this.columns = new MachineColumns(nest, inBytes);
        this.arguments = new MachineArguments(names);
        this.outside = outside;
        this.lanes = lanes;
        this.elements = elements;
        this.isGrid = isGrid;
        this.allUnrolled = loops().stream().mapToLong(l -> statements(l, elements)).sum();
    }

    /** Of a nest that runs strip by strip. */
    static Optional<Written> inStrip(Kernel.LoopNest nest, NestNames names) {
        boolean sums = StripNest.sums(nest);
        boolean takesSize = StripNest.takesSize(nest);
        MachineNest writer = new MachineNest(nest, names, _ -> false, 0, StripNest.rowAxis(nest),
                takesSize ? 0 : MachineLanguage.NONE, false);
        return writer.isInStrip() && (sums ? writer.canSum() : writer.canMap())
                ? Optional.of(writer.inStrip(sums, takesSize)).filter(w -> w.told().size() <= MOST_PARAMETERS)
                : Optional.empty();
    }

    private Written inStrip(boolean sums, boolean takesSize) {
        IntStream.range(0, nest.arguments().size()).forEach(i -> arguments.place(i, names.argument(i)));
        if (sums) {
            loops().forEach(this::sum);
        } else {
            map();
        }
        List<String> told = takesSize ? List.of("count", "size") : List.of("count");
        return written(takesSize ? "ofElements" : "ofRows", List.of(), told);
    }

    /**
     * Of a nest beside the strips, with many points along its last outer axis.
     *
     * @param inBytes whether a column is stored as bytes
     */
    static Optional<Written> across(Kernel.LoopNest nest, NestNames names, Predicate<Buffer> inBytes) {
        int last = nest.outer().size() - 1;
        if (last < 0 || !VectorNest.isLong(nest.outer().getLast())) {
            return Optional.empty();
        }
        MachineNest points = new MachineNest(nest, names, inBytes, last, last, MachineLanguage.NONE, false);
        // A call for all elements, where that is possible: there can be many, of a few points.
        boolean isGrid = last > 0 && points.columnArguments().findAny().isEmpty()
                && points.loops().stream().allMatch(points::isUnrolled);
        MachineNest writer = isGrid ? new MachineNest(nest, names, inBytes, last - 1, last, last - 1, true) : points;
        return writer.isAcross() && writer.canMap()
                ? Optional.of(writer.across()).filter(w -> w.told().size() <= MOST_PARAMETERS)
                : Optional.empty();
    }

    private Written across() {
        map();
        List<CodeBlock> around = new ArrayList<>();
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < outside; a++) {
            around.add(around(nest, names, axes, a));
        }
        if (lanes == 0) {
            return written("ofPoints", around, List.of("from", "to"));
        }
        String points = names.size(nest.outer().getLast());
        return isGrid
                ? written("ofGrid", around,
                        List.of(points, elements == 0 ? "to - from" : names.size(nest.outer().get(elements))))
                : written("ofPoints", around, List.of("0", points));
    }

    /** The loop of the calling method over an outer axis. */
    static CodeBlock around(Kernel.LoopNest nest, NestNames names, List<String> axes, int axis) {
        String name = axes.get(axis);
        return CodeBlock.of("for (int $L = $L; $L < $L; $L++)", name, axis == 0 ? "from" : "0", name,
                axis == 0 ? "to" : names.size(nest.outer().get(axis)), name);
    }

    private Written written(String begin, List<CodeBlock> around, List<String> told) {
        return new Written(begin, CodeBlock.builder().add(arguments.declared()).add(code.build()).build(), around,
                Stream.concat(told.stream(), arguments.called().stream()).toList(),
                columnArguments().mapToObj(names::argument).toList());
    }

    private IntStream columnArguments() {
        return IntStream.range(0, nest.arguments().size()).filter(i -> nest.arguments().get(i).buffer().isColumn());
    }

    private boolean isInStrip() {
        return columnArguments().findAny().isEmpty() && isPossible();
    }

    private boolean isAcross() {
        return columnArguments().count() <= 1 && isPossible();
    }

    /** Whether all loops are unrolled, or repeated by the code, what one hands over to another has registers, and terms have forms. */
    private boolean isPossible() {
        return loops().stream().allMatch(l -> isUnrolled(l) || isRepeated(l)) && statements() <= MOST_STATEMENTS
                && LastingRegisters.most(loops(), l -> !isUnrolled(l), false) <= MOST_SUMS && haveForms();
    }

    private boolean haveForms() {
        return loops().stream().allMatch(l -> l.statements().stream().flatMap(s -> s.term().all())
                .allMatch(t -> hasForm(t, l)));
    }

    private boolean hasForm(Term term, Loop loop) {
        return switch (term) {
            case Term.Number _,Term.Load _,Term.Local _,Term.Binary _,Term.Select _ -> true;
            case Term.Unary unary -> !WITHOUT_FORM.contains(unary.function());
            // Of unrolled axes a place is a number while the code is assembled, of a repeated one the number of the turn.
            case Term.Position position -> IntStream.range(0, position.index().strides().size())
                    .allMatch(a -> isUnrolled(a, loop) || (!isUnrolled(loop) && a == counted(loop))
                            || position.index().stride(a) == 0);
            case Term.Gather gather -> IntStream.range(0, gather.row().strides().size())
                    .allMatch(a -> a < outside || gather.row().stride(a) == 0)
                    // Bytes are read by whole vectors.
                    && (!columns.isBytes(gather.argument())
                            || (lanes > 0 && VectorNest.isWhole(nest.outer().getLast())));
            case Term.Rows _,Term.Uniform _ -> false;
        };
    }

    private boolean canMap() {
        return VectorNest.isPossibleAcross(nest, lanes);
    }

    /** Sums are complete when all strips are through: nothing else in the nest can need one. */
    private boolean canSum() {
        return (nest.outer().isEmpty() || elements != MachineLanguage.NONE)
                && loops().stream().mapToInt(l -> l.statements().size()).sum() <= MOST_SUMS
                && loops().stream().allMatch(
                        l -> l.sizes().getFirst() == TensorType.ROWS && l.statements().stream().allMatch(
                                s -> s instanceof Statement.Accumulate && VectorTerms.isPossible(s.term(), lanes)
                                        && s.term().all().noneMatch(t -> t instanceof Term.Local)));
    }

    private boolean sums() {
        return lanes == nest.outer().size();
    }

    private List<Loop> loops() {
        return sums() ? StripNest.summing(nest) : nest.loops();
    }

    /** The axis whose number the code is told. */
    private int counted(Loop loop) {
        return isUnrolled(loop) ? elements : nest.outer().size();
    }

    /** Whether an axis is a loop of the method that assembles. */
    private boolean isUnrolled(int axis, Loop loop) {
        return axis >= outside && axis != lanes && axis != counted(loop);
    }

    /** Whether all loops that could be unrolled are: if the nest is short enough with all of them, or this one cannot be repeated. */
    private boolean isUnrolled(Loop loop) {
        return canUnroll(loop, elements) && statements(loop, elements) <= MOST_STATEMENTS
                && (allUnrolled <= MOST_STATEMENTS || !isRepeated(loop));
    }

    /** Whether the first axis of a loop can be repeated by the code, which goes from row to row, or from point to point, alone. */
    private boolean isRepeated(Loop loop) {
        int first = nest.outer().size();
        return elements == MachineLanguage.NONE && !sums() && !loop.sizes().isEmpty() && canUnroll(loop, first)
                && indices(loop).filter(i -> i.stride(first) != 0).count() <= MOST_TURNING;
    }

    private static Stream<Index> indices(Loop loop) {
        return loop.statements().stream().flatMap(s -> Stream.concat(
                s instanceof Statement.Store store ? Stream.of(store.index()) : Stream.empty(),
                s.term().all().flatMap(t -> t instanceof Term.Load load
                        ? Stream.of(load.index())
                        : t instanceof Term.Gather gather ? Stream.of(gather.index()) : Stream.empty())));
    }

    /** Whether the method that assembles knows all that it must to unroll all but some axes. */
    private boolean canUnroll(Loop loop, int counted) {
        List<Integer> sizes = sizes(loop);
        return IntStream.range(outside, sizes.size()).filter(a -> a != lanes && a != counted)
                .allMatch(a -> names.isKnown(sizes.get(a)) && indices(loop).noneMatch(i -> names.isTold(i.stride(a))));
    }

    private List<Integer> sizes(Loop loop) {
        return Stream.concat(nest.outer().stream(), loop.sizes().stream()).toList();
    }

    private long statements() {
        return loops().stream().mapToLong(l -> statements(l, counted(l))).sum();
    }

    /** How many there are where all but some axes are unrolled. */
    private long statements(Loop loop, int counted) {
        List<Integer> sizes = sizes(loop);
        return IntStream.range(outside, sizes.size()).filter(a -> a != lanes && a != counted).mapToLong(sizes::get)
                .reduce(loop.statements().size(), (all, size) -> Math.min(all * size, MOST_STATEMENTS + 1L));
    }

    private void map() {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        List<Integer> unrolled = IntStream.range(outside, nest.outer().size()).filter(a -> a != lanes && a != elements)
                .boxed().toList();
        unrolled.forEach(a -> begin(axes.get(a), nest.outer().get(a)));
        nest.loops().forEach(this::mapped);
        unrolled.forEach(_ -> code.endControlFlow());
    }

    private void mapped(Loop loop) {
        MachineLanguage language = language(loop);
        LaneLoop.into(code, nest, names, loop, new VectorTerms(lanes, names, language));
    }

    private void sum(Loop loop) {
        List<String> axes = NestNames.axes(nest, loop);
        MachineLanguage language = language(loop);
        VectorTerms terms = new VectorTerms(lanes, names, language);
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        for (Statement.Accumulate sum : sums) {
            Statement.Store store = StripNest.store(nest, sum);
            code.addStatement("$T $L = nest.sum($L)", RuntimeSymbols.SUM, names.local(sum.local()),
                    language.place(store.argument(), store.index()));
        }
        for (int a = lanes + 1; a < axes.size(); a++) {
            begin(axes.get(a), loop.sizes().get(a - lanes));
        }
        for (Statement.Accumulate sum : sums) {
            code.addStatement("$L.add($L)", names.local(sum.local()), RuntimeSymbols.code(terms.print(sum.term())));
        }
        for (int a = lanes + 1; a < axes.size(); a++) {
            code.endControlFlow();
        }
    }

    private MachineLanguage language(Loop loop) {
        return new MachineLanguage(names, NestNames.axes(nest, loop), arguments, columns, outside, lanes,
                counted(loop), !isUnrolled(loop), isGrid && elements == 0, MachineLanguage.NONE);
    }

    private void begin(String axis, int size) {
        code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", axis, axis, size, axis);
    }
}
