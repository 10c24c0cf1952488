package org.dnn.cli;

import java.nio.file.Path;
import java.util.List;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.runtime.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds a train block, and starts a JVM with it. */
abstract class LaunchCommand extends DnnCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The train block; the same as -Ddnn.train=NAME.")
    private @Nullable String name;

    @Option(names = "--print-command", description = "Prints the command line instead of running it.")
    private boolean printCommand;

    LaunchCommand(World world) {
        super(world);
    }

    /** What the JVM is asked to do with the train block. */
    abstract String verb();

    /** The job with what this command sets by itself. */
    abstract Job completed(Job job, Trainable training);

    @Override
    int run(Job job, Reporter reporter) {
        ClassPath classPath = ClassPath.own();
        Generation generation = new Generator(compiling(job, withoutNotes(reporter)), classPath).run();
        Trainable training = choose(job, generation.trainings());
        Job completed = completed(job, training);
        Path classes = new ClassFiles(job, classPath).of(generation);
        List<String> command = new TrainingJvm(completed, classPath, classes).command(verb(), training);
        if (printCommand) {
            reporter.say(new Message.Command(command));
            return Exit.DONE.code();
        }
        return world().starter().applyAsInt(command);
    }

    /** Notes are of data that are missing, for any train block; the one that needs them says so itself. */
    private static Reporter withoutNotes(Reporter reporter) {
        return message -> {
            if (!(message instanceof Message.Diagnostic diagnostic && diagnostic.severity().equals("note"))) {
                reporter.say(message);
            }
        };
    }

    private Trainable choose(Job job, List<Trainable> trainings) {
        List<String> names = Blocks.names(trainings);
        if (names.isEmpty()) {
            throw new Problem("there is no train block in " + job.shown(job.sourceDirectory()));
        }
        String wanted = Blocks.wanted(name, job).orElseThrow(() -> new Problem("which train block? Say "
                + Setting.TRAIN.option() + "=" + names.getFirst() + "; there " + Unknown.are(names)));
        return Blocks.named(wanted, trainings);
    }
}
