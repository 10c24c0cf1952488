package org.dnn.runtime.train;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.file.Safetensors;
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
    private final TrainingProgram program;
    private final TrainingSetup setup;
    private final Options options;
    private final Interruption interruption;
    private final TrainingRows data;
    private final Session session;
    private final RunFolder folder;
    private final Tensors tensors;
    private final Progression progression;
    private final Evaluation evaluation;
    private final long seed;
    private final Clock clock;
    private final Stretches stretches;
    private final EpochEnd epochEnd;
    private final CheckpointFiles checkpoints;
    private final RunRecord record;
    private final List<String> remarks = new ArrayList<>();
    private final long started = System.nanoTime();
    private long lastCheckpoint = started;
    private long epochStarted = started;
    /** Of the run before it was interrupted. */
    private RunHistory.Seconds before = new RunHistory.Seconds(0, 0);

    private Trainer(TrainingProgram program, Options options, TrainingRows data, MemoryBudget budget, Session session,
            RunFolder folder, Interruption interruption) {
        this.program = program;
        this.setup = program.setup();
        this.options = options;
        this.interruption = interruption;
        this.data = data;
        this.session = session;
        this.folder = folder;
        this.seed = options.seed().orElse(setup.seed());
        int epochs = options.epochs().orElse(setup.epochs());
        this.clock = new Clock(epochs, data.stepsPerEpoch());
        this.tensors = new Tensors(setup.tensors(), session);
        this.progression = new Progression(setup);
        this.evaluation = new Evaluation(setup, session, data.table());
        boolean stored = setup.batch() == 0 || options.storedOrder();
        BestFiles best = new BestFiles(folder.path(), tensors, SavedModel.metadata(setup));
        this.epochEnd = new EpochEnd(setup, data.split(), evaluation, progression, best, data.stepsPerEpoch());
        this.stretches = new Stretches(program, clock, new EpochOrder(data.split().train(), seed, epochs, stored),
                data.batch(), epochEnd.decides());
        this.checkpoints = new CheckpointFiles(folder.path(), tensors,
                Identity.of(program, data, seed));
        this.record = new RunRecord(RunSetups.of(setup, session, data.table(), data.split(), folder.number(),
                Instant.now(), seed, data.batch(), epochs, budget));
    }

    /**
     * Trains, tests and saves.
     *
     * @return what the run was
     * @throws Problem if something of the user's machine, files or settings stands in the way
     */
    public static Outcome train(TrainingProgram program, Options options, Devices devices, DataPlaces places,
            Interruption interruption) {
        TrainingRows data = TrainingRows.of(program, places);
        long seed = options.seed().orElse(program.setup().seed());
        Device device = devices.choose(program, options.threads(), data.batch(),
                d -> new MemoryBudget(program.setup(), data.batch(), d, data.table()).lacks());
        MemoryBudget budget = new MemoryBudget(program.setup(), data.batch(), device, data.table());
        budget.check();
        long steps = data.stepsPerEpoch() * options.epochs().orElse(program.setup().epochs());
        try (Session session = device.open(data.table().columns(), data.batch(), steps, seed)) {
            RunFolder folder = Runs.choose(options, program.setup().name(), places.say());
            try (RunLock _ = RunLock.on(folder.path())) {
                return new Trainer(program, options, data, budget, session, folder, interruption).run();
            }
        }
    }

    /**
     * A finished run.
     *
     * @param complaints what does not hold, each as a sentence
     * @param remarks    what is good to know at the end
     */
    public record Outcome(RunRecord record, RunFolder folder, List<String> complaints, List<String> remarks) {}

    /** Why a training ends before its last step. */
    private record Ended(Ending ending, String detail, List<String> complaints) {
        Ended(Ending ending, String detail) {
            this(ending, detail, List.of());
        }
    }

    private Outcome run() {
        begin();
        try {
            return trained();
        } catch (Problem problem) {
            throw Runs.withWhatIsLeft(folder, problem);
        }
    }

    private Outcome trained() {
        Optional<Ended> early = Optional.empty();
        try (Progress progress = new Progress(Screen.ofThisProcess(), clock.epochs(), data.split().train().length)) {
            say(progress);
            epochStarted = System.nanoTime();
            while (progression.step < clock.steps() && early.isEmpty()) {
                early = stretch(progress);
            }
        }
        Ended end = early.orElse(new Ended(Ending.FINISHED, ""));
        boolean whole = end.ending() == Ending.FINISHED || end.ending() == Ending.STOPPED_EARLY;
        List<String> complaints = whole ? finish() : end.complaints();
        record.end(end.ending(), end.detail(), before.wall() + secondsSince(started));
        folder.write(record);
        if (whole) {
            checkpoints.deleteLatest();
        }
        if (whole) {
            remarkBest();
        }
        return new Outcome(record, folder, complaints, remarks);
    }

    private void begin() {
        tensors.begin(seed, program.data().statistics(data.table(), data.split().train()));
        if (options.resume() && Runs.hasCheckpoint(folder)) {
            before = RunHistory.restore(checkpoints.resume(progression), record);
            requireSteps();
            record.note("resumed at step " + progression.step);
        } else {
            options.initial().ifPresent(f -> tensors.load(f, Safetensors.read(f).tensors(), Tensors.model()));
        }
    }

    private void requireSteps() {
        if (progression.step > clock.steps()) {
            throw Problem.in(folder.path(), "this run has trained " + progression.step / clock.stepsPerEpoch()
                    + " epochs, and " + clock.epochs() + " are wanted in all; say how many with -Ddnn.epochs=NUMBER");
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

    private double epochSeconds() {
        return before.epoch() + secondsSince(epochStarted);
    }

    /** Some steps, and what falls on their end. */
    private Optional<Ended> stretch(Progress progress) {
        Stretch stretch = stretches.next(progression);
        long begun = System.nanoTime();
        session.train(stretch);
        stretches.took(stretch, System.nanoTime() - begun);
        if (!stretch.isFinite() || !session.isFinite()) {
            return Optional.of(diverged(stretch));
        }
        Optional<Ended> ended = account(stretch, progress);
        long within = progression.step % clock.stepsPerEpoch();
        if (within != 0) {
            progress.rows(within * stretch.batches().size(),
                    progression.epochTotals[0] / progression.epochTotals[1]);
        }
        keepEvery();
        return ended.isPresent() || progression.step == clock.steps() ? ended : interrupted();
    }

    /** Takes what a stretch's steps reported, and ends the epochs that end with one of them. */
    private Optional<Ended> account(Stretch stretch, Progress progress) {
        long each = clock.stepsPerEpoch();
        long epochs = (progression.step + stretch.count()) / each - progression.step / each;
        double share = epochSeconds() / Math.max(1, epochs);
        Optional<Ended> ended = Optional.empty();
        for (int i = 0; i < stretch.count(); i++) {
            account(stretch, i);
            progression.step++;
            if (progression.step % each == 0) {
                ended = epochEnd(progress, epochs > 1 ? () -> share : this::epochSeconds)
                        .map(why -> new Ended(Ending.STOPPED_EARLY, why));
            }
        }
        return ended;
    }

    private Optional<String> epochEnd(Progress progress, DoubleSupplier seconds) {
        EpochRow row = epochEnd.measure(seconds, stretches.learningRate(progression.step - 1));
        epochStarted = System.nanoTime();
        before = new RunHistory.Seconds(before.wall(), 0);
        record.epoch(row);
        progress.epoch(row);
        return epochEnd.conclude(row);
    }

    private void keepEvery() {
        long each = clock.stepsPerEpoch();
        for (TrainingSetup.Span span : setup.everies()) {
            if (span.ends(progression.step, each)) {
                boolean whole = span.epochs() && progression.step % each == 0;
                write((whole ? "epoch-" + progression.step / each : "step-" + progression.step) + ".safetensors");
            }
        }
    }

    private void write(String checkpoint) {
        checkpoints.write(checkpoint, progression, RunHistory.of(record,
                new RunHistory.Seconds(before.wall() + secondsSince(started), epochSeconds())));
    }

    /** Looks for Ctrl-C, and writes the checkpoint from which the run goes on where it is due. */
    private Optional<Ended> interrupted() {
        boolean asked = interruption.requested();
        if (asked || secondsSince(lastCheckpoint) >= options.seconds()) {
            write(CheckpointFiles.LATEST);
            lastCheckpoint = System.nanoTime();
        }
        return asked
                ? Optional.of(new Ended(Ending.INTERRUPTED, "go on with -Ddnn.resume=true"
                        + options.epochs().map(e -> " -Ddnn.epochs=" + e).orElse("")))
                : Optional.empty();
    }

    /** Takes the sums of one of a stretch's steps. */
    private void account(Stretch stretch, int index) {
        int floats = setup.arena().stepReportFloats();
        record.step(progression.step, stretch.loss(index), stretches.learningRate(progression.step));
        for (int r = 0; r < floats; r++) {
            progression.epochTotals[r] += stretch.reports()[index * floats + r];
        }
    }

    /** Goes back to the state before, keeps it, and looks for what became NaN or infinite first. */
    private Ended diverged(Stretch stretch) {
        session.undo();
        write(CheckpointFiles.LATEST);
        Diverged diverged = session.search(stretch).map(v -> new Diverged(setup.source(), v, stretch))
                .orElseThrow(() -> new IllegalStateException("what was not finite is finite when it is done again"));
        long last = diverged.value().step() - stretch.firstStep();
        for (int i = 0; i <= last; i++) {
            long step = stretch.firstStep() + i;
            record.step(step, stretch.loss(i), stretches.learningRate(step));
        }
        return new Ended(Ending.NOT_A_NUMBER, diverged.fact(),
                List.of(diverged.sentence(data.table().columns().keySet(), checkpoints.latest().toString())));
    }

    /** Tests, saves, and holds the result to what is required. */
    private List<String> finish() {
        tensors.save(folder.path().resolve(SavedModel.FILE), SavedModel.metadata(setup));
        Map<String, Double> measured = new LinkedHashMap<>();
        if (data.split().test().length > 0) {
            TestReport.write(setup, evaluation, data.split().test(), record)
                    .forEach((name, value) -> measured.put("test." + name, value));
        } else {
            record.note("there is no test split");
        }
        if (!record.epochs().isEmpty()) {
            measured.putAll(EpochEnd.quantities(record.epochs().getLast()));
        }
        List<String> complaints = Requirements.measured(setup, measured, record.setup().memoryBytes(),
                record);
        export(complaints.isEmpty());
        return complaints;
    }

    /** A model that is not good enough does not take the place of one that was. */
    private void export(boolean goodEnough) {
        if (!setup.export().isEmpty() && goodEnough) {
            tensors.save(Path.of(setup.export()), SavedModel.metadata(setup));
            remarks.add("exported to " + setup.export());
        } else if (!setup.export().isEmpty()) {
            remarks.add("not exported to " + setup.export() + ", because not all that is required holds");
        }
    }

    /** Which model was tested, where there is a better one. */
    private void remarkBest() {
        int last = record.epochs().size();
        for (BestEpochs best : progression.bests) {
            if (!best.kept().isEmpty() && best.kept().getFirst().epoch() != last) {
                BestEpochs.Kept first = best.kept().getFirst();
                remarks.add(SavedModel.FILE + ", which was tested, is that of the last epoch; the best by " + best.by()
                        + " is that of epoch " + first.epoch() + ", " + BestFiles.link(folder.path(), best)
                        + ": test it with -Ddnn.weights=FILE");
            }
        }
    }
}
