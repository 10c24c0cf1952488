package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.dnn.runtime.Launch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training's JVM loads is kept for the next ones, and nothing of it can stand in a training's way. */
class StartupCacheTest {
    private static final List<String> JAVA = List
            .of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC");
    private static final String NAME = "Program";
    private static final Ended THROUGH = new Ended(0, "through\n");
    private static final String SOURCE = """
            data Sums {
              source: generate(rows: 1_000)
              input  x: float[3]   = uniform(0, 1)
              target y: one_hot(2) = [sum(x) < 1.5, sum(x) > 1.5]
            }
            model Net(x: Sums.x) -> y: [2] { x -> Linear(8) -> relu -> Linear(2) }
            train Training {
              model:     Net(Sums.x)
              loss:      mse(y, Sums.y)
              optimizer: SGD(lr: 0.1)
              epochs:    3
              batch:     100
            }
            """;

    @TempDir
    private Path folder = Path.of("");
    private Path jar = folder;

    /** What a JVM said, and how it ended. */
    private record Ended(int code, String said) {}

    @BeforeEach
    void program() throws IOException {
        jar = folder.resolve("program.jar");
        Path source = folder.resolve(NAME + ".java");
        Files.writeString(source, "class " + NAME + " { public static void main(String[] a) throws Exception {\n"
                + "System.out.println(\"through\"); String file = System.getProperty(\"dnn.recording\");\n"
                + "if (file != null && a.length == 0) java.nio.file.Files.writeString(java.nio.file.Path.of(file), "
                + "Long.toString(ProcessHandle.current().pid())); } }");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d",
                folder.resolve("classes").toString(), source.toString()));
        jar(folder.resolve("classes"), jar);
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path entry : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                Files.copy(entry, out);
                out.closeEntry();
            }
        }
    }

    private StartupCache cache() {
        return new StartupCache(folder.resolve("startup"), JAVA, new ClassPath(List.of(jar)));
    }

    private List<String> files() {
        return Folder.files(folder.resolve("startup")).stream().map(f -> f.getFileName().toString()).toList();
    }

    private Ended run(List<String> flags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(flags);
        command.addAll(List.of("-cp", jar.toString(), NAME));
        command.addAll(List.of(arguments));
        return end(command);
    }

    private Ended end(List<String> command) throws IOException {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        int code = process.onExit().join().exitValue();
        return new Ended(code, Files.readString(said));
    }

    private static boolean uses(List<String> flags) {
        return flags.stream().anyMatch(f -> f.startsWith("-XX:AOTCache="));
    }

    private static boolean records(List<String> flags) {
        return flags.contains("-XX:AOTMode=record");
    }

    @Test
    void theFirstTrainingIsRecordedAndTheNextStartsFromThat() throws IOException {
        List<String> first = cache().flags("train");
        assertTrue(records(first), first.toString());
        assertEquals(THROUGH, run(first));
        List<String> second = cache().flags("train");
        assertTrue(uses(second), second.toString());
        assertEquals(THROUGH, run(second));
        assertEquals(second, cache().flags("test"));
        assertEquals(1, files().size(), files().toString());
        // Of itself a JVM goes on without a cache that is not for it; like this it does not.
        List<String> strict = new ArrayList<>(second);
        strict.add("-XX:AOTMode=on");
        assertEquals(THROUGH, run(strict));
        strict.add("-XX:-UseCompressedOops");
        assertTrue(run(strict).code != 0);
    }

    private void write(String ending, String text) throws IOException {
        String name = files().stream().filter(f -> f.endsWith(ending)).findFirst().orElseThrow();
        Files.writeString(folder.resolve("startup").resolve(name), text);
    }

    @Test
    void whatDoesNotComeToItsEndIsNotKept() throws IOException {
        assertEquals(THROUGH, run(cache().flags("train"), "fails"));
        assertEquals(1, files().size(), files().toString());
        assertEquals(List.of(), cache().flags("test"));
        assertTrue(records(cache().flags("train")));
        assertEquals(List.of(), files());
    }

    /** It says that it is through, and then writes what it has recorded. */
    @Test
    void aTrainingThatIsStillEndingIsLeftAlone() throws IOException {
        run(cache().flags("train"));
        write(".whole", Long.toString(ProcessHandle.current().pid()));
        assertTrue(records(cache().flags("train")));
        assertEquals(2, files().size(), files().toString());
    }

    @Test
    void aBrokenRecordIsTriedOnce() throws IOException {
        run(cache().flags("train"));
        write(".record", "not from a JVM");
        assertEquals(List.of(), cache().flags("train"));
        assertEquals(List.of(), cache().flags("train"));
        assertEquals(1, files().size(), files().toString());
    }

    @Test
    void aBrokenCacheIsNoProblem() throws IOException {
        run(cache().flags("train"));
        List<String> flags = cache().flags("train");
        write(".aot", "not from a JVM");
        assertEquals(THROUGH, run(flags));
    }

    @Test
    void anotherJarNeedsAnotherOne() throws IOException {
        run(cache().flags("train"));
        List<String> old = cache().flags("train");
        Files.writeString(folder.resolve("classes/more.txt"), "more");
        jar(folder.resolve("classes"), jar);
        assertEquals(THROUGH, run(old));
        assertTrue(records(cache().flags("train")));
        run(cache().flags("train"));
        assertTrue(uses(cache().flags("train")));
        assertEquals(1, files().size(), "the old one is gone: " + files());
    }

    @Test
    void whatCannotBeKeptIsNotRecorded() throws IOException {
        Path startup = folder.resolve("startup");
        assertEquals(List.of(), new StartupCache(startup, JAVA,
                new ClassPath(List.of(jar, folder.resolve("classes")))).flags("train"));
        List<String> module = new ArrayList<>(JAVA);
        module.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        assertEquals(List.of(), new StartupCache(startup, module, new ClassPath(List.of(jar))).flags("train"));
        Files.writeString(startup, "no folder");
        assertEquals(List.of(), cache().flags("train"));
    }

    /** The whole command, from jars, as it is installed. */
    @Test
    void theSecondTrainingLoadsTheRuntimeFromTheCache() throws IOException {
        assumeTrue(Launch.flags(Optional.empty(), true).stream().noneMatch(f -> f.contains("vector")),
                "Without machine code the Vector API is needed.");
        Files.createDirectories(folder.resolve("src/main/dnn"));
        Files.writeString(folder.resolve("src/main/dnn/sum.dnn"), SOURCE);
        List<String> dnn = new ArrayList<>(List.of(JAVA.getFirst(), "-XX:TieredStopAtLevel=1", "-cp",
                new ClassPath(jars()).text(), Main.class.getName(), "train", "Training"));
        Ended first = end(dnn);
        assertEquals(0, first.code, first.said);
        assertFalse(first.said.contains("AOT"), first.said);
        dnn.add("--print-command");
        dnn.add("--format=json");
        String said = end(dnn).said.lines().reduce("", (a, b) -> b);
        List<String> command = new ArrayList<>();
        JsonParser.parseString(said).getAsJsonObject().getAsJsonArray("arguments")
                .forEach(argument -> command.add(argument.getAsString()));
        assertTrue(uses(command), said);
        command.add(1, "-Xlog:class+load");
        Ended second = end(command);
        assertEquals(0, second.code, second.said);
        assertTrue(second.said.contains("org.dnn.runtime.train.Trainer source: shared objects file"), second.said);
        assertTrue(second.said.contains("TrainingStep"), second.said);
    }

    /** This JVM's class path, but of jars. */
    private List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path entry : ClassPath.own().entries()) {
            if (Files.isDirectory(entry)) {
                Path copy = folder.resolve("lib" + jars.size() + ".jar");
                jar(entry, copy);
                jars.add(copy);
            } else if (Files.exists(entry)) {
                jars.add(entry);
            }
        }
        return jars;
    }
}
