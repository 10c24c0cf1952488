package org.dnn.runtime.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import org.dnn.runtime.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Where data files are found: beside the {@code .dnn} file that names them, then in one directory for all.
 *
 * @param path the directory for all, which need not exist yet
 */
public record DataDirectory(Path path) {
    /** The system property that names another directory: {@code -Ddnn.data=/mnt/data}. */
    public static final String PROPERTY = "dnn.data";

    /**
     * The directory given, or {@code ~/.cache/dnn/data} where none is.
     *
     * @throws Problem if what is given is no path
     */
    public static DataDirectory of(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return new DataDirectory(Path.of(System.getProperty("user.home"), ".cache", "dnn", "data"));
        }
        try {
            return new DataDirectory(Path.of(given));
        } catch (InvalidPathException e) {
            throw new Problem("-D" + PROPERTY + "=" + given + " is not a path", e);
        }
    }

    /** The directory that the system property names, or the usual one. */
    public static DataDirectory fromProperty() {
        return of(System.getProperty(PROPERTY));
    }

    /**
     * A file, or nothing where it is in neither place. An absolute name is a place of its own.
     *
     * @param beside the directory of the {@code .dnn} file
     * @param name   as the file names it, with folders or without
     */
    public Optional<Path> locate(Path beside, String name) {
        Path near = resolve(beside, name);
        Path central = resolve(path, name);
        return Files.exists(near) ? Optional.of(near) : Files.exists(central) ? Optional.of(central) : Optional.empty();
    }

    /**
     * A file that must be there.
     *
     * @throws Problem if it is in neither place, or is a folder
     */
    public Path file(Path beside, String name) {
        Path found = locate(beside, name).orElseThrow(() -> missing(beside, name));
        if (Files.isDirectory(found)) {
            throw Problem.in(found, "is a folder, where a file is expected");
        }
        return found;
    }

    /**
     * A folder that must be there.
     *
     * @throws Problem if it is in neither place, or is a file
     */
    public Path folder(Path beside, String name) {
        Path found = locate(beside, name).orElseThrow(() -> missing(beside, name));
        if (!Files.isDirectory(found)) {
            throw Problem.in(found, "is a file, where a folder is expected");
        }
        return found;
    }

    private static Path resolve(Path directory, String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new Problem("\"" + name + "\" cannot be the name of a file", e);
        }
    }

    private Problem missing(Path beside, String name) {
        if (Path.of(name).isAbsolute()) {
            return new Problem(name + " is not there");
        }
        return new Problem(name + " is neither in " + beside.toAbsolutePath().normalize()
                + " nor in the data directory " + path.toAbsolutePath().normalize()
                + "; put it in one of them, or name another directory with -D" + PROPERTY);
    }
}
