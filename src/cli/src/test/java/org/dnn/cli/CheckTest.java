package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    private Path folder = Path.of("");
    private Desk desk = new Desk(folder);

    @BeforeEach
    void empty() {
        desk = new Desk(folder);
    }

    @Test
    void saysThatAllIsWell() {
        desk.source("cube.dnn", "class Cube\nwarning here\n");
        Desk.Said said = desk.run("check");
        assertEquals(0, said.code());
        assertEquals("1 file in src/main/dnn: no errors, 1 warning\n", said.out());
        assertFalse(Files.exists(desk.path("target")), "writes nothing");
    }

    @Test
    void saysWhereItIsWhenItLooksHere() {
        desk.file("cube.dnn", "class Cube\n");
        assertEquals("1 file in .: no errors, 0 warnings\n",
                desk.run("check", "-Ddnn.sourceDirectory=" + folder).out());
    }

    @Test
    void showsTheTablesOfTheOnlyTrainBlock() {
        desk.source("cube.dnn", "train Fast\n");
        assertEquals("1 file in src/main/dnn: no errors, 0 warnings\nFast: 3 parameters\n\n  a table\n",
                desk.run("check").out());
    }

    @Test
    void showsALineOfEachOfSeveralTrainBlocks() {
        desk.source("cube.dnn", "train Fast\ntrain Slow\n");
        assertEquals("""
                1 file in src/main/dnn: no errors, 0 warnings
                Fast: 3 parameters
                Slow: 3 parameters
                layers and memory of one: -Ddnn.train=Fast
                """, desk.run("check").out());
        assertEquals("1 file in src/main/dnn: no errors, 0 warnings\nSlow: 3 parameters\n\n  a table\n",
                desk.run("check", "-Ddnn.train=Slow").out());
        assertEquals(desk.run("check", "-Ddnn.train=Slow"), desk.run("check", "Slow"));
        assertEquals("error: there is no train block Slew; did you mean Slow? There are Fast, Slow\n",
                desk.run("check", "-Ddnn.train=Slew").err());
    }

    @Test
    void saysWhereTheMistakesAre() {
        desk.source("cube.dnn", "error här\n");
        desk.source("digits.dnn", "\n\nerror there\n");
        assertEquals(new Desk.Said(2, "", """
                src/main/dnn/cube.dnn:1:7: error DNN0101: "här" is not right
                1 | error här
                  |       ^^^
                help: write it another way
                src/main/dnn/digits.dnn:3:7: error DNN0101: "there" is not right
                3 | error there
                  |       ^^^^^
                help: write it another way
                error: 2 errors in src/main/dnn
                """), desk.run("check"));
    }

    @Test
    void needsFiles() {
        assertEquals(new Desk.Said(1, "",
                "error: there is no .dnn file in src/main/dnn; name another folder with -Ddnn.sourceDirectory\n"),
                desk.run("check"));
    }

    @Test
    void writesJson() {
        desk.source("cube.dnn", "error här\n");
        Desk.Said said = desk.run("check", "--format=json");
        List<JsonObject> lines = said.out().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
        assertEquals(2, lines.size());
        JsonObject diagnostic = lines.getFirst();
        assertEquals("diagnostic", diagnostic.get("kind").getAsString());
        assertEquals("error", diagnostic.get("severity").getAsString());
        assertEquals(desk.path("src/main/dnn/cube.dnn").toString(), diagnostic.get("file").getAsString());
        assertEquals("1:7", diagnostic.get("line") + ":" + diagnostic.get("column"));
        assertTrue(diagnostic.get("text").getAsString().startsWith("error DNN0101: \"här\" is not right\n"));
        assertEquals("DNN0101", diagnostic.getAsJsonObject("diagnostic").get("code").getAsString());
        assertEquals("{\"kind\":\"failure\",\"text\":\"1 error in src/main/dnn\"}", lines.getLast().toString());
        assertEquals("", said.err());
    }

    @Test
    void printsStages() {
        desk.source("cube.dnn", "hello\nclass Cube\n");
        Desk.Said said = desk.run("check", "-Ddnn.dump=tree");
        assertTrue(said.out().startsWith("--- tree/cube.dnn\nhello\nclass Cube\n"), said.out());
    }

    @Test
    void knowsTheStages() {
        desk.source("cube.dnn", "hello\n");
        assertEquals(
                "error: there is no stage kernel; did you mean kernels? There are tree, model, lowered, ir, kernels, "
                        + "plan, layers, parameters\n",
                desk.run("check", "-Ddnn.dump=kernel").err());
    }

    @Test
    void knowsThePasses() {
        desk.source("cube.dnn", "hello\n");
        Desk.Said said = desk.run("check", "-Ddnn.without=FoldConstant");
        assertEquals(1, said.code());
        assertTrue(
                said.err().startsWith("error: there is no pass FoldConstant; did you mean FoldConstants? There are "),
                said.err());
    }

    @Test
    void ownsUpToItsBugs() {
        desk.source("cube.dnn", "bug\n");
        Desk.Said said = desk.run("check");
        assertEquals(4, said.code());
        assertEquals("""
                error: this is a bug in dnn, not in your files: fuse: two kernels are one
                Please report it, with the .dnn file and with what is printed under -Ddnn.stacktrace=true
                """, said.err());
    }

    @Test
    void ownsUpToWhatNobodyThoughtOf() {
        desk.source("cube.dnn", "crash\n");
        Desk.Said said = desk.run("check");
        assertEquals(4, said.code());
        assertTrue(said.err().startsWith("error: this is a bug in dnn, not in your files: "
                + "java.lang.IllegalStateException: nobody thought of this\n"), said.err());
    }

    @Test
    void printsStackTracesForThoseWhoAsk() {
        desk.source("cube.dnn", "crash\n");
        assertTrue(desk.run("check", "-Ddnn.stacktrace").err().contains("\tat org.dnn.cli.FakeCompiler.apply"));
        assertFalse(desk.run("check").err().contains("\tat "));
    }
}
