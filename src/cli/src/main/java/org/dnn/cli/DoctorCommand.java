package org.dnn.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dnn doctor}. */
@Command(name = "doctor", description = "Says what there is to train with: JDK, vectors, memory, data, driver, cards and libraries; what each lacks, and what mends it.")
final class DoctorCommand extends DnnCommand {
    @Option(names = "--print-command", description = "Prints the command line instead of running it.")
    private boolean printCommand;

    DoctorCommand(World world) {
        super(world);
    }

    /** In a JVM like one that trains. */
    @Override
    int run(Job job, Reporter reporter) {
        List<String> command = TrainingJvm.doctor(job, ClassPath.own());
        if (printCommand) {
            reporter.say(new Message.Command(command));
            return Exit.DONE.code();
        }
        return world().starter().applyAsInt(command);
    }
}
