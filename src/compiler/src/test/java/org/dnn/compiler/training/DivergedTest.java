package org.dnn.compiler.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that comes to NaN or to infinity ends, says what did so first, and keeps what it was before. */
class DivergedTest {
    private static final String REGRESSION = """
            data D {
              source: csv("rows.csv")
              input  x: floatTRANSFORM
              target y: float
              split:  random(train: 100%)
            }
            model M(x: D.x) -> y: [1] {
              x -> Linear(4) -> tanh
                -> Linear(1)
            }
            train T { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: RATE); epochs: 40; batch: 5 }
            """;
    @TempDir
    private Path folder = Path.of("");

    /** @param strange the thirteenth row */
    private Trainer.Outcome train(String transform, String rate, String strange) throws IOException {
        return train(REGRESSION.replace("TRANSFORM", transform).replace("RATE", rate), strange);
    }

    private Trainer.Outcome train(String source, String strange) throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 20; i++) {
            rows.append(i == 12 ? strange : i / 20.0 + "," + i % 3).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Trainer.Outcome outcome = TrainingRun.of(folder, source).train();
        assertEquals(Ending.NOT_A_NUMBER, outcome.record().ending());
        return outcome;
    }

    private static String complaint(Trainer.Outcome outcome) {
        assertEquals(1, outcome.complaints().size());
        return outcome.complaints().getFirst();
    }

    /** What can be gone on from is finite, and of a step before. */
    private static void assertKept(Trainer.Outcome outcome) {
        Path kept = outcome.folder().path().resolve("checkpoint.safetensors");
        assertTrue(complaint(outcome).endsWith(" is in " + kept), complaint(outcome));
        for (Tensor tensor : Safetensors.read(kept).tensors().values()) {
            if (tensor.dtype().equals("F32")) {
                for (float number : tensor.floats()) {
                    assertTrue(Float.isFinite(number));
                }
            }
        }
        long step = Long.parseLong(String.valueOf(TrainingRun.metadata(outcome, "checkpoint.safetensors").get("step")));
        assertTrue(step < outcome.record().steps().count());
        assertFalse(Files.exists(outcome.folder().path().resolve("model.safetensors")));
        assertTrue(Files.exists(outcome.folder().report()));
    }

    @Test
    void aLearningRateThatIsTooLargeIsNamed() throws IOException {
        Trainer.Outcome outcome = train("", "1e12", "0.5,1");
        assertKept(outcome);
        String value = "in step \\d+, [a-z0-9_. ]+(?: is no longer finite: [a-z0-9 ]+ numbers, the first of them -?[A-Za-z]+"
                + "(?: in row \\d+ of the data)?| became -?[A-Za-z]+)";
        Pattern whole = Pattern.compile("net\\.dnn:(8|9|11): " + value + "(, so the loss is [A-Za-z]+)?; a smaller "
                + "learning rate, or clip: norm\\(1\\), may help; what was learnt before step \\d+ is in .*");
        assertTrue(whole.matcher(complaint(outcome)).matches(), complaint(outcome));
    }

    /** log1p(-1) is the logarithm of 0. */
    @Test
    void aLogarithmOfZeroIsNamedWithItsRow() throws IOException {
        Trainer.Outcome outcome = train(" -> log1p", "0.01", "-1,1");
        assertKept(outcome);
        assertTrue(complaint(outcome).matches("net\\.dnn:3: in step [1-4], x is no longer finite: 1 of its 5 numbers, "
                + "the first of them -Infinity in row 13 of the data; look at that row, and at what is"
                + " done to x before the network; what was learnt before step \\d is in .*"), complaint(outcome));
    }

    @Test
    void aSquareThatIsTooLargeIsNamed() throws IOException {
        Trainer.Outcome outcome = train("", "0.01", "0.5,1e30");
        assertKept(outcome);
        assertTrue(complaint(outcome)
                .matches("net\\.dnn:11: in step [1-4], loss_sum became Infinity, so the loss is Infinity;"
                        + " a smaller learning rate, .*"),
                complaint(outcome));
    }

    @Test
    void inTheFirstStepItIsNotTheLearningRate() throws IOException {
        Trainer.Outcome outcome = train(
                REGRESSION.replace("TRANSFORM", "").replace("RATE", "0.01").replace("batch: 5", "batch: all"),
                "0.5,1e30");
        assertTrue(complaint(outcome)
                .startsWith("net.dnn:11: in step 1, loss_sum became Infinity, so the loss is Infinity;"
                        + " nothing has been learnt yet, so it is not the learning rate: look at the data, the first weights and the"
                        + " size of the batch; "),
                complaint(outcome));
    }

    /** The search runs another program than the training, on one thread: it comes to the same loss. */
    @Test
    void theCurveEndsWithTheLossThatWasNotFinite() throws IOException {
        Trainer.Outcome outcome = train("", "0.01", "0.5,1e30");
        List<Double> losses = outcome.record().steps().points().stream().map(p -> p.loss()).toList();
        assertEquals(Double.POSITIVE_INFINITY, losses.getLast());
        assertEquals(1, losses.stream().filter(l -> l.isInfinite()).count());
    }
}
