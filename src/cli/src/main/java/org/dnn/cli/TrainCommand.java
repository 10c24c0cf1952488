package org.dnn.cli;

import org.dnn.compiler.Compilation.Trainable;
import picocli.CommandLine.Command;

/** {@code dnn train}. */
@Command(name = "train", description = "Trains a network, in a JVM of its own.")
final class TrainCommand extends LaunchCommand {
    TrainCommand(World world) {
        super(world);
    }

    @Override
    String verb() {
        return "train";
    }

    @Override
    Job completed(Job job, Trainable training) {
        return job;
    }
}
