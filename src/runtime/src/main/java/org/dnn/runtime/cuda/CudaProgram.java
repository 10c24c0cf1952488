package org.dnn.runtime.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import org.dnn.runtime.Problem;
import org.dnn.runtime.cuda.MatrixProducts.Matrix;
import org.dnn.runtime.device.Trace;

/**
 * A program that the compiler wrote, on a card: its kernels, and the order in which they run. They are recorded once for each
 * number of rows, and replayed for every batch with so many.
 */
public abstract class CudaProgram {
    /** Stands for the rows of the batch where a kernel asks for a size. */
    protected static final int ROWS = -1;
    /** Rows and columns of the part of a matrix that a block computes. */
    private static final int TILE = 16;

    /** The most rows of a batch. */
    protected final int capacity;
    /** Rows of the batch that is recorded. */
    protected int rows;

    private final CudaMemory place;
    private final CUmodule module;
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final Map<Integer, CUgraphExec> recorded = new HashMap<>();
    private Runnable behindEach = () -> {};
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
        Runnable all = () -> {
            before.run();
            launch();
            after.run();
        };
        // Kernels are looked up, and so loaded by the driver, before anything is recorded; and the library chooses its own, for
        // products whose results the step computes anew.
        onlyLooks = true;
        all.run();
        onlyLooks = false;
        return place.context.record(all);
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
        start(kernel, Math.ceilDiv(counted(kernel, count), CudaContext.BLOCK), arguments);
    }

    /** Starts a kernel with a block for each point. */
    protected final void blocks(String kernel, long count, Pointer... arguments) {
        start(kernel, counted(kernel, count), arguments);
    }

    /** Computes {@code c = a × b}; sizes may be {@link #ROWS}. */
    protected final void multiply(int a, int aRowStride, int aColumnStride, int b, int bRowStride, int bColumnStride,
            int c, int resultRows, int columns, int depth) {
        if (place.products.isEmpty()) {
            long tiles = (long) Math.ceilDiv(size(resultRows), TILE) * Math.ceilDiv(size(columns), TILE);
            start("multiply", tiles, at(a), number(aRowStride), number(aColumnStride), at(b), number(bRowStride),
                    number(bColumnStride), at(c), number(resultRows), number(columns), number(depth));
        } else {
            place.products.get().multiply(new Matrix(address(a), aRowStride, aColumnStride),
                    new Matrix(address(b), bRowStride, bColumnStride), address(c), size(resultRows), size(columns),
                    size(depth));
            told();
        }
    }

    private int size(int size) {
        return size == ROWS ? rows : size;
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

    /** Starts a kernel behind those before, with what it is given behind the batch. */
    final void start(String kernel, long blocks, Pointer... arguments) {
        Pointer[] all = new Pointer[arguments.length + 1];
        all[0] = place.memory.argument(place.layout.batch());
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CUfunction function = functions.computeIfAbsent(kernel, name -> CudaContext.function(module, name));
        if (!onlyLooks) {
            place.context.launch(function, kernel, blocks, all);
            told();
        }
    }

    /** Tells whoever looks that a kernel was started; what is started for looking is told to nobody. */
    private void told() {
        Runnable watch = behindEach;
        behindEach = () -> {};
        watch.run();
        behindEach = watch;
    }
}
