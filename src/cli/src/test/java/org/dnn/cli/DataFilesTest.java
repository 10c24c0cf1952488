package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dnn.compiler.source.Outside.Answer;
import org.dnn.compiler.source.Outside.CsvColumnFacts;
import org.dnn.compiler.source.Outside.CsvFacts;
import org.dnn.compiler.source.Outside.IdxFacts;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.data.DataDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    private final SourceFile asking = new SourceFile("clinic/diabetes.dnn", "");
    @TempDir
    private Path folder = Path.of("");
    private DataFiles data = new DataFiles(folder, new DataDirectory(folder));

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(folder.resolve("dnn/clinic"));
        Files.createDirectories(folder.resolve("data"));
        data = new DataFiles(folder.resolve("dnn"), new DataDirectory(folder.resolve("data")));
    }

    @Test
    void looksBesideTheFileFirst() throws IOException {
        Files.writeString(folder.resolve("data/rows.csv"), "far\n1\n");
        assertEquals(new Answer.Found<>(new CsvFacts(List.of(column("far")))), data.csv(asking, "rows.csv", ""));
        Files.writeString(folder.resolve("dnn/clinic/rows.csv"), "near\n1\n");
        assertEquals(new Answer.Found<>(new CsvFacts(List.of(column("near")))), data.csv(asking, "rows.csv", ""));
    }

    private static CsvColumnFacts column(String name) {
        return new CsvColumnFacts(name, 1, 0, 0, Optional.empty(), 0, true, 1, 1);
    }

    @Test
    void saysWhatTheFirstRowsHold() throws IOException {
        Files.writeString(folder.resolve("data/rows.csv"), "a;b\n1;x\n;2\n");
        assertEquals(
                new Answer.Found<>(
                        new CsvFacts(List.of(new CsvColumnFacts("a", 1, 1, 0, Optional.empty(), 0, true, 1, 1),
                                new CsvColumnFacts("b", 1, 0, 1, Optional.of("x"), 2, true, 2, 2)))),
                data.csv(asking, "rows.csv", ";"));
    }

    @Test
    void saysWhereItLooked() {
        Answer.Absent<CsvFacts> absent = new Answer.Absent<>(
                folder.resolve("dnn/clinic") + " and " + folder.resolve("data"));
        assertEquals(absent, data.csv(asking, "rows.csv", ""));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Files.writeString(folder.resolve("data/images"), "no images");
        Answer.Broken<?> broken = assertInstanceOf(Answer.Broken.class, data.idx(asking, "images"));
        assertTrue(broken.sentence().contains("which is no idx file"), broken.sentence());
        assertInstanceOf(Answer.Broken.class, data.csv(asking, "images", "::"));
        assertInstanceOf(Answer.Broken.class, data.csv(asking, "", ""));
    }

    @Test
    void readsSizes() throws IOException {
        Files.write(folder.resolve("data/labels"), new byte[]{0, 0, 8, 1, 0, 0, 0, 2, 7, 9});
        assertEquals(new Answer.Found<>(new IdxFacts(List.of(2))), data.idx(asking, "labels"));
    }

    @Test
    void remembersWhatWasAsked() throws IOException {
        data.csv(asking, "rows.csv", "");
        data.idx(asking, "labels");
        data.idx(asking, "labels");
        List<DataFiles.Asked> asked = data.asked();
        assertEquals(2, asked.size());
        assertTrue(asked.stream().allMatch(data::holds));
        Files.writeString(folder.resolve("data/labels"), "anything");
        assertEquals(List.of(true, false), asked.stream().map(data::holds).toList());
    }
}
