package org.dnn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dnn.runtime.file.AtomicFiles;

/**
 * A file that keeps a result under a key, which is its first line: the digest of all that the result depends on, the
 * classes that write and read it included. So whoever has the key can read what is there.
 */
record KeyedFile(Path path) {
    /** The result, or nothing where there is none under this key. */
    Optional<String> read(String key) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        String[] parts = new String(Folder.bytes(path), UTF_8).split("\n", 2);
        return parts.length == 2 && parts[0].equals(key) ? Optional.of(parts[1]) : Optional.empty();
    }

    void write(String key, String result) {
        AtomicFiles.write(path, (key + "\n" + result).getBytes(UTF_8));
    }

    /** From now on there is nothing, until it is written again. */
    void forget() {
        Folder.delete(path);
    }
}
