package org.dnn.cli;

import java.util.List;

import org.dnn.compiler.source.SourceFile;
import picocli.CommandLine.Command;

/** {@code dnn check}. */
@Command(name = "check", description = "Says what is wrong with .dnn files, and writes nothing.")
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
        return Exit.DONE.code();
    }
}
