package org.dnn.runtime.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is known of a run before its first step.
 *
 * @param train           the name of the train block
 * @param source          the {@code .dnn} file, as it is to be shown
 * @param run             the number of its folder; 0 where it has none
 * @param started         when; the report shows it in UTC
 * @param device          one sentence: which device, and why that one
 * @param seed            of the train block
 * @param parameters      how many numbers are learned
 * @param batch           rows in a full batch
 * @param epochs          how many were asked for
 * @param splits          the splits in order
 * @param layers          the table of layers in order
 * @param arenaBytes      the plan's memory, as allocated
 * @param arena           what lies in it; the sizes sum to {@code arenaBytes}, where they are known
 * @param dataBytes       the data's memory
 * @param workspaceBytes  on a GPU, what cuBLAS works in and the tables of a stretch take; 0 on the CPU
 * @param largestBatch    the largest batch that fits the device; 0 where that is not known
 * @param files           the data files that were read
 * @param settings        further settings of the train block as written, by name
 */
public record RunSetup(String train, String source, int run, Optional<Instant> started, String device, long seed,
        long parameters, int batch, int epochs, List<SplitRow> splits, List<LayerRow> layers, long arenaBytes,
        List<MemoryUse> arena, long dataBytes, long workspaceBytes, long largestBatch, List<DataFile> files,
        SequencedMap<String, String> settings) {
    public RunSetup {
        splits = List.copyOf(splits);
        layers = List.copyOf(layers);
        arena = List.copyOf(arena);
        files = List.copyOf(files);
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }

    public static Builder of(String train, String source) {
        return new Builder(train, source);
    }

    /** The sum of the three kinds of memory, which is what {@code require: memory} is about. */
    public long memoryBytes() {
        return arenaBytes + dataBytes + workspaceBytes;
    }

    /** How many rows an epoch trains on: those of the split {@code train}, 0 without one. */
    public long trainingRows() {
        return splits.stream().filter(split -> split.name().equals("train")).mapToLong(SplitRow::rows).sum();
    }

    /** Collects the parts by name; what is not given is 0 or empty. */
    public static final class Builder {
        private final String train;
        private final String source;
        private int run;
        private Optional<Instant> started = Optional.empty();
        private String device = "";
        private long seed;
        private long parameters;
        private int batch;
        private int epochs;
        private List<SplitRow> splits = List.of();
        private List<LayerRow> layers = List.of();
        private long arenaBytes;
        private List<MemoryUse> arena = List.of();
        private long dataBytes;
        private long workspaceBytes;
        private long largestBatch;
        private List<DataFile> files = List.of();
        private final SequencedMap<String, String> settings = new LinkedHashMap<>();

        private Builder(String train, String source) {
            this.train = train;
            this.source = source;
        }

        public Builder run(int number) {
            run = number;
            return this;
        }

        public Builder started(Instant instant) {
            started = Optional.of(instant);
            return this;
        }

        public Builder device(String sentence) {
            device = sentence;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder parameters(long count) {
            parameters = count;
            return this;
        }

        public Builder batch(int rows) {
            batch = rows;
            return this;
        }

        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        public Builder splits(List<SplitRow> rows) {
            splits = rows;
            return this;
        }

        public Builder layers(List<LayerRow> rows) {
            layers = rows;
            return this;
        }

        public Builder memory(long arena, long data, long workspace) {
            arenaBytes = arena;
            dataBytes = data;
            workspaceBytes = workspace;
            return this;
        }

        /** What lies in the arena. */
        public Builder arena(List<MemoryUse> uses) {
            arena = uses;
            return this;
        }

        public Builder largestBatch(long rows) {
            largestBatch = rows;
            return this;
        }

        public Builder files(List<DataFile> read) {
            files = read;
            return this;
        }

        public Builder setting(String name, String asWritten) {
            settings.put(name, asWritten);
            return this;
        }

        public RunSetup build() {
            return new RunSetup(train, source, run, started, device, seed, parameters, batch, epochs, splits, layers,
                    arenaBytes, arena, dataBytes, workspaceBytes, largestBatch, files, settings);
        }
    }
}
