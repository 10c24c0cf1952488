package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.IndexChange;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Writes a kernel that does all steps of a stretch of a small network in one launch, as tiny-cuda-nn's fully fused networks do
 * (Müller, Rousselle, Novák, Keller, "Real-time neural radiance caching", 2021). Every block has all variables in its shared
 * memory. A thread takes a row through the network and back, with the row's values in registers, or in shared memory where
 * sums over rows read them; then the threads of a block share these sums, strip by strip. What strands of strips have summed
 * goes through the card's memory, once a step, and every block updates its own variables by it: all get the same bits.
 */
final class EmitPersistent {
    static final String KERNEL = "trainSteps";
    private static final int LONG_STRIP = 64;
    private static final int SHORT_STRIP = 32;
    /** With more sums, those of a strip take longer than its rows: strips are short, and blocks more. */
    private static final int FEW_SUMS = 256;
    /** What every card gives a block without being asked, but for the batch and for gaps between arrays. */
    private static final long SHARED_BYTES = 47 << 10;
    /** What the threads of a block sum together takes, by each of the functions in {@code dnn.cuh}. */
    private static final long BLOCK_BYTES = 4 << 10;
    private static final String FIRST_ROW = "from";
    /** What the kernel calls its own. */
    private static final List<String> LOCALS = List.of("given", "stretch", "variables", "sums", "strip", "strips",
            "strand", "strands", "count", "rows", "row", FIRST_ROW, "turn", "step", "now", "i", "j", "k", "l", "m", "n",
            "sum", KERNEL);

    private final ProgramClass program;
    private final PlannedStep.Strips strips;
    private final List<Kernel.LoopNest> before;
    private final List<Kernel.LoopNest> after;
    private final Map<Buffer, Long> variables;
    private final Set<Buffer> summed;
    /** Of all variables together. */
    private final long variableFloats;
    /** Rows of a strip. */
    private final int rows;
    private final CudaText text;
    private final Names names = CudaNames.free();
    private final Map<Buffer, String> called = new LinkedHashMap<>();
    /** Where strips add to a sum: a variable gets it when all have. */
    private final Map<Buffer, String> gathering = new LinkedHashMap<>();

    private EmitPersistent(ProgramClass program, PlannedStep.Strips strips, List<Kernel.LoopNest> before,
            List<Kernel.LoopNest> after, long variableFloats, int rows, CudaText text) {
        this.program = program;
        this.strips = strips;
        this.before = before;
        this.after = after;
        this.variableFloats = variableFloats;
        this.rows = rows;
        this.text = text;
        this.summed = readBySums(strips);
        this.variables = new LinkedHashMap<>();
        buffers().filter(b -> !b.type().hasRows() && b.variable().isPresent())
                .filter(b -> program.plan().offset(b).constant() < variableFloats)
                .forEach(b -> variables.put(b, program.plan().offset(b).constant()));
    }

    /**
     * Writes the kernel, where the network is so small that a block has room for it.
     *
     * @param program        one training step, in strips
     * @param variableFloats of the variables, which lie first in the arena
     * @param text           takes the kernel
     */
    static Optional<CudaProgram.Persistent> emit(ProgramClass program, long variableFloats, CudaText text) {
        List<PlannedStep> steps = program.plan().steps();
        int at = IntStream.range(0, steps.size()).filter(i -> steps.get(i) instanceof PlannedStep.Strips).findFirst()
                .orElseThrow(() -> new CompilerBug("emit", "a program that is not in strips"));
        PlannedStep.Strips strips = (PlannedStep.Strips) steps.get(at);
        if (!sumsCanWait(strips) || outside(strips)) {
            return Optional.empty();
        }
        List<Kernel.LoopNest> before = nests(steps.subList(0, at));
        List<Kernel.LoopNest> after = nests(steps.subList(at + 1, steps.size()));
        return Stream.of(LONG_STRIP, SHORT_STRIP)
                .filter(rows -> rows == SHORT_STRIP || strips.sumCount() <= FEW_SUMS)
                .map(rows -> new EmitPersistent(program, strips, before, after, variableFloats, rows, text))
                .filter(e -> e.sharedBytes() <= SHARED_BYTES).findFirst()
                .map(EmitPersistent::write);
    }

    private static List<Kernel.LoopNest> nests(List<PlannedStep> steps) {
        return steps.stream().map(s -> (Kernel.LoopNest) ((PlannedStep.Call) s).kernel()).toList();
    }

