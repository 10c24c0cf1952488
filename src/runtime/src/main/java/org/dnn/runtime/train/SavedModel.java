package org.dnn.runtime.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** The file that a training leaves: parameters, buffers, and what preprocessing has learnt. The same training leaves the same bytes. */
public final class SavedModel {
    public static final String FILE = "model.safetensors";

    private SavedModel() {}

    static Map<String, String> metadata(TrainingSetup setup) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "dnn");
        metadata.put("train", setup.name());
        return metadata;
    }
}
