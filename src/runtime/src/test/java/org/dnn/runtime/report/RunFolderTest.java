package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
    @TempDir
    private Path root;

    @Test
    void numbersFollowOneAnotherAndLatestFollowsThem() throws IOException {
        assertEquals(Optional.empty(), RunFolder.latest(root, "Cube"));
        for (int number = 1; number <= 11; number++) {
            RunFolder folder = RunFolder.claim(root, "Cube");
            assertEquals(number, folder.number());
            assertEquals(root.resolve("Cube").resolve(String.valueOf(number)), folder.path());
            assertEquals(Optional.of(folder), RunFolder.latest(root, "Cube"));
        }
        Path latest = root.resolve("Cube/latest");
        assertTrue(Files.isSymbolicLink(latest));
        assertEquals(Path.of("11"), Files.readSymbolicLink(latest), "relative, so that the folder can be moved");
        assertEquals(12, names().size(), names().toString());
    }

    @Test
    void theNextNumberIsAboveTheHighestWhateverElseLiesThere() throws IOException {
        Files.createDirectories(root.resolve("Cube/7"));
        Files.createDirectories(root.resolve("Cube/007"));
        Files.createDirectories(root.resolve("Cube/notes"));
        Files.createDirectories(root.resolve("Cube/99999999999999"));
        assertEquals(8, RunFolder.claim(root, "Cube").number());
    }

    @Test
    void threadsThatStartAtOnceGetDifferentNumbers() throws Exception {
        int threads = 8;
        int each = 25;
        CountDownLatch start = new CountDownLatch(1);
        List<Integer> numbers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Callable<List<Integer>> claims = () -> {
                start.await();
                return IntStream.range(0, each).mapToObj(i -> RunFolder.claim(root, "Cube").number()).toList();
            };
            List<Future<List<Integer>>> futures = IntStream.range(0, threads).mapToObj(i -> pool.submit(claims))
                    .toList();
            start.countDown();
            for (Future<List<Integer>> future : futures) {
                numbers.addAll(future.get());
            }
        }
        assertEachOnce(numbers, threads * each);
    }

    @Test
    void processesThatStartAtOnceGetDifferentNumbers() throws Exception {
        int processes = 3;
        int each = 20;
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Claims.class.getName(),
                    root.toString(),
                    String.valueOf(each)).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        }
        List<Integer> numbers = new ArrayList<>();
        for (Process process : running) {
            process.inputReader().lines().map(Integer::valueOf).forEach(numbers::add);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
            assertEquals(0, process.exitValue());
        }
        assertEachOnce(numbers, processes * each);
    }

    /** What one of the processes does. */
    static final class Claims {
        private Claims() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                System.out.println(RunFolder.claim(Path.of(arguments[0]), "Cube").number());
            }
        }
    }

    private void assertEachOnce(List<Integer> numbers, int count) throws IOException {
        assertEquals(IntStream.rangeClosed(1, count).boxed().toList(), numbers.stream().sorted().toList());
        assertEquals(count, RunFolder.latest(root, "Cube").orElseThrow().number());
        assertEquals(count + 1, names().size(), "nothing is left beside the folders and the link: " + names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> children = Files.list(root.resolve("Cube"))) {
            return children.map(child -> child.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRunThatWritesLatestLateDoesNotTurnItBack() throws IOException {
        RunFolder.claim(root, "Cube");
        RunFolder.claim(root, "Cube");
        RunFolder third = RunFolder.claim(root, "Cube");
        RunFolder.pointToLatest(root.resolve("Cube"), 2); // as if run 2 had been held up since it made its folder
        assertEquals(Optional.of(third), RunFolder.latest(root, "Cube"));
    }

    @Test
    void withoutLinksLatestIsATextFile() throws IOException {
        URI zip = URI.create("jar:" + root.resolve("runs.zip").toUri());
        try (FileSystem noLinks = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path there = noLinks.getPath("/runs");
            RunFolder.claim(there, "Cube");
            RunFolder second = RunFolder.claim(there, "Cube");
            assertEquals("2\n", Files.readString(there.resolve("Cube/latest")));
            assertEquals(Optional.of(second), RunFolder.latest(there, "Cube"));
        }
    }

    @Test
    void aLinkToNowhereIsNoRun() throws IOException {
        Files.createDirectories(root.resolve("Cube"));
        Files.createSymbolicLink(root.resolve("Cube/latest"), Path.of("4"));
        assertEquals(Optional.empty(), RunFolder.latest(root, "Cube"));
        assertEquals(1, RunFolder.claim(root, "Cube").number());
        assertEquals(1, RunFolder.latest(root, "Cube").orElseThrow().number());
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        Files.createDirectories(root.resolve("Cube/latest"));
        RuntimeException folder = assertThrows(RuntimeException.class, () -> RunFolder.claim(root, "Cube"));
        assertSays("cannot write", "latest", folder);
        Files.writeString(root.resolve("Other"), "");
        RuntimeException file = assertThrows(RuntimeException.class, () -> RunFolder.claim(root, "Other"));
        assertSays("cannot write", "Other", file);
    }

    private static void assertSays(String start, String part, RuntimeException problem) {
        String message = String.valueOf(problem.getMessage());
        assertTrue(message.startsWith(start) && message.contains(part), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../x", "a\\b", "/x"})
    void aNameIsNoPath(String name) {
        assertThrows(IllegalArgumentException.class, () -> RunFolder.claim(root, name));
    }

    @Test
    void writesAllThreeFilesAndReplacesThem() throws IOException {
        RunFolder folder = RunFolder.claim(root, "Cube");
        folder.write(SampleRuns.stuck());
        folder.write(SampleRuns.small());
        assertEquals(RunJson.of(SampleRuns.small()), Files.readString(folder.runJson()));
        assertEquals(LossSvg.of(SampleRuns.small()), Files.readString(folder.lossSvg()));
        assertEquals(ReportPage.of(SampleRuns.small()), Files.readString(folder.report()));
        try (Stream<Path> files = Files.list(folder.path())) {
            assertEquals(3, files.count());
        }
        assertFalse(Files.exists(root.resolve("run.json")));
    }
}
