package org.dnn.runtime.train;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.data.SourceRows;
import org.dnn.runtime.data.Split;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.report.EpochRow;
import org.dnn.runtime.report.Opening;
import org.dnn.runtime.report.Progress;
import org.dnn.runtime.report.RunFolder;
import org.dnn.runtime.report.RunHistory;
import org.dnn.runtime.report.RunRecord;
import org.dnn.runtime.report.Screen;

/** One training, from the data to the saved model. */
public final class Trainer {
    /** Steps of a stretch, at most: how often Ctrl-C is looked for, and losses are. */
    private static final int LONGEST_STRETCH = 256;

    private final TrainingProgram program;
    private final TrainingSetup setup;
    private final Options options;
    private final Interruption interruption;
    private final Table table;
    private final Split split;
    private final Session session;
    private final Tensors tensors;
    private final Progression progression;
    private final Evaluation evaluation;
    private final EpochOrder order;
    private final int batch;
    private final int epochs;
    private final long seed;
    private final long stepsPerEpoch;
    private final Clock clock;
    private final RunFolder folder;
    private final CheckpointFiles checkpoints;
    private final RunRecord record;
    private final long started = System.nanoTime();
    private long lastCheckpoint = started;
    private long epochStarted = started;
    /** Of the run before it was interrupted. */
    private RunHistory.Seconds before = new RunHistory.Seconds(0, 0);

    private Trainer(TrainingProgram program, Options options, Devices devices, DataPlaces places,
            Interruption interruption) {
        this.program = program;
        this.setup = program.setup();
        this.options = options;
        this.interruption = interruption;
        this.seed = options.seed().orElse(setup.seed());
        this.epochs = options.epochs().orElse(setup.epochs());
        SourceRows rows = program.data().rows(places);
        this.table = rows.table();
        this.split = program.data().split(rows);
        this.batch = setup.batch() == 0 ? split.train().length : setup.batch();
        if (batch > split.train().length) {
            throw new Problem(setup.source() + ": batch: " + batch + " is larger than the training split, which has "
                    + split.train().length + " rows; use batch: all, or a smaller one");
        }
        this.stepsPerEpoch = Math.ceilDiv(split.train().length, batch);
        this.clock = new Clock(epochs, stepsPerEpoch);
        int threads = devices.threads(options.threads());
        MemoryBudget budget = new MemoryBudget(setup, batch, threads, table.bytes());
        budget.check();
        this.session = devices.open(program, table.columns(), batch, seed, threads);
        this.tensors = new Tensors(setup.tensors(), session);
        this.progression = new Progression(setup);
        this.evaluation = new Evaluation(setup, session, table);
        this.order = new EpochOrder(split.train(), seed, setup.batch() == 0 || options.storedOrder());
        Optional<RunFolder> last = options.resume()
                ? RunFolder.latest(options.runs(), setup.name())
                : Optional.empty();
        this.folder = last.orElseGet(() -> RunFolder.claim(options.runs(), setup.name()));
        this.checkpoints = new CheckpointFiles(folder, tensors, RunSetups.fingerprint(program, table, seed, batch));
        this.record = new RunRecord(RunSetups.of(setup, session, table, split, folder.number(), Instant.now(), seed,
                batch, epochs, budget));
    }

    /**
     * Trains, tests and saves.
     *
     * @return what the run was
     * @throws Problem if something of the user's machine, files or settings stands in the way
     */
    public static Outcome train(TrainingProgram program, Options options, Devices devices, DataPlaces places,
            Interruption interruption) {
        Trainer trainer = new Trainer(program, options, devices, places, interruption);
        try (Session _ = trainer.session) {
            return trainer.run();
        }
    }

    /** A finished run. */
    public record Outcome(RunRecord record, RunFolder folder, List<String> broken) {}

    private Outcome run() {
        Requirements requirements = new Requirements(setup, record);
        requirements.memory(session.arenaBytes() + table.bytes());
        begin();
        Ending ending = Ending.FINISHED;
        String detail = "";
        try (Progress progress = new Progress(Screen.ofThisProcess(), epochs, split.train().length)) {
            say(progress);
            epochStarted = System.nanoTime();
            while (progression.step < clock.steps() && ending == Ending.FINISHED) {
                Optional<Ended> ended = stretch(progress);
                if (ended.isPresent()) {
                    ending = ended.get().ending();
                    detail = ended.get().detail();
                }
            }
        }
        boolean whole = ending == Ending.FINISHED || ending == Ending.STOPPED_EARLY;
        List<String> broken = whole ? finish(requirements) : List.of();
        record.end(ending, detail, before.wall() + secondsSince(started));
        folder.write(record);
        return new Outcome(record, folder, broken);
    }

