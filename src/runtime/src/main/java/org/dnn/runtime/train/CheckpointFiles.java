package org.dnn.runtime.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.report.RunFolder;

/** The checkpoints of a run: weights files that also hold where the training was, written beside and moved into place. */
final class CheckpointFiles {
    private static final String HISTORY = "history";
    static final String LATEST = "checkpoint.safetensors";

    private final Path folder;
    private final Tensors tensors;
    private final String fingerprint;

    /** @param fingerprint what the plan and the data are; a checkpoint of another training is refused */
    CheckpointFiles(RunFolder run, Tensors tensors, String fingerprint) {
        this.folder = run.path();
        this.tensors = tensors;
        this.fingerprint = fingerprint;
    }

    Path latest() {
        return folder.resolve(LATEST);
    }

    boolean exists() {
        return Files.exists(latest());
    }

    /** @param history what the run has recorded so far */
    void write(Path file, Progression progression, String history) {
        Map<String, String> metadata = new LinkedHashMap<>(progression.toText());
        metadata.put("fingerprint", fingerprint);
        metadata.put(HISTORY, history);
        Safetensors.write(file, metadata, tensors.read(EnumSet.allOf(TensorSetup.Role.class)));
    }

    Path named(String name) {
        return folder.resolve(name);
    }

    /**
     * @return what the run had recorded until then
     * @throws Problem if the checkpoint is of another training
     */
    String resume(Progression progression) {
        Safetensors.Content content = Safetensors.read(latest());
        if (!fingerprint.equals(content.metadata().get("fingerprint"))) {
            throw Problem.in(latest(), "this checkpoint is of another training: the network, its settings or the data "
                    + "have changed since. Start anew without -Ddnn.resume, or restore them");
        }
        tensors.load(latest(), content.tensors(), EnumSet.allOf(TensorSetup.Role.class));
        progression.restore(content.metadata());
        return Objects.requireNonNull(content.metadata().get(HISTORY), HISTORY);
    }
}
