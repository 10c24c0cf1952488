package org.dnn.compiler.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.report.EpochRow;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rules of a train block do while it runs. 100 rows train: 5 steps of 20 make an epoch. */
class RulesTest {
    private static final String SOURCE = """
            seed: 2
            data D {
              source: generate(rows: 200)
              input  x: float[3]   = uniform(0, 1)
              target y: one_hot(2) = [sum(x) < 1.5, sum(x) > 1.5]
              split:  random(train: 50%, validation: 25%, test: 25%)
            }
            model M(x: D.x) -> y: [2] { x -> Linear(6) -> tanh -> Linear(2) }
            train T {
              model:      M(D.x)
              loss:       mse(y, D.y)
              optimizer:  SGD
              epochs:     EPOCHS
              batch:      20
              metrics:    accuracy
              RULES
            }
            """;
    @TempDir
    private Path folder = Path.of("");

    private Trainer.Outcome train(int epochs, String... rules) {
        return TrainingRun.of(folder, source(epochs, rules)).train();
    }

    private static String source(int epochs, String... rules) {
        return SOURCE.replace("EPOCHS", Integer.toString(epochs)).replace("RULES", String.join("\n  ", rules));
    }

    private static List<Double> rates(Trainer.Outcome outcome) {
        return outcome.record().epochs().stream().map(EpochRow::learningRate).toList();
    }

    private static double validationLoss(EpochRow row) {
        return Objects.requireNonNull(row.validation().get("loss"));
    }

    /** So small a rate that in float32 nothing becomes better after the first epoch. */
    @Test
    void stopsWhereNothingBecomesBetter() {
        Trainer.Outcome outcome = train(30, "lr: constant(1e-30)", "stop: when validation.loss stalls for 4 epochs");
        assertEquals(Ending.STOPPED_EARLY, outcome.record().ending());
        assertEquals("validation.loss has not become better for 4 epochs", outcome.record().endingDetail());
        assertEquals(5, outcome.record().epochs().size());
        assertTrue(outcome.folder().path().resolve("model.safetensors").toFile().exists());
    }

    @Test
    void goesOnWhereItDoes() {
        Trainer.Outcome outcome = train(8, "lr: constant(0.1)", "stop: when validation.loss stalls for 1 epochs");
        List<EpochRow> epochs = outcome.record().epochs();
        for (int i = 1; i < epochs.size() - 1; i++) {
            assertTrue(validationLoss(epochs.get(i)) < validationLoss(epochs.get(i - 1)));
        }
    }

    /** PyTorch's ReduceLROnPlateau(factor=0.1, patience=2): after three epochs that are not better. */
    @Test
    void lowersTheRateOnAPlateau() {
        Trainer.Outcome outcome = train(9,
                "lr: plateau(from: 1e-30, by: validation.loss, factor: 0.1, patience: 2 epochs)");
        List<Double> rates = rates(outcome);
        for (int epoch = 1; epoch <= 9; epoch++) {
            double expected = epoch <= 4 ? 1e-30 : epoch <= 7 ? 1e-31 : 1e-32;
            assertEquals(expected, rates.get(epoch - 1), 1e-6 * expected, "epoch " + epoch);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            step(from: 0.1, every: 2 epochs, factor: 0.5)       | 0.1, 0.1, 0.05, 0.05, 0.025
            exponential(from: 0.1, factor: 0.9)                 | 0.1, 0.09, 0.081, 0.0729, 0.06561
            multi_step(from: 0.1, at: [1 epochs, 3 epochs], factor: 0.1) | 0.1, 0.01, 0.01, 0.001, 0.001
            linear from 0 to 0.5 over 5 epochs                  | 0.08, 0.18, 0.28, 0.38, 0.48
            """)
    void movesTheRateAsTheScheduleSays(String schedule, String expected) {
        List<Double> rates = rates(train(5, "lr: " + schedule));
        String[] numbers = expected.split(", ", -1);
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(Double.parseDouble(numbers[i]), rates.get(i), 1e-9, "epoch " + (i + 1));
        }
    }

    @Test
    void saysWhichRequirementDoesNotHold() {
        Trainer.Outcome outcome = train(1, "lr: constant(0.01)", "require: test.accuracy > 1, test.loss < 100");
        assertEquals(1, outcome.complaints().size());
        double accuracy = Objects.requireNonNull(outcome.record().test().get("accuracy"));
        assertEquals("net.dnn:17: require test.accuracy > 1 does not hold: test.accuracy is " + accuracy,
                outcome.complaints().getFirst());
        assertEquals(List.of(false, true), outcome.record().requirements().stream().map(r -> r.held()).toList());
    }

    /** With rate 1 and no momentum, a step moves the weights by the clipped gradient. */
    @ParameterizedTest
    @CsvSource({"norm(0.01), 0.01, 1", "value(0.001), 1, 0.001"})
    void clipsGradients(String rule, double longest, double largest) {
        String source = source(1, "lr: constant(1)", "clip: " + rule, "checkpoint: every(1 steps)");
        TrainingRun run = TrainingRun.of(folder, source);
        Trainer.Outcome outcome = run
                .train(new Options(folder, folder, Optional.empty(), Optional.empty(), false, false,
                        Optional.empty(), Optional.empty(), 1, 0), () -> false);
        double reached = 0;
        for (int step = 2; step <= 5; step++) {
            double squares = 0;
            for (String name : List.of("linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias")) {
                float[] before = weights(outcome, step - 1, name);
                float[] after = weights(outcome, step, name);
                for (int i = 0; i < after.length; i++) {
                    double moved = Math.abs((double) after[i] - before[i]);
                    assertTrue(moved <= largest * 1.001, name + " moved by " + moved);
                    reached = Math.max(reached, moved);
                    squares += moved * moved;
                }
            }
            assertTrue(Math.sqrt(squares) <= longest * 1.001, "length " + Math.sqrt(squares));
        }
        assertTrue(reached > 0.5 * Math.min(largest, longest), "it was the clipping that held it: " + reached);
    }

    private static float[] weights(Trainer.Outcome outcome, int step, String name) {
        String file = "step-" + step;
        Tensor tensor = Safetensors.read(outcome.folder().path().resolve(file + ".safetensors")).tensors().get(name);
        return Objects.requireNonNull(tensor).floats();
    }
}
