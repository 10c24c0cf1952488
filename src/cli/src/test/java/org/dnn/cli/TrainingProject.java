package org.dnn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dnn.compiler.Compiler;

/** A project in a folder of its own that really trains: the whole command, and the JVM that it starts. */
final class TrainingProject {
    private final Path folder;

    TrainingProject(Path folder) {
        this.folder = folder;
    }

    /** What a process said, and how it ended. */
    record Ended(int code, String out, String err) {
        /** The error stream but for the JVM's own warning. */
        String problem() {
            return err.lines().filter(l -> !l.startsWith("WARNING: Using incubator modules")).reduce("",
                    (a, b) -> a.isEmpty() ? b : a + "\n" + b);
        }
    }

    TrainingProject source(String name, String text) {
        return file("src/main/dnn/" + name, text);
    }

    TrainingProject file(String name, String text) {
        return file(name, text.getBytes(UTF_8));
    }

    TrainingProject file(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).resolveSibling(""));
            Files.write(path(name), bytes);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** The file of a run, by its number. */
    Path run(String train, String number, String file) {
        return path("runs/" + train + "/" + number + "/" + file);
    }

    /** The names of the files of a run, sorted. */
    List<String> files(String train, String number) throws IOException {
        try (Stream<Path> files = Files.list(run(train, number, ""))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The command line of the JVM that trains, as {@code dnn train NAME --print-command} says it. */
    List<String> command(String train, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("train", train, "--print-command", "--format=json"));
        arguments.addAll(List.of(settings));
        Ended said = dnn(arguments);
        assertEquals(0, said.code(), said.out());
        JsonObject command = JsonParser.parseString(said.out().lines().toList().getLast()).getAsJsonObject();
        return command.getAsJsonArray("arguments").asList().stream().map(JsonElement::getAsString).toList();
    }

    /** Trains to the end: the whole command. */
    Ended train(String train, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("train", train));
        arguments.addAll(List.of(settings));
        return dnn(arguments);
    }

    /** The command in this JVM; what it starts in one of its own. */
    private Ended dnn(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(folder, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8),
                Compiler::compile, command -> {
                    List<String> quick = new ArrayList<>(command);
                    quick.add(1, "-XX:TieredStopAtLevel=1");
                    Ended ended = end(start(quick));
                    out.writeBytes(ended.out().getBytes(UTF_8));
                    err.writeBytes(ended.err().getBytes(UTF_8));
                    return ended.code();
                });
        int code = Main.run(world, arguments.toArray(String[]::new));
        return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** A process in the project's folder, and a process group of its own in which Ctrl-C is not ignored. */
    Process start(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM"));
        whole.addAll(command);
        try {
            return new ProcessBuilder(whole).directory(folder.toFile()).redirectOutput(path("out.txt").toFile())
                    .redirectError(path("err.txt").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended end(Process process) {
        try {
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), "ends");
            return new Ended(process.exitValue(), Files.readString(path("out.txt")), Files.readString(path("err.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    static void signal(String name, long process) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, "--", Long.toString(process)).inheritIO().start();
        assertEquals(0, kill.onExit().join().exitValue());
    }
}
