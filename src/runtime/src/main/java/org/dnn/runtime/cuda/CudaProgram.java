package org.dnn.runtime.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import org.dnn.runtime.Problem;
import org.dnn.runtime.cuda.Cublas.Elements;
import org.dnn.runtime.cuda.MatrixProducts.Matrix;
import org.dnn.runtime.device.Trace;

/**
 * A program that the compiler wrote, on a card: its kernels, and the order in which they run. They are recorded once for each
 * number of rows, and replayed for every batch with so many.
 */
public abstract class CudaProgram {
    /** Stands for the rows of the batch where a kernel asks for a size. */
    protected static final int ROWS = -1;
    /** The most that a thread does before it goes on by as many as there are. */
    static final int POINTS_AT_A_TIME = 4;
    /** Rows and columns of the part of a matrix that a block computes. */
    private static final int TILE = 16;
    /** As in {@code dnn.cuh}. */
    private static final int COLUMNS = 32;
    /** So few blocks are large. */
    private static final int FEW_BLOCKS = 128;

    /** The most rows of a batch. */
    protected final int capacity;
    /** Rows of the batch that is recorded. */
    protected int rows;

    private final CudaMemory place;
    private final CUmodule module;
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final Map<Integer, CUgraphExec> recorded = new HashMap<>();
    private Runnable behindEach = () -> {};
    /** While launches are recorded in lanes. */
    private Optional<Lanes> recording = Optional.empty();
    /** Whether kernels are looked up and not started. */
    private boolean onlyLooks;

    /**
     * @param capacity the most rows of a batch, a multiple of 16
     * @param source   the file with the kernels, beside the class
     */
    protected CudaProgram(CudaMemory place, int capacity, String source) {
        this.place = place;
        this.capacity = capacity;
        this.module = place.context.load(place.kernels.code(source, text(source)));
    }

