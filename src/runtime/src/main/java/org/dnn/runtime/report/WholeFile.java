package org.dnn.runtime.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file that is there whole or not at all, and what is said when it cannot be: the only way to the disk from
 * here.
 */
final class WholeFile {
    private WholeFile() {}

    static void write(Path file, String text) {
        Path beside = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    static RuntimeException cannotWrite(Path file, IOException cause) {
        return new UncheckedIOException("cannot write " + file + ": " + cause.getMessage(), cause);
    }

    static RuntimeException cannotRead(Path file, IOException cause) {
        return new UncheckedIOException("cannot read " + file + ": " + cause.getMessage(), cause);
    }
}
