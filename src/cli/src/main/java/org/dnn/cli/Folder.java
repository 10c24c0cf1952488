package org.dnn.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;

/** What is below a folder. */
final class Folder {
    private Folder() {}

    /**
     * All files, in order of their paths; none where there is no such folder. Links are followed.
     *
     * @throws Problem if it cannot be read
     */
    static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                    new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            files.add(file);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw FileProblem.cannotRead(folder, e);
        }
        Collections.sort(files);
        return files;
    }

    /** The path of a file from a folder, with {@code /} on every machine. */
    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /** @throws Problem if it cannot be deleted */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileProblem.cannotWrite(file, e);
        }
    }

    /** @throws Problem if it cannot be read */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileProblem.cannotRead(file, e);
        }
    }

    /** @throws Problem if it cannot be read or written */
    static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FileProblem.cannotWrite(to, e);
        }
    }
}
