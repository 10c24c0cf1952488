package org.dnn.runtime.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;

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
            delete(beside, e);
            throw cannotWrite(file, e);
        }
    }

    private static void delete(Path part, IOException failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    static Problem cannotWrite(Path file, IOException cause) {
        return FileProblem.cannotWrite(file, cause);
    }

    static Problem cannotRead(Path file, IOException cause) {
        return FileProblem.cannotRead(file, cause);
    }
}
