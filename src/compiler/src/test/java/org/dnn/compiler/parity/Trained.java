package org.dnn.compiler.parity;

import java.nio.file.Path;
import java.util.Optional;

import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.train.Interruption;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;

/** Whole trainings of generated data, as the command runs them. */
final class Trained {
    private Trained() {}

    static DataPlaces places(Path folder) {
        return new DataPlaces(folder, DataDirectory.of(folder.toString()), _ -> {});
    }

    static Trainer.Outcome in(Path folder, TrainingProgram program) {
        Options options = new Options(folder, folder, Optional.empty(), Optional.empty(), false, false,
                Optional.empty(), Optional.empty(), 1, 100);
        return Trainer.train(program, options, new LocalDevices(), places(folder), Interruption.NEVER);
    }
}
