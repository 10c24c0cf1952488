package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildProcessTest {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    @TempDir
    private Path folder = Path.of("");

    /** Starts a training as the command does. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) {
            System.exit(ChildProcess.run(java(Training.class, arguments[0]), Path.of(arguments[0])));
        }
    }

    /** Starts what sends it a signal at once, lets none end itself, and writes its checkpoint a second later. */
    static final class Struck {
        private static final String TRAINING = "trap '' TERM; kill -TERM $PPID; touch started; sleep 1; touch checkpoint";

        private Struck() {}

        public static void main(String[] arguments) {
            System.exit(ChildProcess.run(List.of("sh", "-c", TRAINING), Path.of(arguments[0])));
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

    static final class Ending {
        private Ending() {}

        public static void main(String[] arguments) {
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    private static List<String> java(Class<?> main, String argument) {
        return List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), main.getName(), argument);
    }

    /** In a process group of its own, as a shell starts it, and with Ctrl-C not ignored, whatever this JVM does. */
    private Process inItsOwnGroup(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM"));
        command.addAll(java(main, folder.toString()));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void signal(String name, String target) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start();
        assertEquals(0, kill.onExit().join().exitValue());
    }

    /** The whole group, as a terminal does at Ctrl-C; the parent alone, as those do who know only it. */
    @ParameterizedTest
    @ValueSource(strings = {"INT group", "TERM parent"})
    @EnabledOnOs(OS.LINUX)
    void waitsForTheLastCheckpoint(String how) throws Exception {
        Process parent = inItsOwnGroup(Parent.class);
        try {
            await(folder.resolve("started"));
            signal(how.substring(0, how.indexOf(' ')), (how.endsWith("group") ? "-" : "") + parent.pid());
            assertTrue(parent.waitFor(20, TimeUnit.SECONDS), "ends");
            assertTrue(Files.exists(folder.resolve("checkpoint")), "not before the checkpoint is written");
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    /** The training runs before the one that started it knows that it does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsFromTheFirstMoment() throws Exception {
        Process parent = inItsOwnGroup(Struck.class);
        try {
            assertTrue(parent.waitFor(20, TimeUnit.SECONDS), "ends");
            assertTrue(Files.exists(folder.resolve("started")), "it was started");
            assertTrue(Files.exists(folder.resolve("checkpoint")), "not before the checkpoint is written");
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    private static void await(Path file) throws InterruptedException {
        for (int i = 0; i < 400 && !Files.exists(file); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.exists(file), "has started");
    }

    @Test
    void givesTheExitCode() {
        assertEquals(42, ChildProcess.run(java(Ending.class, "42"), folder));
    }

    @Test
    void saysWhatCannotBeStarted() {
        Problem problem = assertThrows(Problem.class, () -> ChildProcess.run(List.of("no-such-program"), folder));
        assertTrue(String.valueOf(problem.getMessage()).startsWith("cannot start no-such-program: "));
    }
}
