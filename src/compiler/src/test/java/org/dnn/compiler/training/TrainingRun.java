package org.dnn.compiler.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.train.Interruption;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;

/** Trains the block {@code T} of a {@code .dnn} text in this JVM; data files and runs are in one folder. */
record TrainingRun(Path folder, TrainingProgram program) {
    static TrainingRun of(Path folder, String text) {
        return new TrainingRun(folder, Generated.of(text).make("T", TrainingProgram.class));
    }

    Trainer.Outcome train() {
        return train(false, Interruption.NEVER);
    }

    /** Goes on with the latest run. */
    Trainer.Outcome resume() {
        return train(true, Interruption.NEVER);
    }

    Trainer.Outcome train(boolean resume, Interruption interruption) {
        Options options = new Options(folder, folder, Optional.empty(), Optional.empty(), false, resume,
                Optional.empty(), Optional.empty(), 1, 3600);
        return train(options, interruption);
    }

    Trainer.Outcome train(Options options, Interruption interruption) {
        return Trainer.train(program, options, new LocalDevices(),
                new DataPlaces(folder, new DataDirectory(folder), _ -> {}), interruption);
    }

    /** Goes on whenever it is asked so often, and is then to end. */
    static Interruption after(int questions) {
        int[] asked = new int[1];
        return () -> ++asked[0] >= questions;
    }

    /** The names of a run's weights files. */
    static List<String> weights(Trainer.Outcome outcome) {
        try (Stream<Path> files = Files.list(outcome.folder().path())) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".safetensors")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> metadata(Trainer.Outcome outcome, String file) {
        return Safetensors.header(outcome.folder().path().resolve(file)).metadata();
    }

    static byte[] bytes(Trainer.Outcome outcome, String file) {
        try {
            return Files.readAllBytes(outcome.folder().path().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
