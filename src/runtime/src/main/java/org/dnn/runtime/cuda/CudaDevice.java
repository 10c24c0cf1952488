package org.dnn.runtime.cuda;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dnn.runtime.Problem;
import org.dnn.runtime.cuda.Cublas.Precision;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.device.Session;

/** A card of this machine. It is opened when its memory is asked for, and closed by the training that runs on it. */
public final class CudaDevice implements Device {
    /** The first that multiplies with fewer bits. */
    private static final int AMPERE = 8;
    private static final int HOPPER = 9;
    /** Left free: for the kernels' code, recorded steps, and what a library takes beside the place that it is given. */
    private static final long RESERVE = 128L << 20;
    private static final long RESERVE_FOR_LIBRARY = 384L << 20;
    private static final long LIBRARY_BYTES = 4L << 20;
    private static final long HOPPER_LIBRARY_BYTES = 32L << 20;

    private final CudaTraining programs;
    private final CudaMachine machine;
    private final Card card;
    private final Precision precision;
    private final Consumer<String> say;
    private Optional<CudaContext> opened = Optional.empty();
    /** What there was before anything was taken; -1 until it is looked at. */
    private long room = -1;

    /**
     * @param precision of products: {@code float32}, {@code tf32} or {@code bf16}
     * @param say       takes what there is to say, a sentence each
     */
    public CudaDevice(CudaTraining programs, CudaMachine machine, Card card, String precision, Consumer<String> say) {
        this.programs = programs;
        this.machine = machine;
        this.card = card;
        this.precision = Precision.of(precision);
        this.say = say;
    }

    private CudaContext context() {
        CudaContext context = opened.orElseGet(() -> new CudaContext(card));
        opened = Optional.of(context);
        return context;
    }

    /** Gives back what looking at it took: the training runs elsewhere. */
    public void leave() {
        opened.ifPresent(CudaContext::close);
        opened = Optional.empty();
    }

    @Override
    public int threads() {
        return 0;
    }

    @Override
    public ArenaSetup arena() {
        return programs.cudaArena();
    }

    @Override
    public long workspaceBytes(int batch, Map<String, Column> columns) {
        return layout(batch, columns).bytes() - Float.BYTES * arena().floats(batch, 0) - dataBytes(batch, columns);
    }

    @Override
    public long dataBytes(int batch, Map<String, Column> columns) {
        int rows = rows(batch, columns);
        return columns.values().stream().mapToLong(c -> CudaLayout.rowBytes(c) * rows).sum();
    }

    private CudaLayout layout(int batch, Map<String, Column> columns) {
        return layout(batch, columns, rows(batch, columns));
    }

    private CudaLayout layout(int batch, Map<String, Column> columns, int rows) {
        return CudaLayout.of(arena(), batch, programs.cudaStreams().size(), columns, rows,
                programs.persistentKernel().map(PersistentKernel::sumFloats).orElse(0L),
                libraryBytes());
    }

    /** The rows of the data that are on the card at a time: all, or those of two batches where it has no room for all. */
    private int rows(int batch, Map<String, Column> columns) {
        int all = columns.values().stream().mapToInt(Column::rows).max().orElse(0);
        int few = StreamedRows.rows(batchCapacity(batch));
        return few >= all || layout(batch, columns, all).bytes() <= roomBytes() ? all : few;
    }

    /** The most rows of a batch, of a step and of an evaluation. */
    private int batchCapacity(int batch) {
        return (int) ArenaSetup.rounded(arena().evaluationRows(batch));
    }

    /** As much as the library would take for itself, as its documentation says of {@code cublasSetWorkspace}. */
    private long libraryBytes() {
        return cublas().isEmpty() ? 0 : card.major() < HOPPER ? LIBRARY_BYTES : HOPPER_LIBRARY_BYTES;
    }

    private Optional<String> cublas() {
        return Optional.ofNullable(machine.libraries().get(CudaLibrary.CUBLAS));
    }

    @Override
    public long roomBytes() {
        if (room < 0) {
            room = Math.max(0, context().freeBytes() - RESERVE - (cublas().isEmpty() ? 0 : RESERVE_FOR_LIBRARY));
        }
        return room;
    }

    @Override
    public String has(String bytes) {
        return card.name() + " has " + bytes + " for it";
    }

    @Override
    public String end() {
        return "an arena ends at 8 GiB, on a GPU too";
    }

    @Override
    public Session open(Map<String, Column> columns, int batch, long steps, long seed) {
        CudaContext context = context();
        int rows = rows(batch, columns);
        CudaLayout layout = layout(batch, columns, rows);
        opened = Optional.empty();
        try {
            KernelFiles kernels = new KernelFiles(KernelFiles.usualFolder(),
                    new Nvrtc(machine.library(CudaLibrary.NVRTC)),
                    card, machine.driverVersion(), say);
            DeviceMemory memory = room(context, layout);
            Optional<MatrixProducts> products = cublas()
                    .map(file -> new MatrixProducts(Cublas.of(file, context, memory, layout.library(), libraryBytes()),
                            card.major() < AMPERE ? Precision.FLOAT32 : precision, card.major() >= AMPERE));
            boolean streamed = columns.values().stream().anyMatch(c -> c.rows() > rows);
            CardRows data = streamed
                    ? new StreamedRows(context, memory, layout, columns, batchCapacity(batch))
                    : new ResidentRows(memory, layout, columns);
            return new CudaSession(programs, description(streamed),
                    new CudaMemory(context, memory, layout, kernels, products), data, batch, seed);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** One sentence: which card, and how it multiplies. */
    private String description(boolean streamed) {
        boolean old = card.major() < AMPERE;
        return "GPU, " + card.name() + " (" + card.architecture() + ")"
                + cublas().map(file -> ", products by " + file + (old ? "" : precision.words()))
                        .orElse(", without cuBLAS")
                + (old && precision == Precision.BF16 ? ", slow in bf16, which cards have from sm_80 on" : "")
                + (streamed ? ", data streamed" : "");
    }

    /** Takes the memory, which somebody else may have taken since it was looked at. */
    private DeviceMemory room(CudaContext context, CudaLayout layout) {
        long free = context.freeBytes();
        try {
            return new DeviceMemory(layout.bytes());
        } catch (CudaFailure failure) {
            throw failure.isOutOfMemory()
                    ? new Problem("the training takes " + layout.bytes() + " bytes of " + card.name() + ", and " + free
                            + " of its " + card.bytes() + " are free; nvidia-smi shows who uses the others", failure)
                    : failure;
        }
    }
}
