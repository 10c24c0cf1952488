package org.dnn.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.Compilation.Trainable;

/**
 * The command line of the JVM that trains or tests.
 *
 * @param classes of the generated programs
 */
record TrainingJvm(Job job, ClassPath classPath, Path classes) {
    /** What is started. It takes a verb and a class, and settings as system properties. */
    static final String MAIN = "org.dnn.runtime.Launch";

    /** Tells it where the {@code .dnn} file is, beside which data are looked for first. No setting of the user's. */
    private static final String BESIDE = "dnn.beside";

    /**
     * The memory is the plan's, in a few large arrays that live to the end: three quarters of the machine are allowed,
     * nearly all of it for what is old, and nothing is taken before it is needed. One thread collects what little
     * garbage there is. What uses vectors is compiled after a tenth of the usual number of calls: until then each of its
     * operations is a call with an object, and HotSpot begins to compile what these calls lead to, for nothing.
     */
    private static final List<String> FLAGS = List.of("--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=75",
            "-XX:MaxNewSize=256m", "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,org.dnn.runtime.cpu.Vector*::*,0.1",
            "-XX:CompileCommand=CompileThresholdScaling,*Vectors::*,0.1");

    /** @param verb {@code train} or {@code test} */
    List<String> command(String verb, Trainable training) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(job.settings().with(Setting.TRAIN, training.name())
                .with(Setting.SOURCE_DIRECTORY, job.sourceDirectory().toString()).arguments());
        command.add("-D" + BESIDE + "=" + job.sourceDirectory().resolve(training.file()).resolveSibling(""));
        command.addAll(List.of("-cp", classPath.text() + File.pathSeparator + classes));
        command.addAll(List.of(MAIN, verb, training.className()));
        return command;
    }
}
