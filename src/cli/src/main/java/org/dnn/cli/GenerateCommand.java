package org.dnn.cli;

import picocli.CommandLine.Command;

/** {@code dnn generate}. */
@Command(name = "generate", description = "Writes the Java, and the kernels for a GPU, that .dnn files become.")
final class GenerateCommand extends DnnCommand {
    GenerateCommand(World world) {
        super(world);
    }

    @Override
    int run(Job job, Reporter reporter) {
        new Generator(compiling(job, reporter), ClassPath.own()).run();
        return Exit.DONE.code();
    }
}
