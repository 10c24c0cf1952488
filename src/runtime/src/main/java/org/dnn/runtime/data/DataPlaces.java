package org.dnn.runtime.data;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where data files are looked for: beside the {@code .dnn} file, then in the data directory.
 *
 * @param say takes a line on what takes long, such as a download
 */
public record DataPlaces(Path beside, DataDirectory directory, Consumer<String> say) {
    /** @throws org.dnn.runtime.Problem if the file is in neither place */
    public Path file(String name) {
        return directory.file(beside, name);
    }
}
