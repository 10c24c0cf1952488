package org.dnn.runtime.cpu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;

/** A training on the CPU: one array for everything, and a team of threads that run the programs together. */
public final class CpuSession implements Session {
    private static final long PIECE_NANOS = 2_000_000;
    private static final int ALL_BUT_SIGN = 0x7FFFFFFF;
    /** NaN is above it. */
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final Team team;
    private final float[] memory;
    private final ArenaSetup arena;
    private final boolean inStrips;
    private final int kept;
    private final int copy;
    private final WarmUp step;
    private final WarmUp evaluation;
    private final Function<Team, CpuProgram> alone;
    private final int evaluationRows;
    private final String description;
    private Stretch stretch = new Stretch(0, 0, new Batches(new int[0], 1), 0, new float[0], new double[0]);
    private WarmUp.Running running;
    /** The steps of the stretch that are run before one looks whether another form or team is better. */
    private long piece = 1;
    private int from;
    private int to;
    private final Team.Work training = this::steps;
    private final Team.Work evaluating = this::evaluation;
    /**
     * The first of the rows that the step has been prepared for; -1 for none. Their order changes between epochs of several
     * steps only.
     */
    private int preparedFrom = -1;

    /**
     * Works in one form from the first step on.
     *
     * @param batch   the most rows of a training step
     * @param threads how many members the team has
     * @param form    of the programs
     */
    public CpuSession(CpuTraining programs, ArenaSetup arena, Map<String, Column> columns, int batch, long seed,
            int threads, Form form) {
        this(programs, arena, columns, batch, seed, threads, List.of(form), "");
    }

    /**
     * @param forms of which the first that can be had is taken
     * @param why   no other device was taken; "" where none was looked for
     */
    CpuSession(CpuTraining programs, ArenaSetup arena, Map<String, Column> columns, int batch, long seed, int threads,
            List<Form> forms, String why) {
        this(programs, arena, columns, batch, seed, threads, forms, why, 0);
    }

    /**
     * Works in the plain form as long as little is to do, as {@link WarmUp} says; for programs that work in strips, where there is
     * a faster one.
     *
     * @param steps how many training steps are to come
     * @param forms of which the first that can be had takes over
     * @param why   no other device was taken; "" where none was looked for
     */
    static CpuSession patient(CpuTraining programs, ArenaSetup arena, Map<String, Column> columns, int batch,
            long steps, long seed, int threads, List<Form> forms, String why) {
        CpuSession session = new CpuSession(programs, arena, columns, batch, seed, threads, forms, why,
                programs.stripWork());
        session.step.expect(steps * batch);
        return session;
    }

    /** @param patience multiply-adds for each row of programs that begin in the plain form; 0 for others */
    private CpuSession(CpuTraining programs, ArenaSetup arena, Map<String, Column> columns, int batch, long seed,
            int threads, List<Form> forms, String why, long patience) {
        this.arena = arena;
        this.team = new Team(threads);
        int capacity = CpuMemory.capacity(batch);
        this.evaluationRows = CpuMemory.capacity(arena.evaluationRows(batch));
        this.memory = CacheLines.floats(Math.toIntExact(arena.floats(batch, threads)));
        this.kept = arena.kept();
        this.copy = Math.toIntExact(arena.copy(batch));
        this.inStrips = programs.stripWork() > 0;
        WarmUp.Maker steps = (floats, rows, members, as) -> programs
                .step(new CpuMemory(floats, rows, members, Forms.products(as, inStrips), columns, seed), as);
        WarmUp.Maker evaluations = (floats, rows, members, as) -> programs
                .evaluation(new CpuMemory(floats, rows, members, Forms.products(as, inStrips), columns, seed), as);
        this.alone = one -> steps.make(memory, capacity, one, forms.getLast());
        if (patience > 0) {
            int rehearsed = WarmUp.rehearsedRows(batch);
            int room = Math.toIntExact(arena.floats(rehearsed, 1));
            this.step = WarmUp.patient(steps, memory, capacity, team, patience, forms, rehearsed, room);
            this.evaluation = WarmUp.patient(evaluations, memory, evaluationRows, team, patience, forms, rehearsed,
                    room);
        } else {
            this.step = WarmUp.of(steps, memory, capacity, team, forms);
            this.evaluation = WarmUp.of(evaluations, memory, evaluationRows, team, forms);
        }
        this.running = step.now();
        this.description = "CPU, " + threads(threads) + ", " + Forms.described(step.form())
                + (why.isEmpty() ? "" : " (" + why + ")");
    }

    private static String threads(int threads) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        return threads > 1 ? threads + " threads" : alone ? "one thread, for there is one processor" : "one thread";
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
        for (from = 0; from < next.count(); from = to) {
            step.await();
            running = step.now();
            to = (int) Math.min(next.count(), from + piece);
            long begun = System.nanoTime();
            running.team().run(training);
            long took = System.nanoTime() - begun;
            step.took(to - from, took);
            piece = Math.max(1, PIECE_NANOS * (to - from) / Math.max(1, took));
        }
    }

    /** A piece of a stretch, without handing over between its steps: member 0 prepares each while the others wait. */
    private void steps(int member) {
        CpuProgram program = running.program();
        Team members = running.team();
        for (int i = from; i < to; i++) {
            if (member == 0) {
                begin(program, stretch, i);
            }
            members.barrier();
            if (program.prepares() && preparedFrom != stretch.firstRow(i)) {
                program.prepare(member);
                members.barrier();
            }
            program.run(member);
            if (!inStrips) {
                members.barrier();
            }
            if (member == 0) {
                report(stretch, i);
                preparedFrom = stretch.firstRow(i);
            }
        }
    }

    private void evaluation(int member) {
        running.program().run(member);
    }

    private void begin(CpuProgram program, Stretch of, int index) {
        int count = arena.hyperparameters().length;
        for (int h = 0; h < count; h++) {
            memory[arena.hyperparameters()[h]] = of.hyperparameters()[index * count + h];
        }
        program.batch(of.batches().order(), of.firstRow(index), of.rows(index), of.firstStep() + index);
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
        preparedFrom = -1;
        undo();
        return found;
    }

    @Override
    public void evaluate(int[] rows, double[] totals, float[] scores) {
        // It uses the memory in which the step's preparation lies.
        preparedFrom = -1;
        evaluation.expect(rows.length);
        running = evaluation.now();
        int width = scores.length == 0 ? 0 : scores.length / rows.length;
        for (int first = 0; first < rows.length; first += evaluationRows) {
            int count = Math.min(evaluationRows, rows.length - first);
            running.program().batch(rows, first, count, 0);
            long begun = System.nanoTime();
            running.team().run(evaluating);
            evaluation.took(1, System.nanoTime() - begun);
            for (int r = 0; r < totals.length; r++) {
                totals[r] += memory[arena.reports()[r]];
            }
            if (width > 0) {
                System.arraycopy(memory, running.program().place("scores"), scores, first * width, count * width);
            }
        }
    }

    @Override
    public void close() {
        step.close();
        evaluation.close();
        team.close();
    }
}
