package org.dnn.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A class path.
 *
 * @param entries jars and folders with classes
 */
record ClassPath(List<Path> entries) {
    /** This JVM's own: the compiler, the runtime and all that they need. */
    static ClassPath own() {
        String[] entries = System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator));
        return new ClassPath(List.of(entries).stream().filter(e -> !e.isEmpty()).map(Path::of).toList());
    }

    /** Of the content of all entries: another compiler has another one, whatever its version says. */
    String digest() {
        Digest digest = new Digest();
        entries.forEach(digest::add);
        return digest.text();
    }

    /** As an argument. */
    String text() {
        return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
