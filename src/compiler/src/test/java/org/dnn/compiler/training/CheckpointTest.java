package org.dnn.compiler.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dnn.runtime.Problem;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.report.EpochRow;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which checkpoints a training keeps, and how it goes on from one. 100 rows train: 5 steps of 20 make an epoch. */
class CheckpointTest {
    private static final String SOURCE = """
            seed: 5
            data D {
              source: generate(rows: 200)
              input  x: float[3]   = uniform(0, 1)
              target y: one_hot(2) = [sum(x) < 1.5, sum(x) > 1.5]
              split:  random(train: 50%, validation: 25%, test: 25%)
            }
            model M(x: D.x) -> y: [2] { x -> Linear(6) -> BatchNorm -> tanh -> Dropout(0.1) -> Linear(2) }
            train T {
              model:      M(D.x)
              loss:       mse(y, D.y)
              optimizer:  Adam(lr: 0.05)
              epochs:     12
              batch:      20
              metrics:    accuracy
              RULE
            }
            """;
    @TempDir
    private Path folder = Path.of("");

    private TrainingRun run(String rule) {
        return TrainingRun.of(folder, SOURCE.replace("RULE", rule));
    }

    @Test
    void keepsTheBestSoMany() throws IOException {
        Trainer.Outcome outcome = run("checkpoint: best(by: validation.loss, keep: 3)").train();
        List<EpochRow> best = outcome.record().epochs().stream()
                .sorted(Comparator.comparingDouble(e -> loss(e))).limit(3).toList();
        List<String> expected = best.stream().map(e -> "best-validation.loss-epoch-" + e.epoch() + ".safetensors")
                .toList();
        List<String> found = TrainingRun.weights(outcome).stream().filter(f -> f.contains("-epoch-")).toList();
        assertEquals(expected.stream().sorted().toList(), found);
        Path link = outcome.folder().path().resolve("best-validation.loss.safetensors");
        assertEquals(expected.getFirst(), Files.readSymbolicLink(link).toString());
        assertEquals(Double.toString(loss(best.getFirst())),
                TrainingRun.metadata(outcome, link.getFileName().toString()).get("validation.loss"));
    }

    /** The rate is so high in the end that the last epoch is never the best. */
    @Test
    void saysWhereTheBestIsThatWasNotTested() {
        Trainer.Outcome outcome = TrainingRun.of(folder, SOURCE.replace("RULE",
                "checkpoint: best(by: train.loss)\n  lr: linear from 0.01 to 1 over 6 epochs, then linear to 3")
                .replace("Adam(lr: 0.05)", "SGD"))
                .train();
        int best = outcome.record().epochs().stream().min(Comparator.comparingDouble(EpochRow::loss)).orElseThrow()
                .epoch();
        assertEquals(
                List.of("model.safetensors, which was tested, is that of the last epoch; the best by train.loss is that"
                        + " of epoch " + best + ", " + outcome.folder().path().resolve("best-train.loss.safetensors")
                        + ": test it with -Ddnn.weights=FILE"),
                outcome.remarks());
    }

