package org.dnn.compiler.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dnn.compiler.Tools;
import org.dnn.runtime.Launch;
import org.junit.jupiter.api.Assumptions;

/**
 * A machine with a card that pretends: a driver and a compiler for kernels, built by g++, which a JVM of its own finds where it
 * looks for libraries first. Everything that trains is real but them; no figure of speed comes from it.
 */
final class PretendedCard {
    private static final Path SOURCES = Path.of("src/test/resources/cuda").toAbsolutePath();

    private final Path folder;

    private PretendedCard(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where there is no g++. */
    static PretendedCard in(Path folder) {
        Assumptions.assumeTrue(Tools.isThere("g++"), "no card pretends, for there is no g++ on the path");
        library(folder, "pretend_driver.cpp", "libcuda.so.1", "-ldl");
        library(folder, "pretend_nvrtc.cpp", "libnvrtc.so.12");
        return new PretendedCard(folder);
    }

    /** The same machine with cuBLAS of a version, 12 or 13: the folder of its libraries. */
    Path cublas(Path into, String version) throws IOException {
        Files.createDirectories(into);
        for (String file : List.of("libcuda.so.1", "libnvrtc.so.12")) {
            Files.copy(folder.resolve(file), into.resolve(file));
        }
        String name = "libcublas.so." + version;
        Path symbols = Files.writeString(into.resolve("symbols"), name + " { global: *; };\n");
        library(into, "pretend_cublas.cpp", name, "-Wl,--version-script=" + symbols,
                into.resolve("libcuda.so.1").toString());
        return into;
    }

    private static void library(Path into, String source, String name, String... more) {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O1", "-shared", "-fPIC", "-Wall",
                "-Werror", "-Wl,-soname," + name, "-o", into.resolve(name).toString(),
                SOURCES.resolve(source).toString()));
        command.addAll(List.of(more));
        Tools.run(command);
    }

    /** What a JVM gave. */
    record Ended(int code, String said) {}

    /**
     * Runs a main class on that machine.
     *
     * @param environment what the card is told to do
     * @param settings    as system properties
     */
    Ended run(Map<String, String> environment, Map<String, String> settings, List<Path> classes, Class<?> main,
            String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Launch.FLAGS);
        Map<String, String> all = new HashMap<>(Map.of("dnn.cache", folder.resolve("cache").toString()));
        all.putAll(settings);
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        List<String> path = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        classes.forEach(c -> path.add(c.toString()));
        command.addAll(List.of("-cp", String.join(java.io.File.pathSeparator, path), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("LD_LIBRARY_PATH", folder.toString(), "PRETEND_KERNELS", SOURCES.toString()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the driver wrote down, by name. */
    static Map<String, Long> log(Path file) {
        Map<String, Long> log = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                log.put(line.substring(0, line.indexOf(' ')), Long.valueOf(line.substring(line.indexOf(' ') + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }
}
