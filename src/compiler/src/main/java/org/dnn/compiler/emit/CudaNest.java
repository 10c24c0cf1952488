package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of a loop nest's kernel in CUDA C. Where there is little to do at each point of the outer axes a thread has points of
 * its own; where there is more, the threads of a block share a point, and sums and maxima come together in a tree whose shape
 * depends on the size of the block alone.
 */
final class CudaNest {
    /** A thread's work at a point that it does alone. */
    private static final long ALONE = 32;

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final CudaText text;

    private CudaNest(Kernel.LoopNest nest, NestNames names, CudaText text) {
        this.nest = nest;
        this.names = names;
        this.text = text;
    }

    /** Whether the threads of a block share a point. */
    static boolean isByBlocks(Kernel.LoopNest nest) {
        return nest.loops().stream()
                .anyMatch(l -> l.sizes().stream().anyMatch(s -> s < 0) || points(l.sizes()) > ALONE);
    }

    private static long points(List<Integer> sizes) {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    static void body(Kernel.LoopNest nest, NestNames names, CudaText text) {
        CudaNest writer = new CudaNest(nest, names, text);
        if (usesRows(nest)) {
            text.line("const int rows = batch->rows;");
        }
        if (isByBlocks(nest)) {
            writer.byBlocks();
        } else {
            writer.byThreads();
        }
    }

    private static boolean usesRows(Kernel.LoopNest nest) {
        return nest.outer().stream().anyMatch(s -> s < 0)
                || nest.loops().stream().anyMatch(l -> l.sizes().stream().anyMatch(s -> s < 0))
                || nest.terms().anyMatch(t -> t instanceof Term.Rows);
    }

    private void byThreads() {
        text.open("for (int point = firstPoint(); point < " + count(nest.outer()) + "; point += allPoints()) {");
        outerAxes();
        for (Loop loop : nest.loops()) {
            List<String> axes = NestNames.axes(nest, loop);
            PlainNest.accumulations(loop).forEach(this::begin);
            for (int a = 0; a < loop.sizes().size(); a++) {
                String axis = axes.get(nest.outer().size() + a);
                text.open("for (int " + axis + " = 0; " + axis + " < " + names.size(loop.sizes().get(a)) + "; " + axis
                        + "++) {");
            }
            statements(loop, axes);
            loop.sizes().forEach(_ -> text.close());
        }
        text.close();
    }

    private void byBlocks() {
        text.open("for (int point = blockIdx.x; point < " + count(nest.outer()) + "; point += gridDim.x) {");
        outerAxes();
        for (int l = 0; l < nest.loops().size(); l++) {
            boolean last = l == nest.loops().size() - 1;
            Loop loop = nest.loops().get(l);
            if (loop.sizes().isEmpty()) {
                once(loop, last);
            } else {
                shared(loop, last);
            }
        }
        text.close();
    }

    /** Every thread has the locals; one writes. */
    private void once(Loop loop, boolean last) {
        List<String> axes = NestNames.axes(nest, loop);
        List<Statement> lets = loop.statements().stream().filter(s -> s instanceof Statement.Let).toList();
        List<Statement> stores = loop.statements().stream().filter(s -> s instanceof Statement.Store).toList();
        statements(new Loop(loop.sizes(), lets), axes);
        if (!stores.isEmpty()) {
            if (lets.stream().anyMatch(let -> let.term().all().anyMatch(t -> t instanceof Term.Load load
                    && stores.stream().anyMatch(s -> ((Statement.Store) s).argument() == load.argument())))) {
                // Nobody writes before all have read.
                text.line("__syncthreads();");
            }
            text.open("if (threadIdx.x == 0) {");
            statements(new Loop(loop.sizes(), stores), axes);
            text.close();
            if (!last) {
                text.line("__syncthreads();");
            }
        }
    }

    private void shared(Loop loop, boolean last) {
        List<String> axes = NestNames.axes(nest, loop);
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        sums.forEach(this::begin);
        List<String> inner = axes.subList(nest.outer().size(), axes.size());
        String counter = inner.size() == 1 ? inner.getFirst() : "inner";
        text.open("for (int " + counter + " = threadIdx.x; " + counter + " < " + count(loop.sizes()) + "; " + counter
                + " += blockDim.x) {");
        if (inner.size() > 1) {
            axes("inner", inner, loop.sizes());
        }
        statements(loop, axes);
        text.close();
        for (Statement.Accumulate sum : sums) {
            text.line(names.local(sum.local()) + " = " + switch (sum.function()) {
                case SUM -> "blockSum";
                case MAXIMUM -> "blockMaximum";
                case MINIMUM -> "blockMinimum";
            } + "(" + names.local(sum.local()) + ");");
        }
        if (sums.isEmpty() && !last) {
            text.line("__syncthreads();");
        }
    }

    private void begin(Statement.Accumulate sum) {
        text.line("float " + names.local(sum.local()) + " = "
                + ScalarLanguage.CUDA.number((float) sum.function().identity()) + ";");
    }

    private void statements(Loop loop, List<String> axes) {
        ScalarTerms terms = new ScalarTerms(ScalarLanguage.CUDA, names, axes, "");
        for (Statement statement : loop.statements()) {
            switch (statement) {
                case Statement.Let let -> text.line("const float " + names.local(let.local()) + " = "
                        + terms.print(let.term()) + ";");
                case Statement.Store store -> text.line(ScalarLanguage.CUDA.element(names, store.argument(),
                        store.index(), axes) + " = " + terms.print(store.term()) + ";");
                case Statement.Accumulate sum -> {
                    String name = names.local(sum.local());
                    String term = terms.print(sum.term());
                    text.line(sum.function() == ReduceFunction.SUM
                            ? name + " += " + term + ";"
                            : name + " = " + (sum.function() == ReduceFunction.MAXIMUM
                                    ? ScalarLanguage.CUDA.maximum(name, term)
                                    : ScalarLanguage.CUDA.minimum(name, term)) + ";");
                }
            }
        }
    }

    private void outerAxes() {
        axes("point", NestNames.axes(nest, nest.loops().getFirst()).subList(0, nest.outer().size()), nest.outer());
    }

    /** The axes of a point, the last of which goes on fastest. */
    private void axes(String point, List<String> axes, List<Integer> sizes) {
        for (int a = 0; a < axes.size(); a++) {
            List<Integer> behind = sizes.subList(a + 1, sizes.size());
            String divided = behind.isEmpty() ? point : point + " / " + grouped(behind);
            text.line("const int " + axes.get(a) + " = " + divided
                    + (a == 0 ? "" : " % " + grouped(sizes.subList(a, a + 1)))
                    + ";");
        }
    }

    private String grouped(List<Integer> sizes) {
        String product = count(sizes);
        return product.contains(" ") ? "(" + product + ")" : product;
    }

    /** How many points some axes have. */
    private String count(List<Integer> sizes) {
        List<String> factors = new ArrayList<>();
        long known = points(sizes.stream().map(Math::abs).toList());
        IntStream.range(0, (int) sizes.stream().filter(s -> s < 0).count()).forEach(_ -> factors.add("rows"));
        if (known != 1 || factors.isEmpty()) {
            factors.add(Long.toString(known));
        }
        return factors.stream().collect(Collectors.joining(" * "));
    }
}
