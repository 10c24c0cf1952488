package org.dnn.runtime.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jcuda.Pointer;
import org.dnn.runtime.data.Philox;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;

/**
 * A training on a card. Everything lies in one stretch of its memory. Steps follow each other without the host: it writes the
 * numbers of many of them, starts them, and then reads what they reported.
 */
public final class CudaSession implements Session {
    /** Bytes of the struct {@code Stretch}. */
    private static final int STRETCH_BYTES = 6 * Long.BYTES + 4 * Integer.BYTES;

    /** Copies to the host may take a fiftieth of the time. */
    private static final int COPIES_APART = 50;

    private final String description;
    private final ArenaSetup arena;
    private final CudaMemory place;
    private final CardRows rows;
    private final CudaLayout layout;
    private final DeviceMemory memory;
    private final CudaProgram step;
    private final CudaProgram evaluation;
    private final Optional<PersistentKernel> persistent;
    private final int batch;
    private final int evaluationRows;
    /** Of what outlives a step, where the card has none. */
    private final Optional<PinnedMemory> host;
    private final WayBack wayBack;

    /**
     * @param place what it works with, and
     * @param rows  how it comes to the data; both are closed with the session
     * @param batch the most rows of a training step
     */
    CudaSession(CudaTraining programs, String description, CudaMemory place, CardRows rows, int batch, long seed) {
        this.description = description;
        this.place = place;
        this.rows = rows;
        this.arena = programs.cudaArena();
        this.layout = place.layout;
        this.memory = place.memory;
        // Data that are not all there come batch by batch.
        this.persistent = programs.persistentKernel().filter(_ -> rows.isResident());
        this.batch = batch;
        this.evaluationRows = arena.evaluationRows(batch);
        this.host = arena.copied() ? Optional.empty() : Optional.of(new PinnedMemory(keptBytes()));
        this.wayBack = wayBack();
        this.step = programs.cudaStep(place, (int) ArenaSetup.rounded(batch));
        this.evaluation = programs.cudaEvaluation(place, (int) ArenaSetup.rounded(evaluationRows));
        fill(programs.cudaStreams().stream().mapToLong(stream -> Philox.key(seed, stream)).toArray());
    }

    private long keptBytes() {
        return (long) Float.BYTES * arena.kept();
    }

    private WayBack wayBack() {
        long from = layout.arena();
        long bytes = keptBytes();
        if (host.isPresent()) {
            Pointer copy = host.get().pointer(0);
            return new WayBack(() -> memory.read(from, copy, bytes), () -> memory.write(from, copy, bytes),
                    System::nanoTime, COPIES_APART);
        }
        long copy = from + Float.BYTES * arena.copy(batch);
        return new WayBack(() -> memory.copy(from, copy, bytes), () -> memory.copy(copy, from, bytes),
                System::nanoTime, 0);
    }

