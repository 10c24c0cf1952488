package org.dnn.runtime.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.Fingerprint;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.data.Split;
import org.dnn.runtime.data.Table;

/**
 * What must be the same for a checkpoint to go on bit by bit.
 *
 * @param source the {@code .dnn} file
 * @param plan   what tells the network and its settings from others
 * @param data   what tells the data from others
 */
record Identity(String source, String plan, String data, long seed, int batch) {
    private static final int CHUNK = 1 << 12;

    static Identity of(TrainingProgram program, TrainingRows data, long seed) {
        TrainingSetup setup = program.setup();
        return new Identity(setup.source(), setup.name() + " " + setup.fingerprint(), hash(data.table(), data.split()),
                seed, data.batch());
    }

    /** Files are told apart by their bytes, which were hashed as they were read; data from formulas by their numbers. */
    private static String hash(Table table, Split split) {
        MessageDigest digest = Fingerprint.digest();
        update(digest, split.train());
        update(digest, split.validation());
        table.files().forEach(f -> digest.update(f.sha256().getBytes(StandardCharsets.US_ASCII)));
        if (table.files().isEmpty()) {
            table.columns().values().forEach(c -> update(digest, c));
        }
        return Fingerprint.text(digest);
    }

    private static void update(MessageDigest digest, int[] rows) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, rows.length));
        bytes.asIntBuffer().put(rows);
        digest.update(bytes);
    }

    private static void update(MessageDigest digest, Column column) {
        switch (column) {
            case ByteColumn bytes -> digest.update(bytes.values());
            case FloatColumn floats -> {
                ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK);
                for (int from = 0; from < floats.values().length; from += CHUNK) {
                    int count = Math.min(CHUNK, floats.values().length - from);
                    chunk.clear().asFloatBuffer().put(floats.values(), from, count);
                    digest.update(chunk.limit(4 * count));
                }
            }
        }
    }

    Map<String, String> toText() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("plan", plan);
        text.put("data", data);
        text.put("seed", Long.toString(seed));
        text.put("batch", Integer.toString(batch));
        return text;
    }

    /** Why a checkpoint that says this of itself is of another training; nothing if it is of this one. */
    Optional<String> difference(Map<String, String> text) {
        if (!text.containsKey("plan")) {
            return Optional.of("this is not a checkpoint of a training");
        }
        if (!plan.equals(text.get("plan"))) {
            return Optional.of("this checkpoint is of another training: the network or its settings in " + source
                    + " have changed since");
        }
        if (!Integer.toString(batch).equals(text.get("batch"))) {
            return Optional.of("this checkpoint is of a training with batches of " + text.get("batch")
                    + " rows, and now they have " + batch);
        }
        if (!Long.toString(seed).equals(text.get("seed"))) {
            return Optional.of("this checkpoint is of a training with the seed " + text.get("seed")
                    + ", and now the seed is " + seed);
        }
        return data.equals(text.get("data"))
                ? Optional.empty()
                : Optional.of("this checkpoint is of a training on other data, or on another split of them");
    }
}
