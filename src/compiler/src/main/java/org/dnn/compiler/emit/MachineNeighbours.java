package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of the method that assembles the machine code of a loop nest along neighbours, where it has such a form: what
 * {@link VectorNest} computes along a loop's innermost axis, in the same order. The last outer axis is the code's, whose elements
 * come one after the other; the others are loops of the method that calls it. Of a loop's own axes the innermost one is that of
 * the neighbours, and one more is repeated.
 */
final class MachineNeighbours {
    /** The axes of a loop that the code can have. */
    private static final int MOST_AXES = 2;

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final MachineArguments arguments;
    /** The axis of the elements. */
    private final int elements;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private MachineNeighbours(Kernel.LoopNest nest, NestNames names) {
        this.nest = nest;
        this.names = names;
        this.arguments = new MachineArguments(names);
        this.elements = nest.outer().isEmpty() ? MachineLanguage.NONE : nest.outer().size() - 1;
    }

    static Optional<MachineNest.Written> along(Kernel.LoopNest nest, NestNames names) {
        MachineNeighbours writer = new MachineNeighbours(nest, names);
        return writer.isPossible()
                ? Optional.of(writer.written()).filter(w -> w.told().size() <= MachineNest.MOST_PARAMETERS)
                : Optional.empty();
    }

    private boolean isPossible() {
        return nest.arguments().stream().noneMatch(s -> s.buffer().isColumn())
                && nest.loops().stream().anyMatch(l -> hasNeighbours(l) && VectorNest.isLong(l.sizes().getLast()))
                && nest.loops().stream().allMatch(this::hasForm) && elementsAreEquallyFar()
                && turning() <= MachineNest.MOST_TURNING
                && LastingRegisters.most(nest.loops(), MachineNeighbours::hasNeighbours, true) <= MachineNest.MOST_SUMS;
    }

    private static boolean hasNeighbours(Loop loop) {
        return !loop.sizes().isEmpty();
    }

    /** The axis of a loop's neighbours; that of a loop without them, none of its places has. */
    private int lanes(Loop loop) {
        return nest.outer().size() + Math.max(loop.sizes().size() - 1, 0);
    }

    /** The axis that is repeated. */
    private int turns(Loop loop) {
        return loop.sizes().size() == MOST_AXES ? nest.outer().size() : MachineLanguage.NONE;
    }

    private boolean hasForm(Loop loop) {
        return loop.sizes().size() <= MOST_AXES && loop.statements().stream().allMatch(s -> {
            boolean isPossible = VectorTerms.isPossible(s.term(), lanes(loop))
                    && s.term().all().allMatch(MachineNeighbours::hasForm);
            return isPossible && switch (s) {
                case Statement.Let _ -> true;
                case Statement.Accumulate sum -> hasNeighbours(loop)
                        && (PlainNest.inLanes(sum) || sum.function() != ReduceFunction.SUM);
                case Statement.Store store -> !hasNeighbours(loop) || store.index().stride(lanes(loop)) == 1;
            };
        });
    }

    private static boolean hasForm(Term term) {
        return switch (term) {
            case Term.Number _,Term.Load _,Term.Local _,Term.Binary _,Term.Select _ -> true;
            case Term.Unary unary -> !MachineNest.WITHOUT_FORM.contains(unary.function());
            // The code knows none of its places.
            case Term.Position position -> position.index().strides().stream().allMatch(s -> s == 0);
            case Term.Gather _,Term.Rows _,Term.Uniform _ -> false;
        };
    }

    private void eachIndex(BiConsumer<Loop, Index> look, int argument) {
        for (Loop loop : nest.loops()) {
            for (Statement statement : loop.statements()) {
                if (statement instanceof Statement.Store store && store.argument() == argument) {
                    look.accept(loop, store.index());
                }
                statement.term().all().forEach(t -> {
                    if (t instanceof Term.Load load && load.argument() == argument) {
                        look.accept(loop, load.index());
                    }
                });
            }
        }
    }

    /** An argument is one of the code's: it lies as far from one element to the next wherever it is used. */
    private boolean elementsAreEquallyFar() {
        return IntStream.range(0, nest.arguments().size()).allMatch(argument -> {
            List<List<Long>> outer = new ArrayList<>();
            eachIndex((_, index) -> outer.add(index.strides().subList(0, nest.outer().size())), argument);
            return outer.stream().distinct().count() <= 1;
        });
    }

    /** How many places go on in each turn. */
    private long turning() {
        return IntStream.range(0, nest.arguments().size()).boxed().flatMap(argument -> {
            List<List<Long>> strides = new ArrayList<>();
            eachIndex((loop, index) -> {
                int turns = turns(loop);
                if (turns != MachineLanguage.NONE && index.stride(turns) != 0) {
                    strides.add(List.of((long) argument, index.stride(turns), (long) loop.sizes().getFirst()));
                }
            }, argument);
            return strides.stream();
        }).distinct().count();
    }

    private MachineNest.Written written() {
        nest.loops().forEach(this::loop);
        List<CodeBlock> around = new ArrayList<>();
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < elements; a++) {
            around.add(MachineNest.around(nest, names, axes, a));
        }
        String count = elements == MachineLanguage.NONE
                ? "1"
                : elements == 0 ? "to - from" : names.size(nest.outer().get(elements));
        return new MachineNest.Written("ofNeighbours",
                CodeBlock.builder().add(arguments.declared()).add(code.build()).build(), around,
                Stream.concat(Stream.of(count), arguments.called().stream()).toList(), List.of());
    }

    private void loop(Loop loop) {
        MachineLanguage language = MachineLanguage.ofNeighbours(names, NestNames.axes(nest, loop), arguments,
                new MachineColumns(nest, _ -> false), lanes(loop), turns(loop), elements);
        VectorTerms terms = new VectorTerms(lanes(loop), names, language);
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        Map<Statement.Accumulate, String> gathering = new HashMap<>();
        for (Statement.Accumulate sum : sums) {
            String lanes = names.further(names.local(sum.local()) + " lanes");
            gathering.put(sum, lanes);
            code.addStatement("$T $L = nest.variable($L)", RuntimeSymbols.VALUE, lanes,
                    RuntimeSymbols.code(ScalarTerms.number((float) sum.function().identity())));
        }
        if (hasNeighbours(loop)) {
            code.addStatement("nest.neighbours($L)", counts(loop));
        }
        for (Statement statement : loop.statements()) {
            if (statement instanceof Statement.Accumulate sum) {
                String lanes = gathering.getOrDefault(sum, "");
                code.addStatement("nest.become($L, $L.$L($L))", lanes, lanes, LaneLoop.operation(sum.function()),
                        RuntimeSymbols.code(terms.print(sum.term())));
            } else {
                LaneLoop.statement(code, names, statement, terms);
            }
        }
        if (hasNeighbours(loop)) {
            code.addStatement("nest.end()");
        }
        for (Statement.Accumulate sum : sums) {
            code.addStatement("$T $L = $L.$L()", RuntimeSymbols.VALUE, names.local(sum.local()), gathering.get(sum),
                    switch (sum.function()) {
                        case SUM -> "sumOfLanes";
                        case MAXIMUM -> "maxOfLanes";
                        case MINIMUM -> "minOfLanes";
                    });
        }
    }

    /** How many neighbours there are, and how often they are gone through. */
    private String counts(Loop loop) {
        String count = arguments.number(names.size(loop.sizes().getLast()), "neighbours");
        return loop.sizes().size() == MOST_AXES
                ? count + ", " + arguments.number(names.size(loop.sizes().getFirst()), "turns")
                : count;
    }
}
