package org.dnn.cli;

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

    /** Tells it where the programs are, which are not on the class path: what is there can be kept in a {@link StartupCache}. */
    private static final String CLASSES = "dnn.classes";

    /** @param verb {@code train} or {@code test} */
    List<String> command(String verb, Trainable training) {
        List<String> command = java(Launch.flags(job.settings().get(Setting.FORM), training.inMachineCode()));
        StartupCache startup = new StartupCache(job.work().resolve("startup"), List.copyOf(command), classPath);
        command.addAll(startup.flags(verb));
        command.addAll(job.settings().with(Setting.TRAIN, training.name())
                .with(Setting.SOURCE_DIRECTORY, job.sourceDirectory().toString()).arguments());
        command.add("-D" + BESIDE + "=" + job.sourceDirectory().resolve(training.file()).resolveSibling(""));
        command.add("-D" + CLASSES + "=" + classes);
        command.addAll(List.of("-cp", classPath.text()));
        command.addAll(List.of(MAIN, verb, training.className()));
        return command;
    }

    /** What says what there is to train with. */
    static List<String> doctor(Job job, ClassPath classPath) {
        List<String> command = java(Launch.flags(job.settings().get(Setting.FORM), true));
        command.addAll(job.settings().arguments());
        command.addAll(List.of("-cp", classPath.text(), MAIN, "doctor"));
        return command;
    }

    private static List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        return command;
    }
}
