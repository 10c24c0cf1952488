package org.dnn.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Files of expected texts beside the files they belong to. {@code -Ddnn.bless=true} writes them; a person reads the diff. */
public final class GoldenFiles {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private GoldenFiles() {}

    /** The files of a folder of the test resources with this ending, in order; there is at least one. */
    public static List<Path> in(String folder, String ending) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            List<Path> found = files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
            assertFalse(found.isEmpty(), "no files in " + folder);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that expected texts stand beside, or could. */
    public static Path path(String name) {
        return RESOURCES.resolve(name + ".dnn");
    }

    public static SourceFile read(Path file) {
        try {
            return new SourceFile(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds a text against the file of the same name with another ending. */
    public static void check(Path file, String ending, String actual) {
        String name = file.getFileName().toString();
        Path expected = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
        if (Boolean.getBoolean("dnn.bless")) {
            write(expected, actual);
        } else {
            assertTrue(Files.exists(expected), "no " + expected + ": run with -Ddnn.bless=true, and read it");
            assertEquals(read(expected).text(), actual, expected.toString());
        }
    }

    private static void write(Path file, String text) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
