package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the whole command says when something of the user's is not as it must be: one sentence, no stack trace. */
@EnabledOnOs(OS.LINUX)
class BadInputTest {
    private static final String SOURCE = """
            data Loans {
              source: csv("loans.csv")
              input  age, income: float -> standardize
              target defaulted: bool
              split:  random(train: 50%, test: 50%)
            }
            model Scorer(x: Loans.inputs) -> logit: [1] { x -> Linear(4) -> relu -> Linear(1) }
            train T {
              model:     Scorer(Loans.inputs)
              loss:      bce_with_logits(logit, Loans.defaulted)
              optimizer: SGD(lr: 0.1)
              epochs:    3
              batch:     2
            }
            """;
    private static final String ROWS = "age,income,defaulted\n30,1000,0\n40,2000,1\n50,1500,0\n35,900,1\n";

    @TempDir
    private Path folder = Path.of("");
    private TrainingProject project = new TrainingProject(folder);

    @BeforeEach
    void aProject() {
        project = new TrainingProject(folder).source("loans.dnn", SOURCE).source("loans.csv", ROWS);
    }

    private void assertSays(TrainingProject.Ended ended, int code, String sentence) {
        assertEquals(code, ended.code(), ended.err());
        String said = ended.problem().replace(folder.toString() + "/", "");
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\tat "), said);
    }

    /** What the compiler sees in a file's first rows it says with the line of the .dnn file, and ends with 2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            40,2000,1 | 40,,1        | 2 | loans.dnn:3:15: error DNN0504: income is missing in 1 of the first rows of loans.csv
            40,2000,1 | 40,NaN,1     | 2 | loans.dnn:3:15: error DNN0504: income is missing in 1 of the first rows of loans.csv
            40,2000,1 | 40,lots,1    | 2 | error DNN0504: income is to be a number, but loans.csv has "lots" in line 3
            40,2000,1 | 40,2000      | 2 | loans.csv:3: 2 values where the header has 3 columns
            40,2000,1 | 40,"2000,1   | 2 | loans.csv:3: in the record that begins here, a quote is not closed
            income    | 收入         | 2 | loans.dnn:3:15: error DNN0503: loans.csv has no column income
            40,2000,1 | 40,2000,maybe | 2 | loans.dnn:4:10: error DNN0504: defaulted is to be bool, but loans.csv has "maybe" in line 3
            40,2000,1 | 40,1e60,1    | 1 | loans.csv:3: column "income": found "1e60", expected a number within float32
            """)
    void saysWhatIsWrongInATable(String before, String after, int code, String sentence) {
        project.source("loans.csv", ROWS.replace(before, after));
        assertSays(project.train("T"), code, sentence);
        assertFalse(Files.exists(project.path("runs")), "nothing is begun");
    }

    @Test
    void saysThatThereIsNothingInATable() {
        assertSays(project.source("loans.csv", "age,income,defaulted\n").train("T"), 1,
                "loans.csv: has a header and no rows");
        assertSays(project.source("loans.csv", "").train("T"), 2, "loans.csv: is empty");
        assertSays(project.source("loans.csv", ROWS.substring(0, ROWS.indexOf("50,"))).train("T"), 1,
                "loans.dnn: batch: 2 is larger than the training split, which has 1 row; use batch: all, or a smaller one");
    }

    /** All of these are the same table, in the same order. */
    @Test
    void readsEveryDialect() throws IOException {
        assertEquals(0, project.train("T").code());
        String bits = TrainingProject.sha256(project.run("T", "1", "model.safetensors"));
        List<String> dialects = List.of(ROWS.replace(",", ";"), "\uFEFF" + ROWS, ROWS.replace("\n", "\r\n"),
                ROWS.replace("40,2000,1", "\"40\",\"2000\" , 1"));
        for (String dialect : dialects) {
            assertEquals(0, project.source("loans.csv", dialect).train("T").code(), dialect);
            assertEquals(bits, TrainingProject.sha256(project.run("T", "latest", "model.safetensors")), dialect);
        }
        project.source("loans.dnn", SOURCE.replace("age, income: float -> standardize",
                "age: float -> standardize\n  input  income = column(\"收入\"): float -> standardize"));
        assertEquals(0, project.source("loans.csv", ROWS.replace("income", "收入")).train("T").code());
    }

