package org.dnn.maven;

import java.nio.file.Path;
import java.util.List;

/** A JVM with the classes of the tests. */
final class TestJava {
    private TestJava() {}

    static List<String> line(Class<?> main) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName());
    }
}
