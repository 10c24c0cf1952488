package org.dnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The folder {@code generated/} at the top shows what the models become, so that a change of the compiler shows in review.
 * {@code mvn verify -Ddnn.bless=true} writes it anew.
 */
class GeneratedSourcesTest {
    private static final Path BUILT = Path.of("target", "generated-sources", "dnn");
    private static final Path COMMITTED = Path.of("..", "generated");

    @Test
    void areThoseThatAreCommitted() throws IOException {
        SortedMap<String, String> built = sources(BUILT);
        assertFalse(built.isEmpty(), "nothing was generated");
        if (Boolean.getBoolean("dnn.bless")) {
            bless(built);
        }
        SortedMap<String, String> committed = sources(COMMITTED);
        assertEquals(built.keySet(), committed.keySet(), "run mvn verify -Ddnn.bless=true and read the difference");
        built.forEach((path, text) -> assertEquals(text, committed.get(path),
                () -> path + " has changed: run mvn verify -Ddnn.bless=true and read the difference"));
    }

    private static void bless(SortedMap<String, String> built) throws IOException {
        for (String old : sources(COMMITTED).keySet()) {
            Files.delete(COMMITTED.resolve(old));
        }
        for (var source : built.entrySet()) {
            Path file = COMMITTED.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
    }

    private static SortedMap<String, String> sources(Path folder) throws IOException {
        SortedMap<String, String> sources = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return sources;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java") || f.toString().endsWith(".cu"))
                    .toList()) {
                sources.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return sources;
    }
}
