package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All that is known of a model before its weights are read. Generated models build one. */
public final class ModelSetup {
    private final Builder parts;

    private ModelSetup(Builder parts) {
        this.parts = parts;
    }

    /**
     * @param name   of the model in the language
     * @param source the {@code .dnn} file
     */
    public static Builder of(String name, String source) {
        return new Builder(name, source);
    }

    public String name() {
        return parts.name;
    }

    /** The {@code .dnn} file. */
    public String source() {
        return parts.source;
    }

    /** What is saved with the model. */
    public List<TensorSetup> tensors() {
        return List.copyOf(parts.tensors);
    }

    /** The columns that the network reads. */
    public List<ColumnSetup> columns() {
        return List.copyOf(parts.columns);
    }

    /** How many numbers a row has of what the model puts out. */
    public int width(String output) {
        return Objects.requireNonNull(parts.outputs.get(output), output);
    }

    /** Floats from the beginning of the arena to the end of the last tensor. */
    public int weightFloats() {
        return parts.tensors.stream().mapToInt(t -> t.offset() + t.elements() * t.all().size()).max().orElse(0);
    }

    /** Floats of an arena for so many rows. */
    public long floats(int capacity) {
        return parts.fixed + parts.perRow * capacity + parts.scratch;
    }

    /**
     * A column.
     *
     * @param width numbers of a row
     * @param bytes whether they are stored as bytes
     */
    public record ColumnSetup(String name, int width, boolean bytes) {}

    /** Collects the parts. */
    public static final class Builder {
        private final String name;
        private final String source;
        private long fixed;
        private long perRow;
        private long scratch;
        private final List<TensorSetup> tensors = new ArrayList<>();
        private final List<ColumnSetup> columns = new ArrayList<>();
        private final Map<String, Integer> outputs = new LinkedHashMap<>();

        private Builder(String name, String source) {
            this.name = name;
            this.source = source;
        }

        /** The arena of the program that predicts, in floats: once, for each row, for a thread. */
        public Builder arena(long once, long eachRow, long thread) {
            fixed = once;
            perRow = eachRow;
            scratch = thread;
            return this;
        }

        public Builder tensor(TensorSetup.Role role, String tensor, int offset, Fill fill, int... shape) {
            return tensors(role, tensor, offset, fill, shape, new int[0], new int[0]);
        }

        /** A stack of tensors, one for each turn of the repetitions around a layer. */
        public Builder tensors(TensorSetup.Role role, String pattern, int offset, Fill fill, int[] shape, int[] counts,
                int[] firsts) {
            tensors.add(new TensorSetup(pattern, role, offset, fill, shape, counts, firsts));
            return this;
        }

        public Builder column(String column, int width, boolean bytes) {
            columns.add(new ColumnSetup(column, width, bytes));
            return this;
        }

        /** Something that the program puts out for each row. */
        public Builder output(String output, int width) {
            outputs.put(output, width);
            return this;
        }

        public ModelSetup build() {
            return new ModelSetup(this);
        }
    }
}
