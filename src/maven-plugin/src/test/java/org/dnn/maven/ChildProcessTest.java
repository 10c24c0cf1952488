package org.dnn.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {
    @TempDir
    private Path folder = Path.of("");

    /** Stands for Maven. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            System.exit(ChildProcess.onConsole(line(Training.class, arguments[0]), Path.of(arguments[0])));
        }
    }

    /** Starts what sends it a signal at once, lets none end itself, and writes its checkpoint a second later. */
    static final class Struck {
        private static final String TRAINING = "trap '' TERM; kill -TERM $PPID; touch started; sleep 1; touch checkpoint";

        private Struck() {}

        public static void main(String[] arguments) throws Exception {
            System.exit(ChildProcess.onConsole(List.of("sh", "-c", TRAINING), Path.of(arguments[0])));
        }
    }

    /** Trains for ever; when it is to end, takes a second to write its last checkpoint. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws Exception {
            Path here = Path.of(arguments[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> checkpoint(here)));
            Files.createFile(here.resolve("started"));
            Thread.sleep(60_000);
        }

        private static void checkpoint(Path here) {
            try {
                Thread.sleep(1000);
                Files.createFile(here.resolve("checkpoint"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<String> line(Class<?> main, String argument) {
        List<String> line = new ArrayList<>(TestJava.line(main));
        line.add(argument);
        return line;
    }

    /** In a process group of its own, as a shell starts it, and with Ctrl-C not ignored, whatever this JVM does. */
    private Process inItsOwnGroup(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM"));
        command.addAll(line(main, folder.toString()));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** The whole group, as a terminal does at Ctrl-C; Maven alone, as those do who know only Maven. */
    @ParameterizedTest
    @CsvSource({"INT, true", "TERM, false"})
    @EnabledOnOs(OS.LINUX)
    void mavenWaitsForTheLastCheckpoint(String signal, boolean group) throws Exception {
        Process maven = inItsOwnGroup(Parent.class);
        try {
            await(folder.resolve("started"));
            String target = (group ? "-" : "") + maven.pid();
            Process kill = new ProcessBuilder("kill", "-" + signal, "--", target).inheritIO().start();
            assertEquals(0, kill.onExit().join().exitValue());
            assertTrue(maven.waitFor(20, TimeUnit.SECONDS), "ends");
            assertTrue(Files.exists(folder.resolve("checkpoint")), "not before the checkpoint is written");
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }

    /** The training runs before the one that started it knows that it does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsFromTheFirstMoment() throws Exception {
        Process maven = inItsOwnGroup(Struck.class);
        try {
            assertTrue(maven.waitFor(20, TimeUnit.SECONDS), "ends");
            assertTrue(Files.exists(folder.resolve("started")), "it was started");
            assertTrue(Files.exists(folder.resolve("checkpoint")), "not before the checkpoint is written");
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }

    private static void await(Path file) throws InterruptedException {
        for (int i = 0; i < 400 && !Files.exists(file); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(file), "has started");
    }

    @Test
    void givesTheExitCode() throws Exception {
        assertEquals(42, ChildProcess.onConsole(line(FakeCommand.class, "42"), folder));
    }

    @Test
    void readsWhatIsSaid() throws Exception {
        List<String> command = new ArrayList<>(TestJava.line(FakeCommand.class));
        command.addAll(List.of("gefunden: ß", "!stderr too", "0"));
        List<String> lines = new ArrayList<>();
        command.add(1, "-Dstdout.encoding=UTF-8");
        assertEquals(0, ChildProcess.reading(command, folder, lines::add));
        assertEquals(List.of("gefunden: ß", "stderr too"), lines);
    }
}
