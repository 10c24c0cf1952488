package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.type.Kind;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.SourceRows;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;
import org.dnn.runtime.train.SavedModel;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a training says of its test split is what a count over the saved weights says. */
class MetricTest {
    private static final Generated PROGRAMS = Generated.of(MetricCases.TEXT);

    @TempDir
    private Path folder = Path.of("");

    static List<String> trainings() {
        return MetricCases.trainings().stream().map(Training::name).toList();
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void areCountsOverTheTestSplit(String name) {
        Training training = MetricCases.trainings().stream().filter(t -> t.name().equals(name)).findFirst()
                .orElseThrow();
        TrainingProgram program = PROGRAMS.make(name, TrainingProgram.class);
        Trainer.Outcome outcome = Trained.in(folder, program);
        SourceRows rows = program.data().rows(Trained.places(folder));
        int[] test = program.data().split(rows).test();
        PlainMetrics plain = plain(training, outcome.folder().path(), rows, test);
        for (Training.Metric metric : training.metrics()) {
            if (metric.entry().name().equals("confusion_matrix")) {
                long[][] counts = outcome.record().confusion().orElseThrow().counts();
                assertCounts(plain, counts, test.length);
            } else {
                double found = Objects.requireNonNull(outcome.record().test().get(metric.name()), metric.name());
                assertEquals(plain.of(metric.entry().name(), metric.arguments()), found, 2e-6, metric.name());
            }
        }
    }

    private static void assertCounts(PlainMetrics plain, long[][] counts, int rows) {
        for (int actual = 0; actual < counts.length; actual++) {
            for (int called = 0; called < counts.length; called++) {
                int row = actual;
                int column = called;
                long expected = IntStream.range(0, rows)
                        .filter(i -> plain.actual(i) == row && plain.called(i) == column).count();
                assertEquals(expected, counts[actual][called], "class " + actual + " called " + called);
            }
        }
    }

    private static PlainMetrics plain(Training training, Path run, SourceRows rows, int[] test) {
        Map<String, Tensor> weights = Safetensors.read(run.resolve(SavedModel.FILE)).tensors();
        Column x = rows.table().column("x");
        Column y = rows.table().column("y");
        double[][] predictions = new double[test.length][];
        double[][] targets = new double[test.length][];
        boolean sure = training.network().outputType().kind() instanceof Kind.Probability;
        for (int i = 0; i < test.length; i++) {
            int row = test[i];
            predictions[i] = linear(weights, x, row, sure);
            targets[i] = IntStream.range(0, y.width()).mapToDouble(e -> y.at(row, e)).toArray();
        }
        int classes = switch (training.loss().target().group().kind()) {
            case Kind.ClassOf of -> of.classes();
            case Kind.OneHot of -> of.classes();
            case Kind.Bool _ -> 2;
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _ -> 0;
        };
        return new PlainMetrics(predictions, targets, classes, sure ? 0.5 : 0);
    }

    private static double[] linear(Map<String, Tensor> weights, Column x, int row, boolean sure) {
        float[] weight = Objects.requireNonNull(weights.get("linear1.weight")).floats();
        Tensor bias = weights.get("linear1.bias");
        return IntStream.range(0, weight.length / x.width()).mapToDouble(out -> {
            double sum = bias == null ? 0 : bias.floats()[out];
            for (int in = 0; in < x.width(); in++) {
                sum += weight[out * x.width() + in] * (double) x.at(row, in);
            }
            return sure ? 1 / (1 + Math.exp(-sum)) : sum;
        }).toArray();
    }
}
