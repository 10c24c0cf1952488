package org.dnn.runtime.cpu;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;

/** A training on the CPU: one array for everything, and a team of threads that run the programs together. */
public final class CpuSession implements Session {
    private static final int ALL_BUT_SIGN = 0x7FFFFFFF;
    /** NaN is above it. */
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final Team team;
    private final float[] memory;
    private final ArenaSetup arena;
    private final int kept;
    private final int copy;
    private final CpuProgram step;
    private final CpuProgram evaluation;
    private final Function<Team, CpuProgram> alone;
    private final int evaluationRows;
    private final String description;
    private Stretch stretch = new Stretch(0, 0, new int[0], 0, 1, new float[0], new double[0]);
    private final Team.Work training = this::steps;
    private final Team.Work evaluating;

    /**
     * @param batch   the most rows of a training step
     * @param threads how many members the team has
     * @param vectors whether the form with vectors is used
     */
    public CpuSession(CpuTraining programs, ArenaSetup arena, Map<String, Column> columns, int batch, long seed,
            int threads, boolean vectors) {
        this.arena = arena;
        this.team = new Team(threads);
        Products products = vectors ? Forms.products() : new PlainProducts();
        int capacity = CpuMemory.capacity(batch);
        this.evaluationRows = CpuMemory.capacity(arena.evaluationRows(batch));
        this.memory = new float[Math.toIntExact(arena.floats(batch, threads))];
        this.kept = arena.kept();
        this.copy = Math.toIntExact(arena.copy(batch));
        CpuMemory place = new CpuMemory(memory, capacity, team, products, columns, seed);
        this.step = programs.step(place, vectors);
        this.alone = one -> programs.step(new CpuMemory(memory, capacity, one, products, columns, seed), vectors);
        this.evaluation = programs
                .evaluation(new CpuMemory(memory, evaluationRows, team, products, columns, seed), vectors);
        this.evaluating = evaluation::run;
        this.description = "CPU, " + (threads == 1 ? "one thread" : threads + " threads")
                + (vectors ? ", vectors of " + VectorForm.lanes() : ", plain form");
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public long arenaBytes() {
        return 4L * memory.length;
    }

    @Override
    public void read(int offset, float[] into) {
        System.arraycopy(memory, offset, into, 0, into.length);
    }

    @Override
    public void write(int offset, float[] values) {
        System.arraycopy(values, 0, memory, offset, values.length);
    }

    @Override
    public void train(Stretch next) {
        System.arraycopy(memory, 0, memory, copy, kept);
        stretch = next;
        team.run(training);
    }

    /** All steps of a stretch, without handing over between them: member 0 prepares each while the others wait. */
    private void steps(int member) {
        for (int i = 0; i < stretch.count(); i++) {
            if (member == 0) {
                begin(step, stretch, i);
            }
            team.barrier();
            step.run(member);
            team.barrier();
            if (member == 0) {
                report(stretch, i);
            }
        }
    }

    private void begin(CpuProgram program, Stretch of, int index) {
        int firstRow = of.firstRow() + index * of.batch();
        int rows = Math.min(of.batch(), of.order().length - firstRow);
        program.batch(of.order(), firstRow, rows, of.firstStep() + index);
        int count = arena.hyperparameters().length;
        for (int h = 0; h < count; h++) {
            memory[arena.hyperparameters()[h]] = of.hyperparameters()[index * count + h];
        }
    }

    private void report(Stretch of, int index) {
        int at = index * arena.stepReportFloats();
        int[] places = arena.reports();
        for (int r = 0; r < arena.stepReportFloats(); r++) {
            of.reports()[at + r] = memory[places[r]];
        }
    }

    @Override
    public boolean isFinite() {
        int largest = 0;
        for (int i = 0; i < kept; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(memory[i]) & ALL_BUT_SIGN);
        }
        return largest < INFINITY;
    }

    @Override
    public void undo() {
        System.arraycopy(memory, copy, memory, 0, kept);
    }

    @Override
    public Optional<NotFinite> search(Stretch again) {
        FirstNotFinite searched = new FirstNotFinite(memory, alone);
        Optional<NotFinite> found = Optional.empty();
        for (int i = 0; i < again.count() && found.isEmpty(); i++) {
            begin(searched.program(), again, i);
            Optional<NotFinite> first = searched.run(again.firstStep() + i);
            report(again, i);
            if (!Double.isFinite(again.loss(i)) || !isFinite()) {
                found = first;
            }
        }
        undo();
        return found;
    }

    @Override
    public void evaluate(int[] rows, double[] totals, float[] scores) {
        int width = scores.length == 0 ? 0 : scores.length / rows.length;
        for (int first = 0; first < rows.length; first += evaluationRows) {
            int count = Math.min(evaluationRows, rows.length - first);
            evaluation.batch(rows, first, count, 0);
            team.run(evaluating);
            for (int r = 0; r < totals.length; r++) {
                totals[r] += memory[arena.reports()[r]];
            }
            if (width > 0) {
                System.arraycopy(memory, evaluation.place("scores"), scores, first * width, count * width);
            }
        }
    }

    @Override
    public void close() {
        team.close();
    }
}
