package org.dnn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dnn.runtime.Launch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    private static final String MODULE = "jdk.incubator.vector";

    @TempDir
    private Path folder = Path.of("");
    private Desk desk = new Desk(folder);

    @BeforeEach
    void twoTrainBlocks() {
        desk = new Desk(folder);
        desk.source("nets/cube.dnn", "param width\nclass Fast\ntrain Fast\nclass Slow\ntrain Slow\n");
    }

    private Path classes() {
        return desk.path("target/dnn/classes");
    }

    @Test
    void startsAJvmOfItsOwn() {
        assertEquals(0, desk.run("train", "-Ddnn.train=Fast", "-Ddnn.seed=3", "-Ddnn.param.width=8").code());
        List<String> command = desk.started().getFirst();
        assertTrue(Files.isExecutable(Path.of(command.getFirst())), command.toString());
        assertTrue(command.containsAll(List.of("-Ddnn.train=Fast", "-Ddnn.seed=3", "-Ddnn.param.width=8",
                "-Ddnn.sourceDirectory=" + desk.path("src/main/dnn"),
                "-Ddnn.beside=" + desk.path("src/main/dnn/nets"))), command.toString());
        assertTrue(command.contains("-Ddnn.classes=" + classes()), command.toString());
        assertEquals(List.of("org.dnn.runtime.Launch", "train", "made.Fast"),
                command.subList(command.size() - 3, command.size()));
        assertTrue(Files.exists(classes().resolve("made/Fast.class")));
        assertTrue(Files.exists(classes().resolve("made/Slow.class")));
    }

    /** CUDA C lies beside the Java, which alone is javac's. */
    @Test
    void kernelsAreWrittenAndNotCompiledAsJava() {
        desk.source("nets/cube.dnn", "class Fast\ntrain Fast\nkernels FastStep\n");
        assertEquals(0, desk.run("train", "Fast").code());
        assertTrue(Files.exists(desk.made("FastStep.cu")));
        assertTrue(Files.exists(classes().resolve("made/Fast.class")));
        desk.source("nets/cube.dnn", "class Fast\ntrain Fast\n");
        desk.run("generate");
        assertFalse(Files.exists(desk.made("FastStep.cu")));
    }

    @Test
    void takesTheNameAlone() {
        desk.run("train", "Slow");
        assertTrue(desk.started().getFirst().containsAll(List.of("-Ddnn.train=Slow", "made.Slow")));
    }

    @Test
    void endsAsTheJvmEnds() {
        assertEquals(42, desk.run(42, "train", "Fast").code());
    }

    /** It takes time to start with. */
    @Test
    void leavesTheVectorApiOutWhereAllIsMachineCode() {
        desk.source("nets/cube.dnn", "class Fast\ntrain Fast machine\nclass Slow\ntrain Slow\n");
        desk.run("train", "Fast");
        boolean withoutMachineCode = Launch.flags(Optional.empty(), true).contains(MODULE);
        assertEquals(withoutMachineCode, desk.started().getLast().contains(MODULE));
        desk.run("train", "Fast", "-Ddnn.form=machine");
        assertEquals(withoutMachineCode, desk.started().getLast().contains(MODULE));
        desk.run("train", "Fast", "-Ddnn.form=vector");
        assertTrue(desk.started().getLast().contains(MODULE));
        desk.run("train", "Fast", "-Ddnn.form=plain");
        assertFalse(desk.started().getLast().contains(MODULE));
        desk.run("train", "Slow");
        assertTrue(desk.started().getLast().contains(MODULE));
    }

    @Test
    void startsWithFlagsThatTheJvmKnows() throws IOException {
        desk.run("train", "Fast");
        List<String> command = desk.started().getFirst();
        List<String> flags = new ArrayList<>(command.subList(0, command.indexOf("-cp")));
        flags.add("-version");
        Process process = new ProcessBuilder(flags).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), said);
    }

    @Test
    void canSayTheCommandInstead() {
        Desk.Said said = desk.run("train", "Fast", "--print-command", "--format=json");
        JsonObject last = JsonParser.parseString(said.out().lines().toList().getLast()).getAsJsonObject();
        assertEquals("command", last.get("kind").getAsString());
        assertEquals("made.Fast", last.getAsJsonArray("arguments").asList().getLast().getAsString());
        assertEquals(List.of(), desk.started());
    }

    @Test
    void printsACommandThatAShellTakes() {
        Desk.Said said = desk.run("train", "Fast", "--print-command", "-Ddnn.runs=my 'runs'");
        assertTrue(said.out().contains(" '-Ddnn.runs=my '\\''runs'\\''' "), said.out());
        assertTrue(said.out().endsWith(" org.dnn.runtime.Launch train made.Fast\n"), said.out());
    }

    @Test
    void compilesClassesOnce() throws IOException {
        desk.run("train", "Fast");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(classes().resolve("made/Fast.class"), time);
        desk.run("train", "Slow");
        assertEquals(time, Files.getLastModifiedTime(classes().resolve("made/Fast.class")));
        desk.source("nets/cube.dnn", "class Fast\ntrain Fast\n");
        desk.run("train", "Fast");
        assertFalse(Files.exists(classes().resolve("made/Slow.class")));
    }

    @Test
    void asksWhichOne() {
        Desk.Said said = desk.run("train");
        assertEquals(1, said.code());
        assertEquals("error: which train block? Say -Ddnn.train=Fast; there are Fast, Slow\n", said.err());
    }

    @Test
    void knowsWhichOnesThereAre() {
        assertEquals("error: there is no train block fats; did you mean Fast? There are Fast, Slow\n",
                desk.run("train", "fats").err());
        assertEquals("error: two train blocks are named: Fast, and -Ddnn.train=Slow\n",
                desk.run("train", "Fast", "-Ddnn.train=Slow").err());
    }

    @Test
    void needsOne() {
        desk.source("nets/cube.dnn", "class Cube\n");
        assertEquals("error: there is no train block in src/main/dnn\n", desk.run("train", "Fast").err());
    }

    @Test
    void startsNothingWhereThereAreErrors() {
        desk.source("digits.dnn", "error here\n");
        assertEquals(2, desk.run("train", "Fast").code());
        assertEquals(List.of(), desk.started());
    }

    @Test
    void leavesNotesToOthers() {
        desk.source("other.dnn", "note here\nwarning there\n");
        Desk.Said said = desk.run("train", "Fast");
        assertFalse(said.err().contains("note DNN"), said.err());
        assertTrue(said.err().contains("src/main/dnn/other.dnn:2:9: warning DNN"), said.err());
        assertTrue(desk.run("check").err().contains("src/main/dnn/other.dnn:1:6: note DNN"));
    }

    @Test
    void testsTheLatestModel() throws IOException {
        desk.file("runs/Fast/2/model.safetensors", "weights");
        Files.createSymbolicLink(desk.path("runs/Fast/latest"), Path.of("2"));
        assertEquals(0, desk.run("test", "Fast").code());
        assertTrue(desk.started().getFirst()
                .containsAll(List.of("-Ddnn.weights=runs/Fast/2/model.safetensors", "test", "made.Fast")));
    }

    @Test
    void testsTheModelThatIsNamed() {
        desk.file("saved.safetensors", "weights");
        assertEquals(0, desk.run("test", "Fast", "-Ddnn.weights=saved.safetensors").code());
        assertTrue(desk.started().getFirst().contains("-Ddnn.weights=saved.safetensors"));
    }

    @Test
    void cannotTestWithoutAModel() {
        assertEquals("error: there is no saved model of Fast in runs; train it first, or name one with -Ddnn.weights\n",
                desk.run("test", "Fast").err());
        assertEquals("error: there is no saved.safetensors, which -Ddnn.weights names\n",
                desk.run("test", "Fast", "-Ddnn.weights=saved.safetensors").err());
    }
}