    private String text(String source) {
        try (InputStream in = getClass().getResourceAsStream(source)) {
            if (in == null) {
                throw new Problem(source + " is not beside " + getClass().getName()
                        + ", which starts its kernels: generate it anew, and put .cu files beside the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts all kernels, in order. */
    protected abstract void launch();

    /** Says what each of them writes: the trace meets behind each. */
    public void trace(Trace trace) {
        throw new IllegalStateException("the program does not say what it writes");
    }

    /** Where the program puts what it gives for each row. */
    public int place(String output) {
        throw new IllegalArgumentException("the program puts out no " + output);
    }

    /**
     * Does what is due for the batch that lies on the card.
     *
     * @param before what a step begins with
     * @param after  what it ends with
     */
    final void run(int rowCount, Runnable before, Runnable after) {
        CUgraphExec graph = recorded.computeIfAbsent(rowCount, count -> record(count, before, after));
        place.context.replay(graph);
    }

    private CUgraphExec record(int rowCount, Runnable before, Runnable after) {
        rows = rowCount;
        // Kernels are looked up, and so loaded by the driver, before anything is recorded; and the library chooses its own, for
        // products whose results the step computes anew.
        onlyLooks = true;
        before.run();
        launch();
        after.run();
        onlyLooks = false;
        return place.context.record(() -> {
            before.run();
            Optional<Lanes> lanes = lanes().length == 0
                    ? Optional.empty()
                    : Optional.of(new Lanes(place.context, lanes(), awaited()));
            lanes.ifPresent(Lanes::begin);
            recording = lanes;
            launch();
            recording = Optional.empty();
            lanes.ifPresent(Lanes::end);
            after.run();
        });
    }

    /** The lane of each launch, products in the first; none where there is one lane. */
    protected int[] lanes() {
        return new int[0];
    }

    /** The launches of other lanes that each launch waits for. */
    protected int[][] awaited() {
        return new int[0][];
    }

    /** Starts the kernels one by one, and has somebody look at what each has written. */
    final void search(int rowCount, Consumer<List<Trace.Value>> look) {
        rows = rowCount;
        Trace trace = new Trace();
        trace(trace);
        int[] meeting = new int[1];
        behindEach = () -> look.accept(trace.meeting(meeting[0]++));
        launch();
        behindEach = () -> {};
    }

    /** An address in the arena. */
    protected final Pointer at(int offset) {
        return place.memory.argument(address(offset));
    }

    private long address(int offset) {
        return place.layout.arena() + (long) Float.BYTES * offset;
    }

    /** A column of the data. */
    protected final Pointer column(String name) {
        return place.memory.argument(place.layout.column(name));
    }

    protected static Pointer number(int value) {
        return Pointer.to(new int[]{value});
    }

    /** A struct of ints. */
    protected static Pointer sizes(int... values) {
        return Pointer.to(values);
    }

    /** Starts a kernel with a thread for each point. */
    protected final void points(String kernel, long count, Pointer... arguments) {
        int block = place.context.block(count);
        launched(kernel, Math.ceilDiv(counted(kernel, count), block), block, arguments);
    }

    /** Starts a kernel with a thread for every four points. */
    protected final void fours(String kernel, long count, Pointer... arguments) {
        points(kernel, counted(kernel, count) / POINTS_AT_A_TIME, arguments);
    }

    /** Starts a kernel with a block for each point. */
    protected final void blocks(String kernel, long count, Pointer... arguments) {
        launched(kernel, counted(kernel, count), count <= FEW_BLOCKS ? CudaContext.LARGE_BLOCK : CudaContext.BLOCK,
                arguments);
    }

    /** Starts a kernel with a block for every 32 points. */
    protected final void columns(String kernel, long count, Pointer... arguments) {
        blocks(kernel, Math.ceilDiv(counted(kernel, count), COLUMNS), arguments);
    }

    /** Computes {@code c = a × b}; sizes may be {@link #ROWS}. */
    protected final void multiply(int a, int aRowStride, int aColumnStride, int b, int bRowStride, int bColumnStride,
            int c, int resultRows, int columns, int depth) {
        multiply(Elements.FLOATS, new Matrix(address(a), aRowStride, aColumnStride),
                new Matrix(address(b), bRowStride, bColumnStride), c, new ProductSize(resultRows, columns, depth));
    }

    /** The same where the factors are bfloat16. */
    protected final void multiplyHalves(int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int resultRows, int columns, int depth) {
        multiply(Elements.HALVES, new Matrix(address(a), aRowStride, aColumnStride),
                new Matrix(address(b), bRowStride, bColumnStride), c, new ProductSize(resultRows, columns, depth));
    }

    /** The same where what it gives is bfloat16, too. */
    protected final void multiplyIntoHalves(int a, int aRowStride, int aColumnStride, int b, int bRowStride,
            int bColumnStride, int c, int resultRows, int columns, int depth) {
        multiply(Elements.INTO_HALVES, new Matrix(address(a), aRowStride, aColumnStride),
                new Matrix(address(b), bRowStride, bColumnStride), c, new ProductSize(resultRows, columns, depth));
    }

    private void multiply(Elements elements, Matrix a, Matrix b, int c, ProductSize asked) {
        ProductSize size = asked.of(rows);
        Optional<MatrixProducts> products = place.products.filter(p -> p.takes(elements));
        if (products.isEmpty()) {
            long tiles = (long) Math.ceilDiv(size.rows(), TILE) * Math.ceilDiv(size.columns(), TILE);
            launched("multiply", tiles, CudaContext.BLOCK, number(elements.halfFactors ? 1 : 0),
                    number(elements.halfResult ? 1 : 0), factor(a), number(a.rowStride()),
                    number(a.columnStride()), factor(b), number(b.rowStride()), number(b.columnStride()), at(c),
                    number(asked.rows()), number(asked.columns()), number(asked.depth()));
        } else {
            // Products are in the first lane, whose stream is the library's.
            recording.ifPresent(Lanes::next);
            products.get().multiply(a, b, address(c), size, elements);
            recording.ifPresent(Lanes::launched);
            told();
        }
    }

    private Pointer factor(Matrix matrix) {
        return place.memory.argument(matrix.place());
    }

    /** Kernels count their points in ints. */
    private long counted(String kernel, long count) {
        if (count > place.context.mostPoints()) {
            throw new Problem("a batch of " + rows + " rows gives " + kernel + " " + count
                    + " numbers to compute at once, and a GPU's kernels count to " + place.context.mostPoints()
                    + "; use a smaller batch");
        }
        return count;
    }

    /** Starts a kernel with a thread for each of so many points, and what it is given behind the batch. */
    final void startThreads(String kernel, long points, Pointer... arguments) {
        start(kernel, place.context.stream(), Math.ceilDiv(points, CudaContext.BLOCK), CudaContext.BLOCK, arguments);
    }

    /** One of the program's launches: behind those before, or in its lane. */
    private void launched(String kernel, long blocks, int threads, Pointer... arguments) {
        start(kernel, recording.map(Lanes::next).orElse(place.context.stream()), blocks, threads, arguments);
        recording.ifPresent(Lanes::launched);
        told();
    }

    /** Starts a kernel with what it is given behind the batch; nothing while kernels are looked up. */
    private void start(String kernel, CudaContext.Stream stream, long blocks, int threads, Pointer... arguments) {
        Pointer[] all = new Pointer[arguments.length + 1];
        all[0] = place.memory.argument(place.layout.batch());
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CUfunction function = functions.computeIfAbsent(kernel, name -> CudaContext.function(module, name));
        if (!onlyLooks) {
            place.context.launch(function, kernel, stream, blocks, threads, all);
        }
    }

    /** Starts a kernel that does the steps of a stretch, with what it is given behind the batch. */
    final void start(PersistentKernel kernel, int blocks, Pointer stretch) {
        List<Pointer> all = new ArrayList<>(List.of(place.memory.argument(place.layout.batch()), stretch));
        kernel.columns().forEach(name -> all.add(column(name)));
        place.context.launchTogether(
                functions.computeIfAbsent(kernel.name(), name -> CudaContext.function(module, name)), kernel.name(),
                blocks, all.toArray(Pointer[]::new));
    }

    /** Tells whoever looks that a launch is done; what is started for looking is told to nobody. */
    private void told() {
        Runnable watch = behindEach;
        behindEach = () -> {};
        watch.run();
        behindEach = watch;
    }
}
