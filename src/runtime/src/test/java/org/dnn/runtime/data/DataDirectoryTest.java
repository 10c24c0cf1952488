package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder = Path.of("");

    private Path beside = Path.of("");
    private Path central = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        beside = Files.createDirectory(folder.resolve("models"));
        central = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void besideTheFileFirstThenTheDataDirectory() throws IOException {
        DataDirectory data = new DataDirectory(central);
        Path far = Files.writeString(central.resolve("loans.csv"), "");
        assertEquals(far, data.file(beside, "loans.csv"));
        Path near = Files.writeString(beside.resolve("loans.csv"), "");
        assertEquals(near, data.file(beside, "loans.csv"));
        assertEquals(Optional.of(near), data.locate(beside, "loans.csv"));
        assertEquals(near, data.file(beside, near.toAbsolutePath().toString()));
    }

    @Test
    void namesTheFileAndBothPlaces() {
        DataDirectory data = new DataDirectory(central);
        assertEquals(Optional.empty(), data.locate(beside, "loans.csv"));
        Problem problem = assertThrows(Problem.class, () -> data.file(beside, "loans.csv"));
        assertEquals("loans.csv is neither in " + beside + " nor in the data directory " + central
                + "; put it in one of them, or name another directory with -Ddnn.data", problem.getMessage());
        problem = assertThrows(Problem.class, () -> data.file(beside, "/no/such.csv"));
        assertEquals("/no/such.csv is not there", problem.getMessage());
    }

    @Test
    void foldersAndFilesAreNotTakenForEachOther() throws IOException {
        DataDirectory data = new DataDirectory(central);
        Path batches = Files.createDirectory(central.resolve("batches"));
        Path file = Files.writeString(central.resolve("file"), "");
        assertEquals(batches, data.folder(beside, "batches"));
        assertEquals(batches + ": is a folder, where a file is expected",
                assertThrows(Problem.class, () -> data.file(beside, "batches")).getMessage());
        assertEquals(file + ": is a file, where a folder is expected",
                assertThrows(Problem.class, () -> data.folder(beside, "file")).getMessage());
    }

    @Test
    void theUsualDirectoryIsInTheCache() {
        Path usual = Path.of(System.getProperty("user.home"), ".cache", "dnn", "data");
        assertEquals(usual, DataDirectory.of(null).path());
        assertEquals(usual, DataDirectory.of(" ").path());
        assertEquals(Path.of("/mnt/data"), DataDirectory.of("/mnt/data").path());
        assertEquals("-Ddnn.data=\0 is not a path",
                assertThrows(Problem.class, () -> DataDirectory.of("\0")).getMessage());
        assertEquals("\"\0\" cannot be the name of a file",
                assertThrows(Problem.class, () -> DataDirectory.of(null).file(beside, "\0")).getMessage());
    }
}
