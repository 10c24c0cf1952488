package org.dnn.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A training whose JVM writes down what it has loaded, so that the next ones have it at once (an AOT cache, as in JEP 514). It does
 * so when it ends, however it ends; that it was a whole training is said by a file.
 */
final class Recording {
    private static final String PROPERTY = "dnn.recording";
    private static final String PACKAGE = "org/dnn/runtime/";
    /** What a training on the CPU without the Vector API has no use for. */
    private static final List<String> OTHERS = List.of(PACKAGE + "cuda/", PACKAGE + "cpu/Vector");

    private Recording() {}

    /** A training is through, if this JVM writes down anything. */
    static void end() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return;
        }
        try {
            Path jar = Path.of(Recording.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            load(jar);
            // The record is not there before this process is gone.
            Files.writeString(Path.of(file), Long.toString(ProcessHandle.current().pid()));
        } catch (IOException | URISyntaxException e) {
            // Then there is no such file, and another training is recorded.
        }
    }

    /** So that what another network needs is there too. */
    private static void load(Path jar) throws IOException {
        try (JarFile classes = new JarFile(jar.toFile())) {
            classes.stream().map(JarEntry::getName)
                    .filter(name -> name.startsWith(PACKAGE) && name.endsWith(".class")
                            && OTHERS.stream().noneMatch(name::startsWith))
                    .forEach(name -> load(name.substring(0, name.length() - ".class".length()).replace('/', '.')));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Recording.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It is loaded when it is needed, or never was.
        }
    }
}
