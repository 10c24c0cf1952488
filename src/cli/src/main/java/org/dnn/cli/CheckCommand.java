package org.dnn.cli;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.compiler.source.SourceFile;
import picocli.CommandLine.Command;

/** {@code dnn check}. */
@Command(name = "check", description = "Says what is wrong with .dnn files, how large the networks are and how much memory they take; writes nothing.")
final class CheckCommand extends DnnCommand {
    CheckCommand(World world) {
        super(world);
    }

    @Override
    int run(Job job, Reporter reporter) {
        List<SourceFile> files = Sources.of(job);
        if (files.isEmpty()) {
            throw Sources.none(job);
        }
        Compiling.Result result = compiling(job, reporter).run(files);
        reporter.say(new Message.Note(Count.of(files.size(), "file") + " in " + job.shown(job.sourceDirectory())
                + ": no errors, " + Count.of(result.warnings(), "warning")));
        costs(job, result.compilation().trainings(), reporter);
        return Exit.DONE.code();
    }

    /** The tables of the train block that is meant; of several a line each. */
    private static void costs(Job job, List<Trainable> trainings, Reporter reporter) {
        Optional<Trainable> meant = Blocks.meant(job, trainings);
        if (meant.isPresent()) {
            Trainable training = meant.get();
            reporter.say(new Message.Note(training.name() + ": " + training.summary() + "\n\n"
                    + training.report().stripTrailing()));
        } else if (!trainings.isEmpty()) {
            trainings.forEach(t -> reporter.say(new Message.Note(t.name() + ": " + t.summary())));
            reporter.say(new Message.Note("layers and memory of one: " + Setting.TRAIN.option() + "="
                    + trainings.getFirst().name()));
        }
    }
}
