package org.dnn.runtime.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;
import org.dnn.runtime.file.Safetensors;

/**
 * The checkpoints of a run: weights files that also hold where the training was and what it had recorded, written beside
 * and moved into place.
 */
final class CheckpointFiles {
    private static final String HISTORY = "history";
    static final String LATEST = "checkpoint.safetensors";

    private final Path folder;
    private final Tensors tensors;
    private final Identity identity;

    CheckpointFiles(Path run, Tensors tensors, Identity identity) {
        this.folder = run;
        this.tensors = tensors;
        this.identity = identity;
    }

    Path latest() {
        return folder.resolve(LATEST);
    }

    /** @param history what the run has recorded so far */
    void write(String name, Progression progression, String history) {
        Map<String, String> metadata = new LinkedHashMap<>(identity.toText());
        metadata.putAll(progression.toText());
        metadata.put(HISTORY, history);
        Safetensors.write(folder.resolve(name), metadata, tensors.read(EnumSet.allOf(TensorSetup.Role.class)));
    }

    /**
     * @return what the run had recorded until then
     * @throws Problem if the checkpoint is of another training
     */
    String resume(Progression progression) {
        Safetensors.Content content = Safetensors.read(latest());
        identity.difference(content.metadata()).ifPresent(difference -> {
            throw Problem.in(latest(), difference + "; begin anew without -Ddnn.resume, or undo the change");
        });
        tensors.load(latest(), content.tensors(), EnumSet.allOf(TensorSetup.Role.class));
        progression.restore(content.metadata());
        return Objects.requireNonNull(content.metadata().get(HISTORY), HISTORY);
    }

    /** A run that is over does not go on. */
    void deleteLatest() {
        try {
            Files.deleteIfExists(latest());
        } catch (IOException e) {
            throw FileProblem.cannotWrite(latest(), e);
        }
    }
}
