package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of the method that assembles a loop nest's machine code, where it has such a form: what {@link VectorNest} and
 * {@link StripNest} compute, in the same order, with all loops unrolled but those over rows, or points, and elements.
 */
final class MachineNest {
    /** The most numbers that a nest is told; the runtime's limit. */
    static final int MOST_PARAMETERS = 30;
    /** The most sums of a nest; the runtime's limit too. */
    static final int MOST_SUMS = 7;
    /** Of unrolled loops, so that the code stays in the nearest cache. */
    static final int MOST_STATEMENTS = 512;
    private static final Set<UnaryFunction> WITHOUT_FORM = Set.of(UnaryFunction.SINE, UnaryFunction.COSINE);

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final int lanes;
    private final int elements;
    private final CodeBlock.Builder code = CodeBlock.builder();

    /**
     * How to assemble a nest.
     *
     * @param begin the method of the runtime that begins it, and says what it is told besides its places
     */
    record Written(String begin, CodeBlock body) {}

    private MachineNest(Kernel.LoopNest nest, NestNames names, int lanes, int elements) {
        this.nest = nest;
        this.names = names;
        this.lanes = lanes;
        this.elements = elements;
    }

    /** Of a nest that runs strip by strip. */
    static Optional<Written> inStrip(Kernel.LoopNest nest, NestNames names) {
        boolean sums = StripNest.sums(nest);
        boolean takesSize = StripNest.takesSize(nest);
        MachineNest writer = new MachineNest(nest, names, StripNest.rowAxis(nest),
                takesSize ? 0 : MachineLanguage.NONE);
        if (!writer.isPossible(takesSize ? 2 : 1) || !(sums ? writer.canSum() : writer.canMap())) {
            return Optional.empty();
        }
        writer.arguments();
        if (sums) {
            writer.loops().forEach(writer::sum);
        } else {
            writer.map();
        }
        return Optional.of(new Written(takesSize ? "ofElements" : "ofRows", writer.code.build()));
    }

    /** Of a nest beside the strips: of many independent points. */
    static Optional<Written> ofPoints(Kernel.LoopNest nest, NestNames names) {
        MachineNest writer = new MachineNest(nest, names, 0, MachineLanguage.NONE);
        if (nest.outer().size() != 1 || !VectorNest.isLong(nest.outer().getFirst()) || !writer.isPossible(2)
                || !writer.canMap()) {
            return Optional.empty();
        }
        writer.arguments();
        writer.map();
        return Optional.of(new Written("ofPoints", writer.code.build()));
    }

    /** @param told how many numbers the code is told besides its places */
    private boolean isPossible(int told) {
        return nest.arguments().stream().noneMatch(s -> s.buffer().isColumn())
                && told + nest.arguments().size() <= MOST_PARAMETERS
                && loops().stream().allMatch(l -> unrolled(l).stream().allMatch(size -> size > 0))
                && statements() <= MOST_STATEMENTS && nest.terms().allMatch(this::hasForm);
    }

    private boolean hasForm(Term term) {
        return switch (term) {
            case Term.Number _,Term.Load _,Term.Local _,Term.Binary _,Term.Select _ -> true;
            case Term.Unary unary -> !WITHOUT_FORM.contains(unary.function());
            // Of unrolled axes a place is a number while the code is assembled.
            case Term.Position position -> IntStream.range(0, position.index().strides().size())
                    .allMatch(a -> isUnrolled(a) || position.index().stride(a) == 0);
            case Term.Rows _,Term.Gather _,Term.Uniform _ -> false;
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

    private boolean isUnrolled(int axis) {
        return axis != lanes && axis != elements;
    }

    /** The sizes of the loops that are no loops in the assembled code. */
    private List<Integer> unrolled(Loop loop) {
        List<Integer> sizes = new ArrayList<>(nest.outer());
        sizes.addAll(loop.sizes());
        return IntStream.range(0, sizes.size()).filter(this::isUnrolled).mapToObj(sizes::get).toList();
    }

    private long statements() {
        return loops().stream().mapToLong(l -> unrolled(l).stream().mapToLong(size -> size)
                .reduce(l.statements().size(), (all, size) -> Math.min(all * size, MOST_STATEMENTS + 1L))).sum();
    }

    private void arguments() {
        for (int i = 0; i < nest.arguments().size(); i++) {
            code.addStatement("$T $L = nest.$L()", RuntimeSymbols.ARGUMENT, names.argument(i),
                    names.isKept(i) ? "kept" : "argument");
        }
    }

    private void map() {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        List<Integer> unrolled = IntStream.range(0, nest.outer().size()).filter(this::isUnrolled)
                .boxed().toList();
        unrolled.forEach(a -> begin(axes.get(a), nest.outer().get(a)));
        nest.loops().forEach(l -> LaneLoop.into(code, nest, names, l, new VectorTerms(lanes, names, language(l))));
        unrolled.forEach(_ -> code.endControlFlow());
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
        return new MachineLanguage(names, NestNames.axes(nest, loop), lanes, elements);
    }

    private void begin(String axis, int size) {
        code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", axis, axis, size, axis);
    }
}
