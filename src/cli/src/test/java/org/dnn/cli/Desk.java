package org.dnn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project in a folder of its own, and what the command says and does there. */
final class Desk {
    private final Path here;
    private final FakeCompiler compiler = new FakeCompiler();
    private final List<List<String>> started = new ArrayList<>();

    Desk(Path here) {
        this.here = here;
    }

    /** What one run of the command said. */
    record Said(int code, String out, String err) {}

    Said run(String... arguments) {
        return run(0, arguments);
    }

    /** @param childCode the exit code of a JVM that the command starts */
    Said run(int childCode, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(here, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), compiler,
                command -> {
                    started.add(command);
                    return childCode;
                });
        int code = Main.run(world, arguments);
        return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    Path path(String name) {
        return here.resolve(name);
    }

    /** Writes a file below {@code src/main/dnn}. */
    void source(String name, String text) {
        file("src/main/dnn/" + name, text);
    }

    void file(String name, String text) {
        try {
            Files.createDirectories(path(name).resolveSibling(""));
            Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A generated file's path. */
    Path made(String name) {
        return path("target/generated-sources/dnn/made").resolve(name);
    }

    /** How often the compiler was run. */
    int compilations() {
        return compiler.requests().size();
    }

    FakeCompiler compiler() {
        return compiler;
    }

    /** The command lines that were started. */
    List<List<String>> started() {
        return started;
    }
}
