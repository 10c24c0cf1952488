package org.dnn.cli;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.compiler.source.SourceFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dnn check}. */
@Command(name = "check", description = "Says what is wrong with .dnn files, how large the networks are and how much memory they take; writes nothing.")
final class CheckCommand extends DnnCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The train block whose layers and memory are shown; the same as -Ddnn.train=NAME.")
    private @Nullable String name;

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
        costs(Blocks.wanted(name, job), result.compilation().trainings(), reporter);
        return Exit.DONE.code();
    }

    /** The tables of the train block that is meant; of several a line each. */
    private static void costs(Optional<String> wanted, List<Trainable> trainings, Reporter reporter) {
        Optional<Trainable> meant = Blocks.meant(wanted, trainings);
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
