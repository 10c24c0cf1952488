package org.dnn.runtime.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("weights.bin");
        AtomicFiles.write(file, new byte[]{1, 2, 3});
        AtomicFiles.write(file, out -> {
            out.write(4);
            out.write(new byte[100_000]);
        });
        assertEquals(100_001, Files.size(file));
        assertEquals(List.of(file), names());
    }

    @Test
    void makesTheFoldersThatLack() throws IOException {
        Path file = folder.resolve("runs/1/weights.bin");
        AtomicFiles.write(file, new byte[]{1});
        assertArrayEquals(new byte[]{1}, Files.readAllBytes(file));
    }

    @Test
    void aFullDiskLeavesTheOldFileAndNoPart() throws IOException {
        Path file = folder.resolve("weights.bin");
        AtomicFiles.write(file, new byte[]{1, 2, 3});
        Problem problem = assertThrows(Problem.class, () -> AtomicFiles.write(file, out -> {
            out.write(new byte[200_000]);
            throw new IOException("No space left on device");
        }));
        assertEquals("cannot write " + file + ": no space left on device; the file that was there is unchanged",
                problem.getMessage());
        assertArrayEquals(new byte[]{1, 2, 3}, Files.readAllBytes(file));
        assertEquals(List.of(file), names());
    }

    @Test
    void aFailureOfTheWriterReachesTheCallerAsItIs() throws IOException {
        Path file = folder.resolve("weights.bin");
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> AtomicFiles.write(file, out -> {
            throw new IllegalStateException("ours");
        }));
        assertEquals("ours", thrown.getMessage());
        assertEquals(List.of(), names());
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        Path file = Files.createDirectory(folder.resolve("weights"));
        Problem problem = assertThrows(Problem.class, () -> AtomicFiles.write(file, new byte[1]));
        assertEquals("cannot write " + file + ": it is a folder", problem.getMessage());
        assertEquals(List.of(file), names());
    }

    @Test
    void aFileInTheWayOfAFolderIsNamed() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("runs"), "");
        Problem problem = assertThrows(Problem.class,
                () -> AtomicFiles.write(notAFolder.resolve("weights"), new byte[1]));
        assertEquals("cannot write " + notAFolder.resolve("weights") + ": " + notAFolder + " is in the way",
                problem.getMessage());
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AtomicFiles.write(link, "new".getBytes(StandardCharsets.UTF_8));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void aNameWithoutAFolderIsWrittenWhereTheProgramRuns() throws IOException {
        Path file = Path.of("atomic-files-test.bin");
        try {
            AtomicFiles.write(file, new byte[]{7});
            assertArrayEquals(new byte[]{7}, Files.readAllBytes(file));
        } finally {
            assertTrue(Files.deleteIfExists(file));
        }
        assertFalse(Files.exists(file));
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
