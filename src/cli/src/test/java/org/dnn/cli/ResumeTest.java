package org.dnn.cli;

import static org.dnn.cli.TrainingProject.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that was killed or interrupted goes on, and comes to the bits of the one that was left alone. */
@EnabledOnOs(OS.LINUX)
class ResumeTest {
    /** Everything that has a state: momentum, running means, dropout, the order of the rows, schedules, what is watched. */
    private static final String SOURCE = """
            seed: 3
            data Cube {
              source: generate(rows: 1_000)
              input  x: float[3]   = uniform(0, 1)
              target y: one_hot(3) = [sum(x) < 1, 1 < sum(x) and sum(x) < 2, sum(x) > 2]
              split:  random(train: 60%, validation: 20%, test: 20%)
            }
            model Net(x: Cube.x) -> y: [3] {
              x -> Linear(8, bias: false) -> BatchNorm -> relu -> Dropout(0.1) -> Linear(3)
            }
            train Killed {
              model:      Net(Cube.x)
              loss:       mse(y, Cube.y)
              optimizer:  Adam
              lr:         plateau(from: 0.01, by: validation.loss, factor: 0.5, patience: 1 epochs)
              epochs:     20
              batch:      64
              metrics:    accuracy
              checkpoint: best(by: validation.accuracy, keep: 3), best(by: validation.loss, keep: 1), every(8 epochs)
              stop:       when validation.loss stalls for 15 epochs
            }
            """;
    @TempDir
    private Path folder = Path.of("");
    private TrainingProject project = new TrainingProject(folder);

    @BeforeEach
    void aProject() {
        project = new TrainingProject(folder).source("killed.dnn", SOURCE);
    }

    /** With the system property {@code dnn.full}, fifty times instead of five. */
    @Test
    void killedAtAnyInstantItEndsInTheSameBits() throws Exception {
        long start = System.nanoTime();
        assertEquals(0, project.end(project.start(quick("-Ddnn.runs=undisturbed"))).code());
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        List<String> command = quick("-Ddnn.resume=true", "-Ddnn.checkpointSeconds=0");
        Random random = new Random(7);
        int kills = Boolean.getBoolean("dnn.full") ? 50 : 5;
        int finished = 0;
        for (int killed = 0; killed < kills;) {
            Process process = project.start(command);
            if (process.waitFor(random.nextLong(milliseconds), TimeUnit.MILLISECONDS)) {
                finished = endsAlike(process, finished);
            } else {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        endsAlike(project.start(command), finished);
    }

    /** JVMs that soon end compile little. */
    private List<String> quick(String... settings) {
        List<String> command = new ArrayList<>(project.command("Killed", settings));
        command.add(1, "-XX:TieredStopAtLevel=1");
        return command;
    }

    /** @return how many have finished; the next begins anew in a folder of runs of its own */
    private int endsAlike(Process process, int finished) throws Exception {
        TrainingProject.Ended ended = project.end(process);
        // Killed between its last word and its end, a run is over.
        assertTrue(ended.code() == 0 || ended.err().contains("this run is over"), ended.err());
        compareWithUndisturbed("after " + finished);
        Files.move(project.path("runs"), project.path("runs" + finished));
        return finished + 1;
    }

    private void compareWithUndisturbed(String run) throws Exception {
        Path alone = project.path("undisturbed/Killed/1");
        Path latest = project.path("runs/Killed/latest");
        try (var files = Files.list(alone)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("epoch-")) { // what a checkpoint has recorded holds times
                    assertEquals(sha256(file), sha256(latest.resolve(name)), run + " " + name);
                }
            }
        }
    }

    /** Ctrl-C reaches the command and the JVM that it started; a signal to the command alone is handed on. */
    @ParameterizedTest
    @ValueSource(strings = {"INT group", "INT command"})
    void interruptedItLeavesACheckpointAndGoesOn(String how) throws Exception {
        project.source("killed.dnn", SOURCE.replace("20\n", "1_000_000\n"));
        Process process = project.start(dnn("train", "Killed", "-Ddnn.checkpointSeconds=3600"));
        await(project.run("Killed", "1", "best-validation.loss.safetensors"));
        TrainingProject.signal("INT", how.endsWith("group") ? -process.pid() : process.pid());
        TrainingProject.Ended ended = project.end(process);
        assertEquals(130, ended.code(), ended.err());
        assertTrue(ended.out().contains("interrupted after"), ended.out());
        assertTrue(ended.out().contains("go on with -Ddnn.resume=true"), ended.out());
        assertEquals("", ended.problem());
        assertTrue(Files.exists(project.run("Killed", "1", "checkpoint.safetensors")));
        Process again = project.start(dnn("train", "Killed", "-Ddnn.resume=true", "-Ddnn.epochs=100"));
        TrainingProject.Ended whole = project.end(again);
        assertEquals(0, whole.code(), whole.err());
        assertTrue(Files.exists(project.run("Killed", "1", "model.safetensors")));
        assertFalse(Files.exists(project.run("Killed", "1", "checkpoint.safetensors")));
        assertFalse(Files.exists(project.run("Killed", "2", "")));
    }

    /** The command as it is started from a shell: it starts a JVM of its own to train in. */
    private static List<String> dnn(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void await(Path file) throws InterruptedException {
        for (int i = 0; i < 1200 && !Files.exists(file); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(file), "has begun");
    }
}
