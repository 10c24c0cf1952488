package org.dnn.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.runtime.Problem;
import org.dnn.runtime.report.RunFolder;
import picocli.CommandLine.Command;

/** {@code dnn test}. */
@Command(name = "test", description = "Evaluates a saved model on its test split, in a JVM of its own.")
final class TestCommand extends LaunchCommand {
    /** What a run calls the model that it leaves. */
    private static final String MODEL = "model.safetensors";

    TestCommand(World world) {
        super(world);
    }

    @Override
    String verb() {
        return "test";
    }

    @Override
    Job completed(Job job, Trainable training) {
        Path weights = job.settings().get(Setting.WEIGHTS).map(job.here()::resolve)
                .orElseGet(() -> latest(job, training.name()));
        if (!Files.isRegularFile(weights)) {
            throw new Problem("there is no " + job.shown(weights) + ", which " + Setting.WEIGHTS.option() + " names");
        }
        return job.with(Setting.WEIGHTS, job.shown(weights));
    }

    private static Path latest(Job job, String name) {
        return RunFolder.latest(job.runs(), name).map(folder -> folder.path().resolve(MODEL))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new Problem("there is no saved model of " + name + " in " + job.shown(job.runs())
                        + "; train it first, or name one with " + Setting.WEIGHTS.option()));
    }
}