    private static double loss(EpochRow row) {
        return Objects.requireNonNull(row.validation().get("loss"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every(5 epochs)   | epoch-10, epoch-5
            every(24 steps)   | step-24, step-48
            every(2.5 epochs) | epoch-10, epoch-5, step-13, step-38
            every(60 steps)   | step-60
            every(61 steps)   |
            """)
    void keepsOneEverySoOften(String rule, String expected) {
        Trainer.Outcome outcome = run("checkpoint: " + rule).train();
        List<String> found = TrainingRun.weights(outcome).stream().filter(f -> !f.equals("model.safetensors"))
                .map(f -> f.replace(".safetensors", "")).toList();
        assertEquals(expected == null ? "" : expected, String.join(", ", found));
        for (String name : found) {
            long step = Long.parseLong(name.substring(name.indexOf('-') + 1)) * (name.startsWith("epoch") ? 5 : 1);
            assertEquals(Long.toString(step), TrainingRun.metadata(outcome, name + ".safetensors").get("step"));
        }
    }

    @Test
    void aRunThatIsOverLeavesNothingToGoOnWith() {
        TrainingRun run = run("");
        Trainer.Outcome outcome = run.train();
        assertEquals(List.of("model.safetensors"), TrainingRun.weights(outcome));
        Problem problem = assertThrows(Problem.class, run::resume);
        assertEquals(folder.resolve("T/1") + ": this run is over, so there is nothing to go on with;"
                + " begin a new one without -Ddnn.resume", problem.getMessage());
    }

    /** Wherever it is interrupted, the state of everything that moves goes on: schedules, watches, the best so far. */
    @ParameterizedTest
    @ValueSource(strings = {"clip: norm(0.1)", "clip: value(0.01)", "stop: when validation.loss stalls for 2 epochs",
        "checkpoint: best(by: validation.accuracy, keep: 2), every(7 steps)",
        "lr: plateau(from: 0.05, by: validation.loss, factor: 0.1, patience: 1 epochs)",
        "lr: linear from 0 to 0.1 over 3 epochs, then cosine to 0",
        "lr: one_cycle(max: 0.1)", "lr: step(from: 0.1, every: 3 epochs, factor: 0.1)"})
    void goesOnBitByBit(String rule) {
        String source = SOURCE.replace("RULE", rule);
        if (rule.startsWith("lr")) {
            source = source.replace("Adam(lr: 0.05)", "SGD(momentum: 0.9)");
        }
        TrainingRun run = TrainingRun.of(folder, source);
        Trainer.Outcome whole = run.train();
        for (int questions : new int[]{1, 4, 9}) {
            Trainer.Outcome first = run.train(false, TrainingRun.after(questions));
            assertEquals(Ending.INTERRUPTED, first.record().ending());
            run.train(true, TrainingRun.after(2));
            Trainer.Outcome last = run.resume();
            assertEquals(first.folder(), last.folder());
            assertArrayEquals(TrainingRun.bytes(whole, "model.safetensors"),
                    TrainingRun.bytes(last, "model.safetensors"));
            assertEquals(TrainingRun.weights(whole), TrainingRun.weights(last));
            assertEquals(losses(whole), losses(last), "the record goes on too");
            assertEquals(whole.record().steps().points(), last.record().steps().points());
            assertEquals(whole.record().ending(), last.record().ending());
        }
    }

    private static List<Double> losses(Trainer.Outcome outcome) {
        return outcome.record().epochs().stream().map(EpochRow::loss).toList();
    }

    @Test
    void goesOnOnlyToMoreEpochs() {
        Trainer.Outcome first = run("").train(false, TrainingRun.after(9));
        int trained = first.record().epochs().size();
        TrainingRun fewer = TrainingRun.of(folder,
                SOURCE.replace("RULE", "").replace("epochs:     12", "epochs:     1"));
        Problem problem = assertThrows(Problem.class, fewer::resume);
        assertEquals(first.folder().path() + ": this run has trained " + trained
                + " epochs, and 1 are wanted in all; say how"
                + " many with -Ddnn.epochs=NUMBER", problem.getMessage());
        assertEquals(Ending.FINISHED, run("").resume().record().ending());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lr: 0.05             | lr: 0.06               | the network or its settings in net.dnn have changed since
            tanh                 | relu                   | the network or its settings in net.dnn have changed since
            Linear(6)            | Linear(7)              | the network or its settings in net.dnn have changed since
            mse(y                | l1(y                   | the network or its settings in net.dnn have changed since
            batch:      20       | batch:      25         | with batches of 20 rows, and now they have 25
            seed: 5              | seed: 6                | with the seed 5, and now the seed is 6
            uniform(0, 1)        | uniform(0, 1.01)       | on other data, or on another split of them
            train: 50%, validation: 25% | train: 60%, validation: 15% | on other data, or on another split of them
            """)
    void refusesTheCheckpointOfAnotherTraining(String before, String after, String why) {
        String source = SOURCE.replace("RULE", "");
        Trainer.Outcome first = TrainingRun.of(folder, source).train(false, TrainingRun.after(3));
        TrainingRun changed = TrainingRun.of(folder, source.replace(before, after));
        Problem problem = assertThrows(Problem.class, changed::resume);
        assertTrue(problem.getMessage().startsWith(
                first.folder().path().resolve("checkpoint.safetensors") + ": this checkpoint is of a"),
                problem.getMessage());
        assertTrue(problem.getMessage().endsWith(why + "; begin anew without -Ddnn.resume, or undo the change"),
                problem.getMessage());
        assertEquals(Ending.FINISHED, TrainingRun.of(folder, source).resume().record().ending());
    }

    /** Comments, copies that are kept and the number of epochs change nothing that a checkpoint depends on. */
    @Test
    void takesTheCheckpointOfTheSameTraining() {
        String source = SOURCE.replace("RULE", "");
        TrainingRun.of(folder, source).train(false, TrainingRun.after(3));
        String longer = source.replace("epochs:     12", "epochs:     14").replace("train T", "// longer\ntrain T")
                .replace("metrics:    accuracy", "metrics:    accuracy\n  checkpoint: every(5 epochs)");
        assertEquals(14, TrainingRun.of(folder, longer).resume().record().epochs().size());
    }

    @Test
    void saysWhatIsWrongWithInitialWeights() throws IOException {
        TrainingRun run = run("");
        Path saved = run.train().folder().path().resolve("model.safetensors");
        TrainingRun wider = TrainingRun.of(folder, SOURCE.replace("RULE", "").replace("Linear(6)", "Linear(7)"));
        Problem problem = assertThrows(Problem.class, () -> wider.train(initial(saved), () -> false));
        assertTrue(problem.getMessage().startsWith(saved + ": these are the weights of another network: "
                + "linear1.weight is [6, 3], not [7, 3]; linear1.bias is [6], not [7]"), problem.getMessage());
        Path absent = folder.resolve("absent.safetensors");
        assertEquals("cannot read " + absent + ": there is no such file",
                assertThrows(Problem.class, () -> run.train(initial(absent), () -> false)).getMessage());
        Files.write(folder.resolve("cut.safetensors"), new byte[]{1, 2, 3});
        assertEquals(folder.resolve("cut.safetensors") + ": has 3 bytes, too few for a safetensors file",
                assertThrows(Problem.class,
                        () -> run.train(initial(folder.resolve("cut.safetensors")), () -> false)).getMessage());
    }

    @Test
    void startsFromTheWeightsOfAModelOrACheckpoint() {
        TrainingRun run = run("checkpoint: every(12 epochs)");
        Trainer.Outcome first = run.train();
        Path model = first.folder().path().resolve("model.safetensors");
        Path checkpoint = first.folder().path().resolve("epoch-12.safetensors");
        Trainer.Outcome fromModel = run.train(initial(model), () -> false);
        Trainer.Outcome fromCheckpoint = run.train(initial(checkpoint), () -> false);
        assertTrue(losses(fromModel).getFirst() < losses(first).getFirst());
        assertArrayEquals(TrainingRun.bytes(fromModel, "model.safetensors"),
                TrainingRun.bytes(fromCheckpoint, "model.safetensors"));
    }

    private Options initial(Path file) {
        return new Options(folder, folder, Optional.of(file), Optional.empty(), false, false, Optional.empty(),
                Optional.empty(), 1, 3600);
    }
}