    @Test
    void saysWhereDataAreLookedFor() throws IOException {
        Files.delete(project.path("src/main/dnn/loans.csv"));
        assertSays(project.train("T", "-Ddnn.data=/nowhere"), 1, "loans.csv is neither in src/main/dnn nor in the data"
                + " directory /nowhere; put it in one of them, or name another directory with -Ddnn.data");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class(3) = floor(4 * sum(x))         | loans.dnn:4: row 1 of y is 3.0; expected is a whole number from 0 to 2
            class(3) = sum(x)                    | loans.dnn:4: row 1 of y is 0.9
            bool     = 2 * sum(x)                | loans.dnn:4: row 1 of y is 1.
            one_hot(2) = [sum(x) > 0, sum(x) < 5] | loans.dnn:4: row 1 of y is [1.0, 1.0]; expected is 2 numbers of which one is 1 and the others 0
            """)
    void saysWhatIsWrongWithGeneratedRows(String target, String sentence) {
        boolean classes = target.startsWith("class");
        project.source("loans.dnn", """
                data Made {
                  source: generate(rows: 20)
                  input  x: float[1] = uniform(0.9, 1)
                  target y: %s
                }
                model M(x: Made.x) -> y: [%d] { x -> Linear(%<d) }
                train T {
                  model:     M(Made.x)
                  loss:      %s(y, Made.y)
                  optimizer: SGD(lr: 0.1)
                  epochs:    1
                  batch:     all
                }
                """.formatted(target, classes ? 3 : target.startsWith("bool") ? 1 : 2,
                classes ? "cross_entropy" : "bce_with_logits"));
        assertSays(project.train("T"), 1, sentence);
    }

    /** Six images of one pixel, and their labels; a byte changed, left out, or too many. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00000803 00000006 00000001 00000001 010203040506 | 00000801 00000006 000102000102     | 0 |
            00000803 00000006 00000001 00000001 0102030405   | 00000801 00000006 000102000102     | 1 | images: is cut short: its sizes 6×1×1 promise 6 bytes, and 5 are there; copy it again
            00000803 00000006 00000001                       | 00000801 00000006 000102000102     | 2 | images: is cut short: it ends in the middle; copy it again
            00000803 00000006 00000001 00000001 01020304050607 | 00000801 00000006 000102000102   | 1 | images: goes on after the 6 bytes that its sizes 6×1×1 promise: it is damaged; copy it again
            89504e47 00000006 00000001 00000001 010203040506 | 00000801 00000006 000102000102     | 2 | images: begins with 89 50 4e 47, which is no idx file: images begin with 00 00 08 03, labels with 00 00 08 01
            00000d03 00000006 00000001 00000001 010203040506 | 00000801 00000006 000102000102     | 2 | images: holds 32-bit floats (type 0d); what is read is unsigned bytes (type 08)
            00000803 00000006 00000001 00000001 010203040506 | 00000801 00000008 0001020001020001 | 2 | images has 6 images, labels has 8 labels
            00000803 00000006 00000001 00000001 010203040506 | 00000801 00000006 000102030102     | 1 | labels: label 4 of 6 is 3, and 3 classes are 0 to 2
            00000803 00000006 00000001 00000002 010203040506 | 00000801 00000006 000102000102     | 2 | help: write u8[1, 1, 2]
            """)
    void saysWhatIsWrongWithImages(String images, String labels, int code, @Nullable String sentence) {
        project.source("loans.dnn",
                """
                        data Dots {
                          source: idx(train_images: "images", train_labels: "labels", test_images: "others", test_labels: "kinds")
                          input  dot: u8[1, 1, 1] -> scale(1 / 255)
                          target kind: class(3)
                                }
                        model Kinds(x: Dots.dot) -> logits: [3] { x -> flatten -> Linear(3) }
                        train T {
                          model:     Kinds(Dots.dot)
                          loss:      cross_entropy(logits, Dots.kind)
                          optimizer: SGD(lr: 0.1)
                          epochs:    1
                          batch:     all
                        }
                        """);
        project.file("src/main/dnn/others", HexFormat.of().parseHex("0000080300000001000000010000000101"));
        project.file("src/main/dnn/kinds", HexFormat.of().parseHex("000008010000000102"));
        project.file("src/main/dnn/images", HexFormat.of().parseHex(images.replace(" ", "")));
        project.file("src/main/dnn/labels", HexFormat.of().parseHex(labels.replace(" ", "")));
        assertSays(project.train("T"), code, sentence == null ? "" : sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            epochs=0  | -Ddnn.epochs=0: expected is a whole number from 1
            threads=0 | -Ddnn.threads=0: expected is a whole number from 1
            seed=x    | -Ddnn.seed=x: expected is a whole number from 0
            resume=si | -Ddnn.resume=si: expected is true or false
            initial=absent.safetensors | cannot read absent.safetensors: there is no such file
            runs=loans.txt | cannot write loans.txt/T: not a directory
            """)
    void saysWhatIsWrongWithASetting(String setting, String sentence) {
        project.file("loans.txt", "");
        assertSays(project.train("T", "-Ddnn." + setting), 1, sentence);
    }

    @Test
    void endsWithThreeWhereARequirementDoesNotHold() {
        String export = "export T { weights: \"good.safetensors\" }\n";
        project.source("loans.dnn",
                SOURCE.replace("epochs:    3", "epochs:    3\n  require:   test.loss < 0") + export);
        TrainingProject.Ended ended = project.train("T");
        assertSays(ended, 3, "loans.dnn:13: require test.loss < 0 does not hold: test.loss is ");
        assertTrue(Files.exists(project.run("T", "1", "model.safetensors")));
        assertTrue(ended.out().contains("note: not exported to good.safetensors"), ended.out());
        assertFalse(Files.exists(project.path("good.safetensors")));
        ended = project.source("loans.dnn", SOURCE + export).train("T");
        assertTrue(ended.out().contains("note: exported to good.safetensors"), ended.out());
        assertTrue(Files.exists(project.path("good.safetensors")));
    }

    @Test
    void namesWhatDiverged() {
        project.source("loans.dnn", SOURCE.replace("lr: 0.1", "lr: 1e38").replace("epochs:    3", "epochs:    90"));
        TrainingProject.Ended ended = project.train("T");
        assertSays(ended, 1, "a smaller learning rate, or clip: norm(1), may help; what was learnt before step ");
        assertTrue(ended.problem().startsWith("error: loans.dnn:"), ended.problem());
        assertEquals(1, ended.problem().lines().count());
        assertTrue(Files.exists(project.run("T", "1", "checkpoint.safetensors")));
    }

    @Test
    void twoAtOnceHaveFoldersOfTheirOwn() throws IOException {
        List<String> command = project.command("T");
        Process first = project.start(command);
        Process second = project.start(command);
        assertEquals(0, project.end(first).code());
        assertEquals(0, project.end(second).code());
        assertEquals("2", Files.readSymbolicLink(project.path("runs/T/latest")).toString());
        assertEquals(TrainingProject.sha256(project.run("T", "1", "model.safetensors")),
                TrainingProject.sha256(project.run("T", "2", "model.safetensors")));
    }

    /** On a disk of 64 KiB: the first model fits; what no longer does leaves what was there. */
    @Test
    void aFullDiskLeavesTheLastGoodCheckpoint() throws Exception {
        Path disk = Files.createDirectories(project.path("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "only root may mount a small disk");
        try {
            String wide = SOURCE.replace("Linear(4)", "Linear(900)").replace("epochs:    3", "epochs:    3\n  "
                    + "checkpoint: every(1 epochs)");
            project.source("loans.dnn", wide);
            TrainingProject.Ended ended = project.train("T", "-Ddnn.runs=disk", "-Ddnn.checkpointSeconds=0");
            assertSays(ended, 1, ".safetensors: no space left on device");
            assertTrue(ended.problem().endsWith("; what was learnt until the last checkpoint is safe: go on with"
                    + " -Ddnn.resume=true"), ended.problem());
            Files.delete(disk.resolve("T/1/epoch-1.safetensors"));
            project.source("loans.dnn", wide.replace("\n  checkpoint: every(1 epochs)", ""));
            TrainingProject.Ended again = project.train("T", "-Ddnn.runs=disk", "-Ddnn.resume=true");
            assertTrue(again.problem().endsWith(": no space left on device; the trained"
                    + " model is in disk/T/1/model.safetensors"), again.problem());
        } finally {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    @Test
    void showsTheStackTraceThatIsAskedFor() {
        TrainingProject.Ended ended = project.source("loans.csv", "age,income,defaulted\n").train("T",
                "-Ddnn.stacktrace=true");
        assertEquals(1, ended.code());
        assertTrue(ended.err().contains("\tat org.dnn.runtime"), ended.err());
        assertTrue(ended.err().contains("has a header and no rows"));
    }
}