    private void fill(long[] keys) {
        memory.clear(layout.arena(), keptBytes());
        memory.write(layout.keys(), keys);
        memory.write(layout.hyperparameters(), arena.hyperparameters());
        memory.write(layout.reportPlaces(), arena.reports());
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public long arenaBytes() {
        return Float.BYTES * arena.floats(batch, 0);
    }

    @Override
    public void read(int offset, float[] into) {
        memory.read(place(offset), into);
    }

    @Override
    public void write(int offset, float[] values) {
        memory.write(place(offset), values);
        wayBack.written();
    }

    private long place(int offset) {
        return layout.arena() + (long) Float.BYTES * offset;
    }

    @Override
    public void train(Stretch stretch) {
        wayBack.begins(() -> steps(stretch));
        steps(stretch);
    }

    private void steps(Stretch stretch) {
        int count;
        for (int first = 0; first < stretch.count(); first += count) {
            count = Math.min(Math.min(CudaLayout.STEPS, stretch.count() - first),
                    rows.together(stretch.batches(), stretch.firstBatch() + first));
            train(stretch, first, count);
        }
    }

    /** Some steps of a stretch, of which the card keeps the numbers and reports. */
    private void train(Stretch stretch, int first, int count) {
        begin(stretch, first, count);
        if (persistent.isPresent()) {
            PersistentKernel kernel = persistent.get();
            step.start(kernel, kernel.blocks(batch, place.context.processors()), stretch(kernel, count));
        } else {
            for (int i = first; i < first + count; i++) {
                rows.next();
                step.run(stretch.rows(i), this::beginStep, () -> endStep(step, arena.stepReportFloats()));
                rows.started();
            }
        }
        report(stretch, first, count);
    }

    /** The struct {@code Stretch}. */
    private Pointer stretch(PersistentKernel kernel, int steps) {
        ByteBuffer struct = ByteBuffer.allocate(STRETCH_BYTES).order(ByteOrder.nativeOrder());
        LongStream.of(layout.arena(), layout.hyperparameters(), layout.numbers(), layout.reportPlaces(),
                layout.reports(), layout.strandSums()).forEach(at -> struct.putLong(memory.address(at)));
        IntStream.of(arena.hyperparameters().length, arena.stepReportFloats(), steps, kernel.variables())
                .forEach(struct::putInt);
        return Pointer.to(struct.array());
    }

    private void begin(Stretch stretch, int first, int count) {
        int numbers = arena.hyperparameters().length;
        memory.write(layout.numbers(),
                Arrays.copyOfRange(stretch.hyperparameters(), first * numbers, (first + count) * numbers));
        rows.begin(stretch.batches(), stretch.firstBatch() + first, stretch.firstStep() + first);
    }

    private void beginStep() {
        int numbers = arena.hyperparameters().length;
        if (numbers > 0) {
            step.startThreads("beginStep", 1, memory.argument(layout.arena()),
                    memory.argument(layout.hyperparameters()),
                    memory.argument(layout.numbers()), CudaProgram.number(numbers));
        }
    }

    private void endStep(CudaProgram program, int reports) {
        program.startThreads("endStep", 1, memory.argument(layout.arena()), memory.argument(layout.reportPlaces()),
                memory.argument(layout.reports()), CudaProgram.number(reports));
    }

    private void report(Stretch stretch, int first, int count) {
        place.context.await();
        int floats = arena.stepReportFloats();
        float[] reports = new float[count * floats];
        memory.read(layout.reports(), reports);
        for (int i = 0; i < reports.length; i++) {
            stretch.reports()[first * floats + i] = reports[i];
        }
    }

    @Override
    public boolean isFinite() {
        return isFinite(0, arena.kept(), false);
    }

    /** Whether numbers in the arena are finite, floats or bfloat16; the card looks. */
    boolean isFinite(int offset, int count, boolean halves) {
        memory.write(layout.flag(), new int[1]);
        step.startThreads("findNotFinite", count, CudaProgram.number(halves ? 1 : 0), memory.argument(place(offset)),
                CudaProgram.number(count), memory.argument(layout.flag()));
        place.context.await();
        int[] found = new int[1];
        memory.read(layout.flag(), found);
        return found[0] == 0;
    }

    @Override
    public void undo() {
        wayBack.goBack();
    }

    @Override
    public Optional<NotFinite> search(Stretch again) {
        Optional<NotFinite> found = Optional.empty();
        for (int i = 0; i < again.count() && found.isEmpty(); i++) {
            begin(again, i, 1);
            rows.next();
            beginStep();
            FirstNotFinite search = new FirstNotFinite(this, again, i);
            step.search(again.rows(i), search::look);
            endStep(step, arena.stepReportFloats());
            rows.started();
            report(again, i, 1);
            if (!Double.isFinite(again.loss(i)) || !isFinite()) {
                found = search.found();
            }
        }
        undo();
        return found;
    }

    @Override
    public void evaluate(int[] which, double[] totals, float[] scores) {
        int width = scores.length == 0 ? 0 : scores.length / which.length;
        Batches batches = new Batches(which, evaluationRows);
        for (int first = 0; first < batches.perEpoch(); first += CudaLayout.STEPS) {
            int count = Math.min(CudaLayout.STEPS, batches.perEpoch() - first);
            rows.begin(batches, first, 0);
            for (int i = first; i < first + count; i++) {
                int size = batches.rows(i);
                rows.next();
                evaluation.run(size, () -> {}, () -> endStep(evaluation, totals.length));
                rows.started();
                if (width > 0) {
                    place.context.await();
                    float[] some = new float[size * width];
                    read(evaluation.place("scores"), some);
                    System.arraycopy(some, 0, scores, batches.first(i) * width, some.length);
                }
            }
            place.context.await();
            float[] reports = new float[count * totals.length];
            memory.read(layout.reports(), reports);
            for (int i = 0; i < reports.length; i++) {
                totals[i % totals.length] += reports[i];
            }
        }
    }

    @Override
    public void close() {
        place.context.settle();
        rows.close();
        host.ifPresent(PinnedMemory::close);
        place.products.ifPresent(MatrixProducts::close);
        memory.close();
        place.context.close();
    }
}
