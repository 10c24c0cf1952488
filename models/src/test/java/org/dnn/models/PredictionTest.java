package org.dnn.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cube.Cube;
import cube.CubeAdam;
import cube.CubeNet;
import cube.CubeWide;
import diabetes.Clinic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.Problem;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.data.SourceRows;
import org.dnn.runtime.data.Split;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.SavedModel;
import org.dnn.runtime.train.Tester;
import org.dnn.runtime.train.Trainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained, saved, loaded and asked. */
class PredictionTest {
    private static final DataPlaces PLACES = new DataPlaces(Path.of("."), DataDirectory.fromProperty(), _ -> {});

    @TempDir
    private static Path folder = Path.of("");
    private static Path weights = Path.of("");

    @BeforeAll
    static void train() {
        Trainer.Outcome outcome = Trainer.train(new CubeAdam(), options(60), new LocalDevices(), PLACES, () -> false);
        weights = outcome.folder().path().resolve(SavedModel.FILE);
    }

    private static Options options(int epochs) {
        return new Options(folder, Path.of("."), Optional.empty(), Optional.empty(), false, false, Optional.empty(),
                Optional.of(epochs), 1, 10);
    }

    /** The rows of the test split, and the class of each. */
    private static List<CubeWide.Row> rows(List<Integer> classes) {
        SourceRows source = new Cube().rows(PLACES);
        Split split = new Cube().split(source);
        Column x = source.table().column("x");
        Column y = source.table().column("y");
        List<CubeWide.Row> rows = new ArrayList<>();
        for (int row : split.test()) {
            rows.add(new CubeWide.Row(new float[]{x.at(row, 0), x.at(row, 1), x.at(row, 2)}));
            classes.add(IntStream.range(0, 3).filter(c -> y.at(row, c) == 1).findFirst().orElseThrow());
        }
        return rows;
    }

    @Test
    void isAsRightAsTheTestSaid() {
        List<Integer> actual = new ArrayList<>();
        int[] predicted = CubeWide.load(weights).predict(rows(actual));
        long right = IntStream.range(0, predicted.length).filter(i -> predicted[i] == actual.get(i)).count();
        double tested = Objects.requireNonNull(
                Tester.test(new CubeAdam(), options(60), new LocalDevices(), PLACES, weights).record().test()
                        .get("accuracy"));
        assertEquals(tested, (double) right / predicted.length, 1e-9);
        assertTrue(tested > 0.8, "accuracy " + tested);
    }

    @Test
    void saysOfOneRowWhatItSaysOfMany() {
        List<CubeWide.Row> rows = rows(new ArrayList<>()).subList(0, 200);
        CubeWide model = CubeWide.load(weights);
        float[][] many = model.outputs(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertArrayEquals(many[i], model.outputs(rows.get(i)));
        }
    }

    @Test
    void answersManyThreadsAtOnce() throws InterruptedException {
        List<CubeWide.Row> rows = rows(new ArrayList<>());
        CubeWide model = CubeWide.load(weights);
        float[][] expected = model.outputs(rows);
        List<float[][]> found = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            float[][] outputs = model.outputs(rows);
            synchronized (found) {
                found.add(outputs);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, found.size());
        found.forEach(outputs -> assertTrue(Arrays.deepEquals(expected, outputs)));
    }

    @Test
    void saysTheSameInAnotherJvmWithoutFlags() throws IOException {
        assertEquals(bits(weights), inAnotherJvm());
        assertEquals(bits(weights), inAnotherJvm("--add-modules", "jdk.incubator.vector"));
    }

    @Test
    void savesWhatItLoaded() {
        Path copy = folder.resolve("copy.safetensors");
        CubeWide.load(weights).save(copy);
        assertEquals(bits(weights), bits(copy));
    }

    /** The last four bytes of the file are the last number of what the transforms have learnt, or of the last weight. */
    @Test
    void refusesWeightsThatAreNotNumbers() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Path damaged = Files.write(folder.resolve("damaged.safetensors"), bytes);
        Problem problem = assertThrows(Problem.class, () -> CubeWide.load(damaged));
        assertEquals(damaged + ": number 3 of the 3 of linear3.bias is NaN; use the weights of a training that did not"
                + " diverge, or copy the file again", problem.getMessage());
    }

    @Test
    void refusesTheWeightsOfAnotherNetwork() {
        Problem problem = assertThrows(Problem.class, () -> CubeNet.load(weights));
        assertTrue(problem.getMessage().startsWith(weights + ": these are the weights of another network: "
                + "linear1.weight is [16, 3], not [5, 3]"), problem.getMessage());
        assertThrows(Problem.class, () -> Clinic.load(weights));
    }

    @Test
    void refusesARowOfAnotherLength() {
        CubeWide model = CubeWide.load(weights);
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class,
                () -> model.predict(new CubeWide.Row(new float[4])));
        assertEquals("x has 4 values; a row has 3", wrong.getMessage());
    }

    /** The main method of the other JVM. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            System.out.println(bits(Path.of(arguments[0])));
        }
    }

    private static String bits(Path file) {
        StringBuilder text = new StringBuilder();
        for (float[] outputs : CubeWide.load(file).outputs(rows(new ArrayList<>()).subList(0, 100))) {
            for (float output : outputs) {
                text.append(HexFormat.of().toHexDigits(Float.floatToRawIntBits(output)));
            }
        }
        return text.toString();
    }

    private static String inAnotherJvm(String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Asking.class.getName(),
                weights.toString()));
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.onExit().join().exitValue(), Files.readString(errors));
        return said;
    }
}
