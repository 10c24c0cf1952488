package org.dnn.runtime.cpu;

import java.util.Map;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;

/** A training on the CPU: one array for everything, and a team of threads that run the programs together. */
public final class CpuSession implements Session {
    private final Team team;
    private final float[] memory;
    private final ArenaSetup arena;
    private final CpuProgram step;
    private final CpuProgram evaluation;
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
        CpuMemory place = new CpuMemory(memory, capacity, team, products, columns, seed);
        this.step = programs.step(place, vectors);
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
        stretch = next;
        team.run(training);
    }

    /** All steps of a stretch, without handing over between them: member 0 prepares each while the others wait. */
    private void steps(int member) {
        for (int i = 0; i < stretch.count(); i++) {
            if (member == 0) {
                begin(i);
            }
            team.barrier();
            step.run(member);
            team.barrier();
            if (member == 0) {
                report(i);
            }
        }
    }

    private void begin(int index) {
        int firstRow = stretch.firstRow() + index * stretch.batch();
        int rows = Math.min(stretch.batch(), stretch.order().length - firstRow);
        step.batch(stretch.order(), firstRow, rows, stretch.firstStep() + index);
        int count = arena.hyperparameters().length;
        for (int h = 0; h < count; h++) {
            memory[arena.hyperparameters()[h]] = stretch.hyperparameters()[index * count + h];
        }
    }

    private void report(int index) {
        int at = index * arena.stepReportFloats();
        int[] places = arena.reports();
        for (int r = 0; r < arena.stepReportFloats(); r++) {
            stretch.reports()[at + r] = memory[places[r]];
        }
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
