package org.dnn.models;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cube.CubeAdam;
import diabetes.FullBatch;
import diabetes.MiniBatch;
import digits.Digits10kTraining;
import digits.LeNetTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the networks learn, over five seeds. */
class AccuracyTest {
    private static final int SEEDS = 5;

    @TempDir
    private Path runs = Path.of("");

    @Test
    void aCubeIsLearntWithEverySeed() {
        List<Double> accuracies = accuracies(new CubeAdam());
        assertTrue(accuracies.stream().allMatch(a -> a >= 0.95), accuracies.toString());
    }

    /**
     * Mean and standard deviation are those of PyTorch 2.13 over six seeds on the same files; the order of rows and the
     * first weights are other ones there.
     */
    @ParameterizedTest
    @MethodSource("trainings")
    void theMeanIsNotBelowPyTorch(Supplier<TrainingProgram> training, String file, double mean, double deviation) {
        assumeTrue(Boolean.getBoolean("dnn.full"), "minutes long: with -Pfull");
        assumeTrue(DataDirectory.fromProperty().path().resolve(file).toFile().exists(),
                () -> file + " is not in the data directory; -Ddnn.data=FOLDER says where it is");
        List<Double> accuracies = accuracies(training.get());
        double ours = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
        System.out.printf(Locale.ROOT, "%s: %s, mean %.4f; PyTorch %.3f ± %.3f%n",
                training.get().getClass().getSimpleName(), accuracies, ours, mean, deviation);
        assertTrue(ours >= mean - 2 * deviation, accuracies.toString());
    }

    static Stream<Arguments> trainings() {
        return Stream.of(
                Arguments.of((Supplier<TrainingProgram>) FullBatch::new, "diabetes.csv", 0.727, 0.033),
                Arguments.of((Supplier<TrainingProgram>) MiniBatch::new, "diabetes.csv", 0.742, 0.018),
                Arguments.of((Supplier<TrainingProgram>) Digits10kTraining::new,
                        "train10k-images-idx3-ubyte.gz", 0.868, 0.015),
                Arguments.of((Supplier<TrainingProgram>) LeNetTraining::new, "train10k-images-idx3-ubyte.gz", 0.875,
                        0.031));
    }

    private List<Double> accuracies(TrainingProgram program) {
        DataPlaces places = new DataPlaces(Path.of("src", "main", "dnn"), DataDirectory.fromProperty(), _ -> {});
        List<Double> accuracies = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Options options = new Options(runs, Path.of("."), Optional.empty(), Optional.empty(), false, false,
                    Optional.of(seed), Optional.empty(), 1, 10);
            Trainer.Outcome outcome = Trainer.train(program, options, new LocalDevices(), places, () -> false);
            accuracies.add(Objects.requireNonNull(outcome.record().test().get("accuracy")));
        }
        return accuracies;
    }
}
