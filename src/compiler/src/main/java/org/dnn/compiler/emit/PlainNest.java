package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;

/**
 * The body of a loop nest's method in plain Java. The first outer axis runs from {@code from} to {@code to}; a nest without
 * outer axes runs once.
 */
final class PlainNest {
    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final String firstRow;
    private final CodeBlock.Builder code = CodeBlock.builder();

    private PlainNest(Kernel.LoopNest nest, NestNames names, String firstRow) {
        this.nest = nest;
        this.names = names;
        this.firstRow = firstRow;
    }

    static CodeBlock body(Kernel.LoopNest nest, NestNames names) {
        PlainNest writer = new PlainNest(nest, names, "");
        writer.outer();
        return writer.code.build();
    }

    /** How many groups of sixteen sums the body needs at once. */
    static int laneGroups(Kernel.LoopNest nest) {
        return nest.loops().stream().mapToInt(l -> (int) l.statements().stream().filter(PlainNest::inLanes).count())
                .max().orElse(0);
    }

    /** Only a sum depends on its order. */
    static boolean inLanes(Statement statement) {
        return statement instanceof Statement.Accumulate a && a.function() == ReduceFunction.SUM
                && a.order() == Statement.Order.SIXTEEN_LANES;
    }

    private void outer() {
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        for (int a = 0; a < nest.outer().size(); a++) {
            begin(axes.get(a), a == 0 ? "from" : "0", a == 0 ? "to" : names.size(nest.outer().get(a)));
        }
        nest.loops().forEach(this::loop);
        nest.outer().forEach(_ -> code.endControlFlow());
    }

    /** One of the nest's loops, at a point of the outer axes, as part of another body. */
    static void loopInto(CodeBlock.Builder out, Kernel.LoopNest nest, NestNames names, Loop loop) {
        loopInto(out, nest, names, loop, "");
    }

    /** @param firstRow the batch's row at which the axis of the rows begins; "" for the first */
    static void loopInto(CodeBlock.Builder out, Kernel.LoopNest nest, NestNames names, Loop loop, String firstRow) {
        PlainNest writer = new PlainNest(nest, names, firstRow);
        writer.loop(loop);
        out.add(writer.code.build());
    }

    private void loop(Loop loop) {
        List<String> axes = NestNames.axes(nest, loop);
        List<Statement.Accumulate> sums = accumulations(loop);
        begin(sums);
        for (int a = 0; a < loop.sizes().size(); a++) {
            begin(axes.get(nest.outer().size() + a), "0", names.size(loop.sizes().get(a)));
        }
        statements(code, loop, names, axes, sums, new ScalarTerms(names, axes, firstRow));
        loop.sizes().forEach(_ -> code.endControlFlow());
        lanesTogether(code, names, sums);
    }

    private void begin(List<Statement.Accumulate> sums) {
        for (Statement.Accumulate sum : sums) {
            if (inLanes(sum)) {
                code.addStatement("$T.clear(lanes, $L)", RuntimeSymbols.LANE_SUMS, firstLane(sums, sum));
            } else {
                code.addStatement("float $L = $L", names.local(sum.local()),
                        ScalarTerms.number((float) sum.function().identity()));
            }
        }
    }

    /** What the lanes of each sum are together. */
    static void lanesTogether(CodeBlock.Builder out, NestNames names, List<Statement.Accumulate> sums) {
        for (Statement.Accumulate sum : sums) {
            if (inLanes(sum)) {
                out.addStatement("float $L = $T.sum(lanes, $L)", names.local(sum.local()), RuntimeSymbols.LANE_SUMS,
                        firstLane(sums, sum));
            }
        }
    }

    /** The statements at one point, as scalars. */
    static void statements(CodeBlock.Builder out, Loop loop, NestNames names, List<String> axes,
            List<Statement.Accumulate> sums) {
        statements(out, loop, names, axes, sums, new ScalarTerms(names, axes));
    }

    private static void statements(CodeBlock.Builder out, Loop loop, NestNames names, List<String> axes,
            List<Statement.Accumulate> sums, ScalarTerms terms) {
        for (Statement statement : loop.statements()) {
            switch (statement) {
                case Statement.Let let -> out.addStatement("float $L = $L", names.local(let.local()),
                        RuntimeSymbols.code(terms.print(let.term())));
                case Statement.Store store -> out.addStatement("memory[$L] = $L",
                        terms.place(store.argument(), store.index()),
                        RuntimeSymbols.code(terms.print(store.term())));
                case Statement.Accumulate sum ->
                    accumulate(out, sum, RuntimeSymbols.code(terms.print(sum.term())), names,
                            axes.getLast(), sums);
            }
        }
    }

    private static void accumulate(CodeBlock.Builder out, Statement.Accumulate sum, CodeBlock term, NestNames names,
            String innermost, List<Statement.Accumulate> sums) {
        String name = names.local(sum.local());
        switch (sum.function()) {
            case SUM -> {
                if (inLanes(sum)) {
                    int base = firstLane(sums, sum);
                    out.addStatement("lanes[$L($L & 15)] += $L", base == 0 ? "" : base + " + ", innermost, term);
                } else {
                    out.addStatement("$L += $L", name, term);
                }
            }
            case MAXIMUM -> out.addStatement("$L = Math.max($L, $L)", name, name, term);
            case MINIMUM -> out.addStatement("$L = Math.min($L, $L)", name, name, term);
        }
    }

    static List<Statement.Accumulate> accumulations(Loop loop) {
        List<Statement.Accumulate> all = new ArrayList<>();
        for (Statement statement : loop.statements()) {
            if (statement instanceof Statement.Accumulate accumulate) {
                all.add(accumulate);
            }
        }
        return all;
    }

    /** Where the sixteen lanes of a sum begin. */
    static int firstLane(List<Statement.Accumulate> sums, Statement.Accumulate sum) {
        return 16 * (int) sums.subList(0, sums.indexOf(sum)).stream().filter(PlainNest::inLanes).count();
    }

    private void begin(String axis, String from, String to) {
        code.beginControlFlow("for (int $L = $L; $L < $L; $L++)", axis, from, axis, to, axis);
    }
}
