package org.dnn.compiler.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dnn.compiler.Generated;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.Problem;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.train.Interruption;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training leaves behind in {@code run.json}. */
class RunRecordTest {
    private static final String GENERATED = """
            data D {
              source: generate(rows: 300)
              input x: float[3] = uniform(0, 1)
              target y: one_hot(2) = [x < 0.5, x >= 0.5]
              split: random(train: 60%, validation: 20%, test: 20%)
            }
            model M(x: D.x) -> y: [2] { x -> Linear(4) -> relu -> Linear(2) }
            train T { model: M(D.x); loss: mse(y, D.y); optimizer: Adam(lr: 0.01); epochs: 6; batch: 64; metrics: accuracy }
            """
            .replace("[x < 0.5, x >= 0.5]", "[sum(x) < 1.5, sum(x) >= 1.5]");
    private static final String CSV = """
            data D {
              source: csv("rows.csv")
              input a, b: float -> standardize
              target c: bool
              split: random(train: 70%, test: 30%)
            }
            model M(x: D.inputs) -> p: probability { x -> Linear(4) -> relu -> Linear(1) -> sigmoid }
            train T { model: M(D.inputs); loss: bce(p, D.c); optimizer: Adam(lr: 0.01); epochs: 3; batch: all }
            """;
    private static final String IDX = """
            data D {
              source: idx(train_images: "digits640-images-idx3-ubyte.gz", train_labels: "digits640-labels-idx1-ubyte.gz",
                          test_images: "digits640-images-idx3-ubyte.gz", test_labels: "digits640-labels-idx1-ubyte.gz")
              input image: u8[1, 28, 28] -> scale(1 / 255)
              target digit: class(10)
            }
            model M(image: D.image) -> logits: [10] { image -> flatten -> Linear(10) }
            train T {
              model: M(D.image); loss: cross_entropy(logits, D.digit); optimizer: SGD(lr: 0.1); epochs: 2; batch: 64
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Options options(boolean resume) {
        return new Options(folder.resolve("runs"), folder, Optional.empty(), Optional.empty(), false, resume,
                Optional.empty(), Optional.empty(), 1, 1000);
    }

    private Path train(String text, boolean resume, Interruption interruption) {
        TrainingProgram program = Generated.of(text).make("T", TrainingProgram.class);
        DataPlaces places = new DataPlaces(folder, DataDirectory.of(folder.toString()), _ -> {});
        return Trainer.train(program, options(resume), new LocalDevices(), places, interruption).folder().path();
    }

    private static JsonObject json(Path run) throws IOException {
        return JsonParser.parseString(Files.readString(run.resolve("run.json"))).getAsJsonObject();
    }

    private void data() throws IOException {
        StringBuilder rows = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 100; i++) {
            rows.append(i % 7).append(',').append(i % 11).append(',').append(i % 2).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        for (String name : List.of("digits640-images-idx3-ubyte.gz", "digits640-labels-idx1-ubyte.gz")) {
            try (var in = Objects.requireNonNull(RunRecordTest.class.getResourceAsStream("/parity/" + name), name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"generated", "csv", "idx"})
    void holdsWhatIsPromised(String source) throws IOException {
        data();
        String text = switch (source) {
            case "csv" -> CSV;
            case "idx" -> IDX;
            default -> GENERATED;
        };
        JsonObject run = json(train(text, false, Interruption.NEVER));
        assertEquals("T", run.get("train").getAsString());
        assertTrue(run.get("device").getAsString().startsWith("CPU"));
        assertEquals(1, run.get("seed").getAsInt());
        assertTrue(run.get("parameters").getAsLong() > 0);
        assertEquals(source.equals("csv") ? 70 : 64, run.get("batch").getAsInt());
        JsonArray epochs = run.getAsJsonArray("epochs");
        assertEquals(run.get("epochs_planned").getAsInt(), epochs.size());
        for (JsonElement epoch : epochs) {
            for (String key : List.of("epoch", "loss", "seconds", "lr")) {
                assertTrue(epoch.getAsJsonObject().get(key).getAsDouble() > 0, key);
            }
        }
        assertTrue(run.getAsJsonObject("test").keySet().containsAll(List.of("accuracy", "loss")));
        assertTrue(run.get("wall_seconds").getAsDouble() > 0);
        assertMemory(run, switch (source) {
            case "csv" -> 100 * 3 * 4;
            case "idx" -> 1280 * 785;
            default -> 300 * 5 * 4;
        });
        assertFiles(run, source.equals("csv") ? 1 : source.equals("idx") ? 4 : 0);
        assertFalse(run.getAsJsonArray("layers").isEmpty());
    }

    private static void assertMemory(JsonObject run, long dataBytes) {
        long sum = run.getAsJsonObject("arena").entrySet().stream().mapToLong(e -> e.getValue().getAsLong()).sum();
        assertEquals(run.get("arena_bytes").getAsLong(), sum);
        assertEquals(dataBytes, run.get("data_bytes").getAsLong());
        assertTrue(run.get("largest_batch").getAsLong() >= run.get("batch").getAsLong());
    }

    private static void assertFiles(JsonObject run, int files) {
        JsonArray read = run.getAsJsonArray("data");
        assertEquals(files, read.size());
        read.forEach(file -> {
            assertFalse(file.getAsJsonObject().get("path").getAsString().isEmpty());
            assertTrue(file.getAsJsonObject().get("sha256").getAsString().matches("[0-9a-f]{64}"));
        });
    }

    @Test
    void aTrainingThatWentOnHasTheRecordOfOneThatWasNotInterrupted() throws IOException {
        JsonObject whole = json(train(GENERATED, false, Interruption.NEVER));
        AtomicInteger stretches = new AtomicInteger();
        Path run = train(GENERATED, false, () -> stretches.incrementAndGet() == 4);
        assertEquals("interrupted", json(run).get("ended").getAsString());
        assertEquals(4, json(run).getAsJsonArray("epochs").size());
        assertEquals(run, train(GENERATED, true, Interruption.NEVER));
        JsonObject both = json(run);
        assertEquals(withoutSeconds(whole), withoutSeconds(both));
        assertEquals(whole.get("steps"), both.get("steps"));
        assertEquals(whole.get("test"), both.get("test"));
        assertEquals("finished", both.get("ended").getAsString());
        double epochs = both.getAsJsonArray("epochs").asList().stream()
                .mapToDouble(epoch -> epoch.getAsJsonObject().get("seconds").getAsDouble()).sum();
        assertTrue(both.get("wall_seconds").getAsDouble() >= epochs, "the time before the interruption counts");
    }

    private static JsonArray withoutSeconds(JsonObject run) {
        JsonArray epochs = run.getAsJsonArray("epochs").deepCopy();
        epochs.forEach(epoch -> epoch.getAsJsonObject().remove("seconds"));
        return epochs;
    }

    @Test
    void memoryThatIsRequiredIsLookedAtBeforeAnythingIsAllocated() throws IOException {
        data();
        String text = CSV.replace("batch: all", "batch: all; require: memory < 30 KiB");
        Problem problem = assertThrows(Problem.class, () -> train(text, false, Interruption.NEVER));
        assertTrue(problem.getMessage().startsWith("net.dnn:8: memory < 30 KiB does not hold: T takes "),
                problem.getMessage());
        assertTrue(problem.getMessage().contains("no batch fits (of 70: ")
                && problem.getMessage().contains("data 1.2 KiB"), problem.getMessage());
        assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
    }
}