    /** Whether all that is computed for each row can be there before anything is summed: nothing is computed in the place of what sums read. */
    private static boolean sumsCanWait(PlannedStep.Strips strips) {
        Set<Buffer> read = new HashSet<>();
        for (Kernel kernel : strips.step().kernels()) {
            if (isSum(kernel)) {
                kernel.arguments().forEach(a -> read.add(a.buffer()));
            } else if (kernel.writtenBuffers().anyMatch(read::contains)) {
                return false;
            }
        }
        return true;
    }

    /** Whether something is read or written for each row that is neither data nor a strip's own. */
    private static boolean outside(PlannedStep.Strips strips) {
        return strips.step().kernels().stream().flatMap(k -> k.arguments().stream()).map(Slot::buffer)
                .anyMatch(b -> b.type().hasRows() && !b.isColumn() && !strips.values().containsKey(b));
    }

    private static boolean isSum(Kernel kernel) {
        return kernel.writtenBuffers().noneMatch(b -> b.type().hasRows());
    }

    private static Set<Buffer> readBySums(PlannedStep.Strips strips) {
        return strips.step().kernels().stream().filter(EmitPersistent::isSum).flatMap(k -> k.arguments().stream())
                .map(Slot::buffer).filter(strips.values()::containsKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<Kernel> kernels() {
        return Stream.of(before, strips.step().kernels(), after).flatMap(List::stream);
    }

    private Stream<Buffer> buffers() {
        return kernels().flatMap(k -> k.arguments().stream()).map(Slot::buffer).distinct();
    }

    /** What lies neither in the variables nor among the sums, and does not depend on the row. */
    private List<Buffer> temporaries() {
        return buffers().filter(b -> !b.type().hasRows() && !b.isColumn() && !variables.containsKey(b)
                && !strips.sums().containsKey(b)).toList();
    }

    private static long elements(Buffer buffer) {
        return buffer.type().hasRows() ? buffer.type().elements().rows() : buffer.type().elements().constant();
    }

    /** How far the elements of a row's value are apart in shared memory: neighbours lie in different banks. */
    private int apart() {
        return rows + 1;
    }

    private long sharedBytes() {
        long values = summed.stream().mapToLong(EmitPersistent::elements).sum();
        long functions = Stream.of(before, after).flatMap(List::stream).filter(CudaNest::isByBlocks)
                .flatMap(n -> n.loops().stream()).flatMap(l -> PlainNest.accumulations(l).stream())
                .map(Statement.Accumulate::function).distinct().count();
        return BLOCK_BYTES * functions + Float.BYTES * (variableFloats + strips.sumCount() + values * apart()
                + temporaries().stream().mapToLong(EmitPersistent::elements).sum());
    }

    private CudaProgram.Persistent write() {
        LOCALS.forEach(names::reserve);
        List<Buffer> columns = buffers().filter(Buffer::isColumn).toList();
        columns.forEach(c -> called.put(c, names.variable(c.name() + " column")));
        buffers().filter(b -> !b.isColumn()).forEach(b -> called.put(b, names.variable(b.name())));
        strips.sums().keySet().forEach(
                b -> gathering.put(b, variables.containsKey(b) ? names.variable(b.name() + " in strips") : name(b)));
        text.line("");
        text.line("// All steps of a stretch. Each block has the variables; it takes strips of " + rows
                + " rows through the network and");
        text.line(
                "// back, a thread for each row, and sums over them. What all have summed is the same for each block.");
        text.open("PERSISTENT_KERNEL void " + KERNEL + "(Batch *given, Stretch stretch" + columns.stream()
                .map(c -> ", const " + EmitCuda.type(program, c) + " *" + name(c))
                .collect(Collectors.joining()) + ") {");
        columns.forEach(c -> text.line(EmitCuda.width(name(c), c)));
        declare();
        text.open("for (int i = threadIdx.x; i < stretch.variables; i += blockDim.x) {");
        text.line("variables[i] = stretch.arena[i];");
        text.close();
        text.open("if (threadIdx.x == 0) {");
        text.line("now = *given;");
        text.close();
        text.line("__syncthreads();");
        text.open("for (int step = 0; step < stretch.steps; step++) {");
        step();
        text.close();
        text.open("if (blockIdx.x == 0) {");
        text.open("for (int i = threadIdx.x; i < stretch.variables; i += blockDim.x) {");
        text.line("stretch.arena[i] = variables[i];");
        text.close();
        text.close();
        text.close();
        return new CudaProgram.Persistent(KERNEL, rows, Math.toIntExact(strips.sumCount()),
                Math.toIntExact(variableFloats), columns.stream().map(Buffer::name).toList());
    }

    private String name(Buffer buffer) {
        return Objects.requireNonNull(called.get(buffer), buffer.name());
    }

    private void declare() {
        if (kernels().anyMatch(k -> k instanceof Kernel.LoopNest nest && nest.isRandom())) {
            text.line("const int turn = 0;");
        }
        text.line("__shared__ Batch now;");
        text.line("const Batch *const batch = &now;");
        text.line("__shared__ float variables[" + variableFloats + "];");
        variables.forEach((b, at) -> text.line("float *const " + name(b) + " = variables + " + at + "; // "
                + b.type()));
        text.line("__shared__ float sums[" + strips.sumCount() + "];");
        strips.sums().forEach((b, at) -> text.line("float *const " + gathering.get(b) + " = sums + " + at + "; // "
                + b.type()));
        temporaries().forEach(b -> text.line("__shared__ float " + name(b) + "[" + elements(b) + "];"));
        text.line("// Element i of row r at i * " + apart() + " + r.");
        summed.forEach(b -> text.line("__shared__ float " + name(b) + "[" + elements(b) + " * " + apart() + "];"));
    }

    private void step() {
        text.line("const int rows = batch->rows;");
        text.open("for (int i = threadIdx.x; i < stretch.numberCount; i += blockDim.x) {");
        text.line("variables[stretch.numberPlaces[i]] = stretch.numbers[step * stretch.numberCount + i];");
        text.close();
        text.line("__syncthreads();");
        Together start = new Together();
        before.forEach(start::nest);
        start.meet();
        text.line("const int strips = (rows + " + (rows - 1) + ") / " + rows + ";");
        text.line("const int strands = strips < STRANDS ? strips : STRANDS;");
        text.open("for (int strand = blockIdx.x; strand < strands; strand += gridDim.x) {");
        text.open("for (int i = threadIdx.x; i < " + strips.sumCount() + "; i += blockDim.x) {");
        text.line("sums[i] = 0.0f;");
        text.close();
        text.open("for (int strip = strand; strip < strips; strip += strands) {");
        strip();
        text.close();
        text.open("for (int i = threadIdx.x; i < " + strips.sumCount() + "; i += blockDim.x) {");
        text.line("stretch.strandSums[(step % 2 * STRANDS + strand) * " + strips.sumCount() + " + i] = sums[i];");
        text.close();
        text.line("__syncthreads();");
        text.close();
        text.line("gridBarrier(&given->arrived, step + 1);");
        text.open("for (int i = threadIdx.x; i < " + strips.sumCount() + "; i += blockDim.x) {");
        text.line(
                "const float *const parts = stretch.strandSums + step % 2 * STRANDS * " + strips.sumCount() + " + i;");
        text.line("float sum = 0.0f;");
        text.open("for (int strand = 0; strand < strands; strand++) {");
        text.line("sum += fresh(parts + strand * " + strips.sumCount() + ");");
        text.close();
        text.line("sums[i] = sum;");
        text.close();
        text.line("__syncthreads();");
        Together end = new Together();
        strips.sums().keySet().stream().filter(variables::containsKey).forEach(end::copy);
        after.forEach(end::nest);
        end.meet();
        text.open("if (blockIdx.x == 0) {");
        text.open("for (int i = threadIdx.x; i < stretch.reportCount; i += blockDim.x) {");
        text.line("stretch.reports[step * stretch.reportCount + i] = variables[stretch.reportPlaces[i]];");
        text.close();
        text.close();
        text.open("if (threadIdx.x == 0) {");
        text.line("advance(&now);");
        text.close();
        text.line("__syncthreads();");
    }

    /** A strip: every row through the network and back, then the sums over its rows. */
    private void strip() {
        text.line("const int from = strip * " + rows + ";");
        text.line("const int count = rows - from < " + rows + " ? rows - from : " + rows + ";");
        text.line("__syncthreads();");
        List<Kernel> kernels = strips.step().kernels();
        text.open("for (int row = threadIdx.x; row < count; row += blockDim.x) {");
        SourceLines lines = new SourceLines();
        Set<Buffer> declared = new HashSet<>(summed);
        kernels.stream().filter(k -> !isSum(k)).forEach(kernel -> {
            writeLine(lines, kernel);
            kernel.writtenBuffers().distinct().filter(declared::add)
                    .forEach(b -> text.line("float " + name(b) + "[" + elements(b) + "];"));
            switch (kernel) {
                case Kernel.LoopNest nest -> eachRow(nest);
                case Kernel.Product product -> eachRow(product);
                case Kernel.Convolve _,Kernel.Slide _ -> throw new CompilerBug("emit", "not in strips: " + kernel);
            }
        });
        text.close();
        text.line("__syncthreads();");
        int busy = 0;
        for (Kernel kernel : kernels.stream().filter(EmitPersistent::isSum).toList()) {
            writeLine(lines, kernel);
            busy = switch (kernel) {
                case Kernel.LoopNest nest -> sum(nest, busy);
                case Kernel.Product product -> sum(product, busy);
                case Kernel.Convolve _,Kernel.Slide _ -> throw new CompilerBug("emit", "not in strips: " + kernel);
            };
        }
        text.line("__syncthreads();");
    }

    private void writeLine(SourceLines lines, Kernel kernel) {
        lines.comment(kernel.origin()).ifPresent(text::line);
    }

    /** The element of a row's value: in a register, or in shared memory. */
    private String element(Buffer value, String element) {
        return name(value) + "[" + element + (summed.contains(value) ? " * " + apart() + " + row" : "") + "]";
    }

    /** The nest with the places of its values as they are here, and without the axis of the rows. */
    private Kernel.LoopNest moved(Kernel.LoopNest nest, int rowAxis) {
        IndexChange change = (argument, index) -> argument == IndexChange.NO_ARGUMENT
                || !strips.values().containsKey(nest.arguments().get(argument).buffer())
                        ? index
                        : within(nest.arguments().get(argument).buffer(), index, rowAxis);
        return new Kernel.LoopNest(nest.name(), nest.arguments(), nest.outer(),
                nest.loops().stream().map(l -> new Loop(l.sizes(), change.in(l.statements()))).toList(), nest.origin());
    }

    private Index within(Buffer value, Index index, int rowAxis) {
        boolean shared = summed.contains(value);
        int scale = shared ? apart() : 1;
        List<Long> strides = new ArrayList<>(index.times(scale).strides());
        if (rowAxis < strides.size()) {
            strides.set(rowAxis, shared ? 1L : 0L);
        }
        return new Index(index.constant() * scale, strides);
    }

    /** @param arguments what the buffers are called */
    private NestNames names(Kernel.LoopNest nest, Map<Buffer, String> arguments) {
        Set<String> taken = new HashSet<>(CudaNames.TAKEN);
        taken.addAll(called.values());
        taken.addAll(gathering.values());
        taken.addAll(LOCALS);
        return new NestNames(nest, arguments, taken);
    }

    private void eachRow(Kernel.LoopNest given) {
        Kernel.LoopNest nest = moved(given, 0);
        NestNames own = names(nest, called);
        List<String> axes = NestNames.axes(nest, nest.loops().getFirst());
        boolean apart = nest.outer().size() == 1;
        if (apart) {
            text.open("{");
        }
        for (int a = 1; a < nest.outer().size(); a++) {
            loop(axes.get(a), nest.outer().get(a));
        }
        for (Loop loop : nest.loops()) {
            List<String> all = NestNames.axes(nest, loop);
            CudaNest.begin(text, own, loop);
            for (int a = nest.outer().size(); a < all.size(); a++) {
                loop(all.get(a), loop.sizes().get(a - nest.outer().size()));
            }
            CudaNest.statements(text, loop, own, new ScalarTerms(ScalarLanguage.CUDA, own, all, FIRST_ROW), all, "=");
            loop.sizes().forEach(_ -> text.close());
        }
        for (int a = apart ? 0 : 1; a < nest.outer().size(); a++) {
            text.close();
        }
    }

    private void loop(String axis, int size) {
        text.line("UNROLL");
        text.open("for (int " + axis + " = 0; " + axis + " < " + size + "; " + axis + "++) {");
    }

    private void eachRow(Kernel.Product product) {
        loop("i", product.columns());
        text.line("float sum = 0.0f;");
        loop("k", product.depth());
        text.line("sum = fmaf(" + element(product.arguments().get(0).buffer(), "k") + ", "
                + name(product.arguments().get(1).buffer()) + "[" + scaled("k", product.b().rowStride()) + " + "
                + scaled("i", product.b().columnStride()) + "], sum);");
        text.close();
        text.line(element(product.arguments().get(2).buffer(), "i") + " = sum;");
        text.close();
    }

    private static String scaled(String axis, long stride) {
        return stride == 1 ? axis : axis + " * " + stride;
    }

    /** Writes the loop over points that the threads of the block share. @return how many have been shared with it */
    private int points(long count, int busy) {
        text.open("for (int point = pointBehind(" + busy + "); point < " + count + "; point += blockDim.x) {");
        return busy + inWarps(count);
    }

    /** Threads that so many points keep busy: those of a warp do the same, so what comes next begins with another. */
    private static int inWarps(long points) {
        return Math.toIntExact(Math.ceilDiv(points, 32) * 32);
    }

    private int sum(Kernel.LoopNest given, int busy) {
        int rowAxis = given.outer().size();
        Kernel.LoopNest nest = moved(given, rowAxis);
        Map<Buffer, String> arguments = new LinkedHashMap<>(called);
        arguments.putAll(gathering);
        NestNames own = names(nest, arguments);
        int next = points(CudaNest.points(nest.outer()), busy);
        CudaNest.axes(text, "point", NestNames.axes(nest, nest.loops().getFirst()).subList(0, rowAxis), nest.outer());
        for (Loop loop : nest.loops()) {
            List<String> axes = NestNames.axes(nest, loop);
            CudaNest.begin(text, own, loop);
            if (!loop.sizes().isEmpty()) {
                text.open("for (int row = 0; row < count; row++) {");
                for (int a = rowAxis + 1; a < axes.size(); a++) {
                    loop(axes.get(a), loop.sizes().get(a - rowAxis));
                }
            }
            CudaNest.statements(text, loop, own, new ScalarTerms(ScalarLanguage.CUDA, own, axes, FIRST_ROW), axes,
                    "+=");
            loop.sizes().forEach(_ -> text.close());
        }
        text.close();
        return next;
    }

    private int sum(Kernel.Product product, int busy) {
        int next = points((long) product.rows() * product.columns(), busy);
        text.line("float sum = 0.0f;");
        text.open("for (int row = 0; row < count; row++) {");
        text.line("sum = fmaf(" + element(product.arguments().get(0).buffer(), "(point / " + product.columns() + ")")
                + ", " + element(product.arguments().get(1).buffer(), "(point % " + product.columns() + ")")
                + ", sum);");
        text.close();
        text.line(gathering.get(product.arguments().get(2).buffer()) + "[point] += sum;");
        text.close();
        return next;
    }

    /** Work on variables, one after the other, by all threads of the block: they meet where one needs what others have done. */
    private final class Together {
        private final Set<Buffer> read = new HashSet<>();
        private final Set<Buffer> written = new HashSet<>();
        private final SourceLines lines = new SourceLines();
        private int busy;

        void copy(Buffer sum) {
            written.add(sum);
            int next = points(elements(sum), busy);
            text.line(name(sum) + "[point] = " + gathering.get(sum) + "[point];");
            text.close();
            busy = next;
        }

        void nest(Kernel.LoopNest nest) {
            List<Buffer> all = nest.arguments().stream().map(Slot::buffer).toList();
            boolean byAll = CudaNest.isByBlocks(nest);
            if (byAll || all.stream().anyMatch(written::contains) || nest.writtenBuffers().anyMatch(read::contains)) {
                meet();
            }
            read.addAll(all);
            nest.writtenBuffers().forEach(written::add);
            writeLine(lines, nest);
            NestNames own = names(nest, called);
            if (byAll) {
                text.open("{");
                CudaNest.byOneBlock(nest, own, text);
                text.close();
                meet();
            } else {
                CudaNest.byThreads(nest, own, text, "pointBehind(" + busy + ")", "blockDim.x");
                busy += inWarps(CudaNest.points(nest.outer()));
            }
        }

        void meet() {
            if (!written.isEmpty()) {
                text.line("__syncthreads();");
            }
            read.clear();
            written.clear();
        }
    }
}
