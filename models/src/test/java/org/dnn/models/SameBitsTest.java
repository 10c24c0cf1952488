package org.dnn.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dnn.runtime.Launch;
import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Vector.Width;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed gives the same bits, however the JVM is started; and a step allocates nothing once it is warm. */
class SameBitsTest {
    /**
     * As trainings are started, but for what has vectors compiled early: HotSpot knows less of them then, and at times leaves an
     * object in each strip.
     */
    private static final String FLAGS = flags(true);
    private static final String VECTOR = flags(false);
    @TempDir
    private static Path shared = Path.of("");
    /** After at most so many thousand steps, all is compiled. */
    private static final int ROUNDS = 20;
    private static List<String> bits = List.of();
    @TempDir
    private Path folder = Path.of("");

    private static String flags(boolean inMachineCode) {
        return Launch.flags(Optional.empty(), inMachineCode).stream()
                .filter(f -> !f.contains("CompileThresholdScaling")).collect(Collectors.joining(" "));
    }

    /** In plain form, on one thread. */
    @BeforeAll
    static void trainOnce() throws IOException {
        TrainAll.write(shared);
        List<String> lines = train(shared, 1, 7, ROUNDS);
        bits = starting("bits ", lines);
        assertEquals(7, bits.size());
        assertEquals(List.of(), allocating(lines));
    }

    @BeforeEach
    void data() throws IOException {
        TrainAll.write(folder);
    }

    private static List<String> starting(String word, List<String> lines) {
        return lines.stream().filter(l -> l.startsWith(word)).toList();
    }

    private static List<String> allocating(List<String> lines) {
        return starting("bytes ", lines).stream().filter(l -> !l.endsWith(" 0")).toList();
    }

    private static List<String> train(Path folder, int threads, int networks, int rounds, String... flags)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainAll.class.getName(),
                folder.toString(), Integer.toString(threads), Integer.toString(networks), Integer.toString(rounds)));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        int code = process.onExit().join().exitValue();
        List<String> lines = Files.readAllLines(said, UTF_8);
        assertEquals(0, code, String.join("\n", lines));
        return lines;
    }

    @Test
    void asTheyAreStartedOnTwoThreads() throws IOException {
        List<String> lines = train(folder, 2, 7, ROUNDS, (FLAGS + " -Xbatch").split(" ", -1));
        assertTrue(lines.stream().anyMatch(l -> l.contains("two threads") || l.contains("2 threads")),
                lines.toString());
        assertEquals(bits, starting("bits ", lines));
        assertEquals(List.of(), allocating(lines));
    }

    @Test
    void vectorsOfEight() throws IOException {
        List<String> lines = train(folder, 1, 7, ROUNDS, (VECTOR + " -Xbatch -XX:UseAVX=2").split(" ", -1));
        assertEquals(bits, starting("bits ", lines));
        assertEquals(List.of(), allocating(lines));
    }

    /** From the first step on, with vectors as long as this machine has them, and of eight. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=3", "-XX:UseAVX=2"})
    void machineCode(String lanes) throws IOException {
        assumeTrue(MachineCode.whyNot(Width.YMM).isEmpty(), MachineCode.whyNot(Width.YMM));
        assertEquals(bits,
                starting("bits ", train(folder, 2, 7, 0, (FLAGS + " -Ddnn.form=machine " + lanes).split(" ", -1))));
    }

    /** Without AVX there is no fused multiply-add, and Java's own is a thousand times slower: the small networks alone. */
    @ParameterizedTest
    @CsvSource({"-XX:UseAVX=1, 7", "-XX:UseAVX=0, 4", "-XX:TieredStopAtLevel=1, 7", "-XX:-TieredCompilation, 7"})
    @EnabledIfSystemProperty(named = "dnn.full", matches = "true")
    void otherMachines(String flag, int networks) throws IOException {
        assertEquals(bits.subList(0, networks),
                starting("bits ", train(folder, 3, networks, 0, (VECTOR + " " + flag).split(" ", -1))));
    }
}
