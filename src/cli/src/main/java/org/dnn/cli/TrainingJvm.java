package org.dnn.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.runtime.Launch;

/**
 * The command line of the JVM that trains or tests.
 *
 * @param classes of the generated programs
 */
record TrainingJvm(Job job, ClassPath classPath, Path classes) {
    /** What is started. It takes a verb and a class, and settings as system properties. */
    static final String MAIN = Launch.class.getName();

    /** Tells it where the {@code .dnn} file is, beside which data are looked for first. No setting of the user's. */
    private static final String BESIDE = "dnn.beside";

    /** @param verb {@code train} or {@code test} */
    List<String> command(String verb, Trainable training) {
        List<String> command = java();
        command.addAll(job.settings().with(Setting.TRAIN, training.name())
                .with(Setting.SOURCE_DIRECTORY, job.sourceDirectory().toString()).arguments());
        command.add("-D" + BESIDE + "=" + job.sourceDirectory().resolve(training.file()).resolveSibling(""));
        command.addAll(List.of("-cp", classPath.text() + File.pathSeparator + classes));
        command.addAll(List.of(MAIN, verb, training.className()));
        return command;
    }

    /** What says what there is to train with. */
    static List<String> doctor(Job job, ClassPath classPath) {
        List<String> command = java();
        command.addAll(job.settings().arguments());
        command.addAll(List.of("-cp", classPath.text(), MAIN, "doctor"));
        return command;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Launch.FLAGS);
        return command;
    }
}
