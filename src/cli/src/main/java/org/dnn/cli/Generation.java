package org.dnn.cli;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dnn.compiler.Compilation;

/**
 * What a run of the compiler left behind.
 *
 * @param diagnostics warnings and notes; said again when nothing has to be compiled
 * @param asked       what the compiler wanted to know of data files
 * @param files       the digest of each generated file, by its path below the output folder
 * @param trainings   what can be trained
 */
record Generation(List<Message.Diagnostic> diagnostics, List<DataFiles.Asked> asked, SortedMap<String, String> files,
        List<Compilation.Trainable> trainings) {
    /** What was left behind by a run under the same key, or nothing. */
    static Optional<Generation> read(Path work, String key) {
        return file(work).read(key).map(text -> new Gson().fromJson(text, Generation.class));
    }

    void write(Path work, String key) {
        file(work).write(key, new Gson().toJson(this));
    }

    /** From now on nothing is known, until it is written again. */
    static void forget(Path work) {
        file(work).forget();
    }

    private static KeyedFile file(Path work) {
        return new KeyedFile(work.resolve("generation"));
    }
}