    private void begin() {
        tensors.begin(seed, program.data().statistics(table, split.train()));
        options.initial().ifPresent(file -> tensors.load(file,
                org.dnn.runtime.file.Safetensors.read(file).tensors(), Tensors.model()));
        if (options.resume() && checkpoints.exists()) {
            before = RunHistory.restore(checkpoints.resume(progression), record);
            record.note("resumed at step " + progression.step);
        }
    }

    /** What there is to say before the first step. */
    private void say(Progress progress) {
        Opening.of(record.setup()).forEach(progress::say);
        if (FirstValues.areWanted()) {
            FirstValues.of(tensors.read(Tensors.model())).forEach(progress::say);
        }
        record.notes().forEach(progress::say);
        if (!record.epochs().isEmpty()) {
            progress.resume(record.epochs().getLast());
        }
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    private void checkpoint(Path file) {
        checkpoints.write(file, progression, RunHistory.of(record,
                new RunHistory.Seconds(before.wall() + secondsSince(started), epochSeconds())));
    }

    private double epochSeconds() {
        return before.epoch() + secondsSince(epochStarted);
    }

    /** Why a training ends before its last step. */
    private record Ended(Ending ending, String detail) {}

    /** Some steps of the epoch, and what falls on their end. */
    private Optional<Ended> stretch(Progress progress) {
        long epochStart = progression.step / stepsPerEpoch * stepsPerEpoch;
        int within = (int) (progression.step - epochStart);
        int count = (int) Math.min(LONGEST_STRETCH, stepsPerEpoch - within);
        Stretch stretch = stretch(within, count);
        session.train(stretch);
        Optional<Ended> ended = account(stretch);
        if (ended.isPresent()) {
            return ended;
        }
        progression.step += count;
        boolean epochEnds = progression.step % stepsPerEpoch == 0;
        if (epochEnds) {
            ended = epochEnd(progress);
        } else {
            progress.rows((long) within * batch + (long) count * batch, loss(progression.epochTotals));
        }
        if (interruption.requested()) {
            checkpoint(checkpoints.latest());
            return Optional.of(new Ended(Ending.INTERRUPTED, "go on with -Ddnn.resume=true"));
        }
        boolean due = secondsSince(lastCheckpoint) >= options.seconds();
        if (due && progression.step < clock.steps()) {
            checkpoint(checkpoints.latest());
            lastCheckpoint = System.nanoTime();
        }
        return ended;
    }

    private Stretch stretch(int within, int count) {
        int numbers = setup.arena().hyperparameters().length;
        float[] hyperparameters = new float[numbers * count];
        for (int i = 0; i < count; i++) {
            clock.advanceTo(progression.step + i);
            clock.plateauFactor(progression.plateauFactor);
            program.hyperparameters(clock, hyperparameters, i * numbers);
        }
        int[] rows = order.of((int) (progression.step / stepsPerEpoch));
        return new Stretch(progression.step, count, rows, within * batch, batch, hyperparameters,
                new double[count * setup.arena().stepReportFloats()]);
    }

    /** Takes the sums of a stretch's steps; ends the training where a loss is not a number. */
    private Optional<Ended> account(Stretch stretch) {
        int floats = setup.arena().stepReportFloats();
        for (int i = 0; i < stretch.count(); i++) {
            double loss = stretch.reports()[i * floats] / stretch.reports()[i * floats + 1];
            clock.advanceTo(stretch.firstStep() + i);
            record.step(stretch.firstStep() + i, loss, program.learningRate(clock));
            if (!Double.isFinite(loss)) {
                return Optional.of(new Ended(Ending.NOT_A_NUMBER,
                        "the loss of step " + (stretch.firstStep() + i + 1) + " is " + loss));
            }
            for (int r = 0; r < floats; r++) {
                progression.epochTotals[r] += stretch.reports()[i * floats + r];
            }
        }
        return Optional.empty();
    }

    private static double loss(double[] totals) {
        return totals[0] / totals[1];
    }

    private Optional<Ended> epochEnd(Progress progress) {
        int epoch = (int) (progression.step / stepsPerEpoch);
        SequencedMap<String, Double> training = new LinkedHashMap<>();
        SequencedMap<String, Double> validation = new LinkedHashMap<>();
        double[] totals = java.util.Arrays.copyOf(progression.epochTotals, setup.arena().reports().length);
        if (split.validation().length > 0) {
            validation = evaluation.of(split.validation()).metrics();
        } else {
            training = new Metrics(setup, totals, split.train().length, Double.NaN).all();
            training.remove("loss");
            training.values().removeIf(v -> v.isNaN());
        }
        double seconds = epochSeconds();
        epochStarted = System.nanoTime();
        before = new RunHistory.Seconds(before.wall(), 0);
        EpochRow row = new EpochRow(epoch, loss(totals), seconds, program.learningRate(clock), training, validation);
        record.epoch(row);
        progress.epoch(row);
        java.util.Arrays.fill(progression.epochTotals, 0);
        Map<String, Double> measured = new LinkedHashMap<>();
        row.training().forEach((name, value) -> measured.put("train." + name, value));
        measured.put("train.loss", row.loss());
        row.validation().forEach((name, value) -> measured.put("validation." + name, value));
        keep(measured, epoch);
        plateau(measured);
        return stop(measured);
    }

    private void keep(Map<String, Double> measured, int epoch) {
        for (TrainingSetup.Keep keep : setup.keeps()) {
            if (keep.bestBy().isPresent()) {
                String quantity = keep.bestBy().get().toString();
                StallWatch watch = java.util.Objects.requireNonNull(progression.bests.get(quantity));
                if (watch.isBetter(measured.getOrDefault(quantity, Double.NaN), progression.step)) {
                    tensors.save(checkpoints.named("best.safetensors"), Map.of("epoch", Integer.toString(epoch)));
                }
            } else if (progression.step % keep.every().orElseThrow().steps(stepsPerEpoch) == 0) {
                checkpoint(checkpoints.named("epoch-" + epoch + ".safetensors"));
            }
        }
    }

    private void plateau(Map<String, Double> measured) {
        setup.plateau().ifPresent(p -> {
            StallWatch watch = progression.plateau.orElseThrow();
            watch.isBetter(measured.getOrDefault(p.by().toString(), Double.NaN), progression.step);
            if (watch.stalledFor(progression.step) > p.patience().steps(stepsPerEpoch)) {
                progression.plateauFactor *= p.factor();
                watch.restart(progression.step);
            }
        });
    }

    private Optional<Ended> stop(Map<String, Double> measured) {
        if (setup.stop().isEmpty()) {
            return Optional.empty();
        }
        TrainingSetup.Patience stop = setup.stop().get();
        StallWatch watch = progression.stop.orElseThrow();
        watch.isBetter(measured.getOrDefault(stop.by().toString(), Double.NaN), progression.step);
        return watch.stalledFor(progression.step) >= stop.patience().steps(stepsPerEpoch)
                ? Optional.of(new Ended(Ending.STOPPED_EARLY, stop.by() + " has not become better"))
                : Optional.empty();
    }

    /** Tests, saves, and holds the result to what is required. */
    private List<String> finish(Requirements requirements) {
        tensors.save(folder.path().resolve(SavedModel.FILE), SavedModel.metadata(setup, folder.number()));
        if (!setup.export().isEmpty()) {
            tensors.save(Path.of(setup.export()), SavedModel.metadata(setup, folder.number()));
        }
        Map<String, Double> measured = new LinkedHashMap<>();
        measured.put("train.loss", record.epochs().isEmpty() ? Double.NaN : record.epochs().getLast().loss());
        if (split.test().length > 0) {
            TestReport.write(setup, evaluation, split.test(), record)
                    .forEach((name, value) -> measured.put("test." + name, value));
        } else {
            record.note("there is no test split");
        }
        if (!record.epochs().isEmpty()) {
            record.epochs().getLast().training().forEach((name, value) -> measured.put("train." + name, value));
            record.epochs().getLast().validation().forEach((name, value) -> measured.put("validation." + name, value));
        }
        return requirements.measured(measured);
    }
}
