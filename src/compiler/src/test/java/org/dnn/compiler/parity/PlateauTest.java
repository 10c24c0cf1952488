package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.dnn.compiler.Generated;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;
import org.dnn.runtime.report.EpochRow;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A learning rate falls where PyTorch's ReduceLROnPlateau lets it fall, given what the training measured. */
class PlateauTest {
    private static final String TEXT = """
            data D {
              source: generate(rows: 60); input x: float[2] = uniform(0, 1); target y: bool = sum(x) > 1
              split: random(train: 50%, validation: 50%)
            }
            model M(x: D.x) -> output: [1] { x -> Linear(1) }
            train T0 {
              model: M(D.x); loss: bce_with_logits(output, D.y); optimizer: SGD; epochs: 30; batch: 10; metrics: accuracy
              lr: plateau(from: 0.5, by: validation.loss, patience: 1 epochs, threshold: 0.05)
            }
            train T1 {
              model: M(D.x); loss: bce_with_logits(output, D.y); optimizer: SGD; epochs: 30; batch: 10; metrics: accuracy
              lr: plateau(from: 2, by: validation.accuracy, factor: 0.5, patience: 2 epochs, min: 0.3)
            }
            train T2 {
              model: M(D.x); loss: bce_with_logits(output, D.y); optimizer: SGD; epochs: 30; batch: 10; metrics: accuracy
              lr: plateau(from: 1, by: train.loss, factor: 0.7, patience: 3 epochs, min: 0.01, threshold: 0.1)
            }
            """;
    private static final Generated PROGRAMS = Generated.of(TEXT);

    @TempDir
    private Path folder = Path.of("");

    static List<OperationCase.Call> calls() {
        return trainings().stream().map(PlateauTest::schedule)
                .map(s -> new OperationCase.Call(s.entry(), s.arguments())).toList();
    }

    static List<Training> trainings() {
        return CheckedText.of(TEXT).trainings();
    }

    private static Schedule.Named schedule(Training training) {
        return (Schedule.Named) training.optimizer().learningRate();
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void fallsWhereTheQuantityStalls(Training training) {
        TrainingProgram program = PROGRAMS.make(training.name(), TrainingProgram.class);
        List<EpochRow> epochs = Trained.in(folder, program).record().epochs();
        Arguments a = schedule(training).arguments();
        Training.Quantity by = (Training.Quantity) a.get("by");
        double[] measured = epochs.stream().mapToDouble(e -> by.split().equals("train")
                ? e.loss()
                : Objects.requireNonNull(e.validation().get(by.name()))).toArray();
        double[] rates = epochs.stream().mapToDouble(EpochRow::learningRate).toArray();
        double[] expected = expected(measured, by.higherIsBetter(), a);
        assertTrue(expected[expected.length - 1] < expected[0], "it never stalls");
        assertArrayEquals(expected, rates, 1e-12);
    }

    /** Of ReduceLROnPlateau's documentation: patience counts epochs that are no better than the best by a share. */
    private static double[] expected(double[] measured, boolean higher, Arguments a) {
        double patience = ((Duration) a.get("patience")).amount().toDouble();
        double[] rates = new double[measured.length];
        double rate = a.real("from");
        double best = higher ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        int bad = 0;
        for (int epoch = 0; epoch < measured.length; epoch++) {
            rates[epoch] = rate;
            double border = best * (higher ? 1 + a.real("threshold") : 1 - a.real("threshold"));
            boolean better = higher ? measured[epoch] > border : measured[epoch] < border;
            best = better ? measured[epoch] : best;
            bad = better ? 0 : bad + 1;
            if (bad > patience) {
                rate = Math.max(rate * a.real("factor"), a.real("min"));
                bad = 0;
            }
        }
        return rates;
    }

    /** What the other test expects is what PyTorch gave. */
    @Test
    void isExpectedToFallAsPyTorchs() {
        Arguments a = schedule(trainings().getFirst()).arguments().with("from", 0.1).with("factor", 0.5)
                .with("threshold", 1e-4)
                .with("patience", new Duration(org.dnn.compiler.ast.Rational.of(3), true));
        assertArrayEquals(ScheduleCases.torchNumbers("ReduceLROnPlateau(factor=0.5,patience=3)"),
                expected(ScheduleCases.torchNumbers("plateau_metric"), false, a), 1e-12);
    }
}
