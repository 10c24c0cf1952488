package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds a text against the file that a person has read. {@code -Ddnn.bless=true} writes the file instead. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/org/dnn/runtime/report/golden");

    private Golden() {}

    static void check(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if (Boolean.getBoolean("dnn.bless")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertEquals(Files.readString(file), actual, name + " (-Ddnn.bless=true writes it)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
