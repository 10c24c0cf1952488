package org.dnn.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the {@code dnn} command is started.
 *
 * @param java      the program
 * @param classPath the plugin's own, where the command is
 * @param main      its main class
 * @param output    where generated Java goes
 * @param work      what is kept between two runs
 * @param settings  with their prefix
 */
record Command(String java, List<Path> classPath, String main, Path output, Path work, Map<String, String> settings) {
    /** A compiler's life is short: it starts faster with the first of the JVM's two compilers alone. */
    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The command line for a verb: {@code generate}, {@code check}, {@code train}, {@code test}; and its options. */
    List<String> line(String... verb) {
        List<String> line = new ArrayList<>();
        line.add(java);
        line.addAll(FLAGS);
        line.add("-cp");
        line.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        line.add(main);
        line.addAll(List.of(verb));
        line.addAll(List.of("--format=json", "--output=" + output, "--work=" + work));
        settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
        return line;
    }
}
