package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.kernel.Index;
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
    /** Fewer are no side of memory that is read at once. */
    private static final int LEAST_COLUMNS = 8;

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final CudaText text;
    /** A thread's first point, and how far its points are apart. */
    private final String first;
    private final String apart;
    /** Whether what a loop reads is fetched for several of its turns at once. */
    private final boolean ahead;

    /**
     * How the threads of a block share the work of points.
     *
     * @param together the beginning of the names of the functions by which they put together what they have
     * @param first    a thread's first place of a point's loops
     * @param apart    how far its places are apart
     * @param writes   which thread writes what a point gives
     */
    private record Sharing(String together, String first, String apart, String writes) {
        static final Sharing BLOCK = new Sharing("block", "threadIdx.x", "blockDim.x", "threadIdx.x == 0");
        static final Sharing COLUMNS = new Sharing("column", "threadIdx.x / columns()", "blockDim.x / columns()",
                "mine");

        /** As a factor. */
        String groupedApart() {
            return apart.contains(" ") ? "(" + apart + ")" : apart;
        }
    }

    private CudaNest(Kernel.LoopNest nest, NestNames names, CudaText text, String first, String apart, boolean ahead) {
        this.nest = nest;
        this.names = names;
        this.text = text;
        this.first = first;
        this.apart = apart;
        this.ahead = ahead;
    }

    /** Whether the threads of a block share a point. */
    static boolean isByBlocks(Kernel.LoopNest nest) {
        return nest.loops().stream()
                .anyMatch(l -> l.sizes().stream().anyMatch(s -> s < 0) || points(l.sizes()) > ALONE);
    }

    static long points(List<Integer> sizes) {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /**
     * Whether the threads of a block share the work of neighbouring points, as in a sum over the rows for each column: what
     * neighbours read lies side by side, and what one reads after the other does not.
     */
    static boolean isByColumns(Kernel.LoopNest nest) {
        if (!isByBlocks(nest) || nest.outer().isEmpty() || Math.abs(nest.outer().getLast()) < LEAST_COLUMNS) {
            return false;
        }
        int column = nest.outer().size() - 1;
        List<Loop> loops = nest.loops().stream().filter(l -> !l.sizes().isEmpty()).toList();
        List<Index> read = loops.stream().flatMap(l -> l.statements().stream()).flatMap(s -> s.term().all())
                .flatMap(t -> t instanceof Term.Load load ? Stream.of(load.index()) : Stream.empty()).toList();
        return loops.stream().flatMap(l -> l.statements().stream())
                .allMatch(s -> !(s instanceof Statement.Store)
                        && s.term().all().noneMatch(t -> t instanceof Term.Gather))
                && read.stream().allMatch(i -> i.stride(column) == 0 || i.stride(column) == 1)
                && read.stream().anyMatch(i -> i.stride(column) == 1 && i.strides().getLast() > 1);
    }

    /** The body of a kernel of its own. */
    static void body(Kernel.LoopNest nest, NestNames names, CudaText text) {
        rows(nest, text);
        if (isByColumns(nest)) {
            new CudaNest(nest, names, text, "blockIdx.x * columns()", "gridDim.x * columns()", true).byColumns();
        } else if (isByBlocks(nest)) {
            new CudaNest(nest, names, text, "blockIdx.x", "gridDim.x", true).byBlocks();
        } else {
            byThreads(nest, names, text, "firstPoint()", "allPoints()");
        }
    }

    /** Reads how many rows there are, where the nest uses that. */
    static void rows(Kernel.LoopNest nest, CudaText text) {
        if (usesRows(nest)) {
            text.line("const int rows = batch->rows;");
        }
    }

    /** With points for every thread: its first, and how far they are apart. */
    static void byThreads(Kernel.LoopNest nest, NestNames names, CudaText text, String first, String apart) {
        new CudaNest(nest, names, text, first, apart, false).byThreads();
    }

    /** With the threads of one block at each point. */
    static void byOneBlock(Kernel.LoopNest nest, NestNames names, CudaText text) {
        new CudaNest(nest, names, text, "0", "1", false).byBlocks();
    }

    private static boolean usesRows(Kernel.LoopNest nest) {
        return nest.outer().stream().anyMatch(s -> s < 0)
                || nest.loops().stream().anyMatch(l -> l.sizes().stream().anyMatch(s -> s < 0))
                || nest.terms().anyMatch(t -> t instanceof Term.Rows);
    }

    private void byThreads() {
        text.open("for (int point = " + first + "; point < " + count(nest.outer()) + "; point += " + apart + ") {");
        outerAxes();
        for (Loop loop : nest.loops()) {
            List<String> axes = NestNames.axes(nest, loop);
            begin(text, names, loop);
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
        text.open("for (int point = " + first + "; point < " + count(nest.outer()) + "; point += " + apart + ") {");
        together(Sharing.BLOCK);
    }

    /** Threads without a column do what the last one's do, for all of them meet, and write nothing. */
    private void byColumns() {
        String count = count(nest.outer());
        text.open("for (int first = " + first + "; first < " + count + "; first += " + apart + ") {");
        text.line("const int own = first + threadIdx.x % columns();");
        text.line("const int point = own < " + count + " ? own : " + count + " - 1;");
        text.line("const bool mine = point == own && threadIdx.x < columns();");
        together(Sharing.COLUMNS);
    }

    private void together(Sharing sharing) {
        outerAxes();
        for (int l = 0; l < nest.loops().size(); l++) {
            boolean last = l == nest.loops().size() - 1;
            Loop loop = nest.loops().get(l);
            if (loop.sizes().isEmpty()) {
                once(loop, last, sharing);
            } else {
                shared(loop, last, sharing);
            }
        }
        text.close();
    }

    /** Every thread has the locals; one writes. */
    private void once(Loop loop, boolean last, Sharing sharing) {
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
            text.open("if (" + sharing.writes() + ") {");
            statements(new Loop(loop.sizes(), stores), axes);
            text.close();
            if (!last) {
                text.line("__syncthreads();");
            }
        }
    }

    private void shared(Loop loop, boolean last, Sharing sharing) {
        List<String> axes = NestNames.axes(nest, loop);
        List<Statement.Accumulate> sums = PlainNest.accumulations(loop);
        begin(text, names, loop);
        List<String> inner = axes.subList(nest.outer().size(), axes.size());
        String counter = inner.size() == 1 ? inner.getFirst() : "inner";
        if (ahead && loop.statements().stream().noneMatch(s -> s instanceof Statement.Store)) {
            // Turns that are counted beforehand can be unrolled without a look at the end of the loop in each.
            text.line("UNROLL");
            text.open("for (int next = 0; next < turns(" + sharing.first() + ", " + sharing.apart() + ", "
                    + count(loop.sizes()) + "); next++) {");
            text.line("const int " + counter + " = " + sharing.first() + " + next * " + sharing.groupedApart() + ";");
        } else {
            text.open("for (int " + counter + " = " + sharing.first() + "; " + counter + " < " + count(loop.sizes())
                    + "; " + counter + " += " + sharing.apart() + ") {");
        }
        if (inner.size() > 1) {
            axes(text, "inner", inner, loop.sizes());
        }
        statements(loop, axes);
        text.close();
        for (Statement.Accumulate sum : sums) {
            text.line(names.local(sum.local()) + " = " + sharing.together() + switch (sum.function()) {
                case SUM -> "Sum";
                case MAXIMUM -> "Maximum";
                case MINIMUM -> "Minimum";
            } + "(" + names.local(sum.local()) + ");");
        }
        if (sums.isEmpty() && !last) {
            text.line("__syncthreads();");
        }
    }

    /** What a loop accumulates, before its first turn. */
    static void begin(CudaText text, NestNames names, Loop loop) {
        PlainNest.accumulations(loop).forEach(sum -> text.line("float " + names.local(sum.local()) + " = "
                + ScalarLanguage.CUDA.number((float) sum.function().identity()) + ";"));
    }

    private void statements(Loop loop, List<String> axes) {
        statements(text, loop, names, new ScalarTerms(ScalarLanguage.CUDA, names, axes, ""), axes, "=");
    }

    /** @param storing how what is stored comes to its place */
    static void statements(CudaText text, Loop loop, NestNames names, ScalarTerms terms, List<String> axes,
            String storing) {
        for (Statement statement : loop.statements()) {
            switch (statement) {
                case Statement.Let let -> text.line("const float " + names.local(let.local()) + " = "
                        + terms.print(let.term()) + ";");
                case Statement.Store store -> text.line(ScalarLanguage.CUDA.element(names, store.argument(),
                        store.index(), axes) + " " + storing + " " + terms.print(store.term()) + ";");
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
        axes(text, "point", NestNames.axes(nest, nest.loops().getFirst()).subList(0, nest.outer().size()),
                nest.outer());
    }

    /** The axes of a point, the last of which goes on fastest. */
    static void axes(CudaText text, String point, List<String> axes, List<Integer> sizes) {
        for (int a = 0; a < axes.size(); a++) {
            List<Integer> behind = sizes.subList(a + 1, sizes.size());
            String divided = behind.isEmpty() ? point : point + " / " + grouped(behind);
            text.line("const int " + axes.get(a) + " = " + divided
                    + (a == 0 ? "" : " % " + grouped(sizes.subList(a, a + 1)))
                    + ";");
        }
    }

    private static String grouped(List<Integer> sizes) {
        String product = count(sizes);
        return product.contains(" ") ? "(" + product + ")" : product;
    }

    /** How many points some axes have. */
    static String count(List<Integer> sizes) {
        List<String> factors = new ArrayList<>();
        long known = points(sizes.stream().map(Math::abs).toList());
        IntStream.range(0, (int) sizes.stream().filter(s -> s < 0).count()).forEach(_ -> factors.add("rows"));
        if (known != 1 || factors.isEmpty()) {
            factors.add(Long.toString(known));
        }
        return factors.stream().collect(Collectors.joining(" * "));
    }
}
