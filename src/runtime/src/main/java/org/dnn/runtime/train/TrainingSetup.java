package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.MemoryMap;
import org.dnn.runtime.report.LayerRow;

/** All that is known of a train block before the data are read. Generated train blocks build one. */
public final class TrainingSetup {
    private final Builder parts;
    private final List<Span> everies;

    private TrainingSetup(Builder parts) {
        this.parts = parts;
        this.everies = parts.keeps.stream().filter(Keep.Every.class::isInstance).map(k -> ((Keep.Every) k).span())
                .toList();
    }

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

    public long seed() {
        return parts.seed;
    }

    public int epochs() {
        return parts.epochs;
    }

    /** Rows of a batch; 0 for all. */
    public int batch() {
        return parts.batch;
    }

    public List<TensorSetup> tensors() {
        return List.copyOf(parts.tensors);
    }

    public List<LayerRow> layers() {
        return List.copyOf(parts.layers);
    }

    /** What the block says of model, loss and optimizer, as it is written. */
    public SequencedMap<String, String> settings() {
        return new LinkedHashMap<>(parts.settings);
    }

    public List<MetricSetup> metrics() {
        return List.copyOf(parts.metrics);
    }

    public ArenaSetup arena() {
        return parts.arena.orElseThrow();
    }

    /** What lies in the arena. */
    public MemoryMap memory() {
        return memory(arena());
    }

    /** The same with an arena that was planned for another device. */
    MemoryMap memory(ArenaSetup arena) {
        return new MemoryMap(arena, parts.parameters, parts.buffers, parts.state, parts.numbers);
    }

    /** The names of the classes of the target; empty for numbers. */
    public List<String> classes() {
        return List.copyOf(parts.classes);
    }

    /** The stored column of the target, and which of its elements is meant. */
    public Target target() {
        return parts.target.orElseThrow();
    }

    /** How many numbers the target has for a row. */
    public int targetWidth() {
        return target().width();
    }

    public List<Keep.Best> bests() {
        return parts.keeps.stream().filter(Keep.Best.class::isInstance).map(Keep.Best.class::cast).toList();
    }

    public List<Span> everies() {
        return everies;
    }

    /** What tells these equations, schedules and first values from others. */
    public String fingerprint() {
        return parts.fingerprint;
    }

    /** Where to train: {@code auto}, {@code cpu}, {@code cuda}, or {@code cuda(1)}. */
    public String device() {
        return parts.device;
    }

    /** How exactly products of matrices must be computed: {@code float32}, {@code tf32} or {@code bf16}. */
    public String precision() {
        return parts.precision;
    }

    public Optional<Patience> stop() {
        return parts.stop;
    }

    public Optional<Plateau> plateau() {
        return parts.plateau;
    }

    public List<RequirementSetup> requirements() {
        return List.copyOf(parts.requirements);
    }

    /** The file into which the weights go besides, or "". */
    public String export() {
        return parts.export;
    }

    /** @param oneHot whether the stored numbers are one for each class */
    public record Target(String column, int from, int width, boolean oneHot) {}

    /** A measured quantity of a split, such as {@code validation.loss}. */
    public record Quantity(String split, String name, boolean higherIsBetter) {
        @Override
        public String toString() {
            return split + "." + name;
        }
    }

    /** So many epochs, or so many steps. */
    public record Span(double amount, boolean epochs) {
        long steps(long stepsPerEpoch) {
            return Math.max(1, Math.round(length(stepsPerEpoch)));
        }

        /** The first step behind a given one that ends a multiple of the span, rounded to whole steps. */
        long next(long step, long stepsPerEpoch) {
            double length = length(stepsPerEpoch);
            double multiple = Math.floor(step / length);
            while (Math.round(multiple * length) <= step) {
                multiple++;
            }
            return Math.round(multiple * length);
        }

        /** Whether a multiple of the span ends with a step. */
        boolean ends(long step, long stepsPerEpoch) {
            return step > 0 && next(step - 1, stepsPerEpoch) == step;
        }

        /** As it is written: {@code 5 epochs}. */
        @Override
        public String toString() {
            String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
            return number + (epochs ? " epoch" : " step") + (amount == 1 ? "" : "s");
        }

        private double length(long stepsPerEpoch) {
            return epochs ? amount * stepsPerEpoch : amount;
        }
    }

    /** A checkpoint to keep: the best so many by a quantity, or one every so often. */
    public sealed interface Keep {
        /** The best so many. */
        record Best(Quantity by, int count) implements Keep {}

        /** One every so often. */
        record Every(Span span) implements Keep {}
    }

    /** The training ends when a quantity has not become better for so long. */
    public record Patience(Quantity by, Span patience) {}

    /** The learning rate falls when a quantity has not become better for so long. */
    public record Plateau(Quantity by, double factor, Span patience, double threshold) {}

    /** What must hold at the end; memory must hold at the beginning. */
    public record RequirementSetup(String text, Optional<Quantity> quantity, String comparison, double limit,
            int line) {
        boolean holds(double value) {
            return switch (comparison) {
                case "<" -> value < limit;
                case "<=" -> value <= limit;
                case ">" -> value > limit;
                default -> value >= limit;
            };
        }
    }

    /** Collects the parts. */
    public static final class Builder {
        private final String name;
        private final String source;
        private long seed;
        private int epochs;
        private int batch;
        private String export = "";
        private String device = "auto";
        private String precision = "float32";
        private long parameters;
        private long buffers;
        private long state;
        private long numbers;
        private String fingerprint = "";
        private final List<TensorSetup> tensors = new ArrayList<>();
        private final List<LayerRow> layers = new ArrayList<>();
        private final SequencedMap<String, String> settings = new LinkedHashMap<>();
        private final List<MetricSetup> metrics = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private final List<Keep> keeps = new ArrayList<>();
        private final List<RequirementSetup> requirements = new ArrayList<>();
        private Optional<ArenaSetup> arena = Optional.empty();
        private Optional<Target> target = Optional.empty();
        private Optional<Patience> stop = Optional.empty();
        private Optional<Plateau> plateau = Optional.empty();

        private Builder(String name, String source) {
            this.name = name;
            this.source = source;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Rows of a batch; 0 for all. */
        public Builder batch(int rows) {
            batch = rows;
            return this;
        }

        /** What tells these equations, schedules and first values from others. */
        public Builder fingerprint(String hash) {
            fingerprint = hash;
            return this;
        }

        public Builder device(String where) {
            device = where;
            return this;
        }

        public Builder precision(String word) {
            precision = word;
            return this;
        }

        public Builder arena(ArenaSetup setup) {
            arena = Optional.of(setup);
            return this;
        }

        /** The model that is trained. */
        public Builder model(ModelSetup model) {
            tensors.addAll(model.tensors());
            return this;
        }

        public Builder tensor(TensorSetup.Role role, String tensor, int offset, Fill fill, int... shape) {
            tensors.add(new TensorSetup(tensor, role, offset, fill, shape, new int[0], new int[0]));
            return this;
        }

        public Builder setting(String setting, String asWritten) {
            settings.put(setting, asWritten);
            return this;
        }

        /** How many floats of the arena are parameters, buffers, the optimizer's state, and numbers of a step. */
        public Builder variables(long trained, long kept, long remembered, long exchanged) {
            parameters = trained;
            buffers = kept;
            state = remembered;
            numbers = exchanged;
            return this;
        }

        public Builder layer(String path, String layer, String shape, long parameters, long flops, int line) {
            layers.add(new LayerRow(path, layer, shape, parameters, flops, line));
            return this;
        }

        public Builder metric(String kind, String metric, String average, int... sums) {
            metrics.add(new MetricSetup(kind, metric, average, sums));
            return this;
        }

        public Builder target(String column, int from, int width, boolean oneHot) {
            target = Optional.of(new Target(column, from, width, oneHot));
            return this;
        }

        public Builder classes(int count) {
            for (int i = 0; i < count; i++) {
                classes.add(Integer.toString(i));
            }
            return this;
        }

        public Builder classes(String... names) {
            classes.addAll(List.of(names));
            return this;
        }

        public Builder keepBest(String split, String quantity, boolean higherIsBetter, int count) {
            keeps.add(new Keep.Best(new Quantity(split, quantity, higherIsBetter), count));
            return this;
        }

        public Builder keepEvery(double amount, boolean inEpochs) {
            keeps.add(new Keep.Every(new Span(amount, inEpochs)));
            return this;
        }

        public Builder stop(String split, String quantity, boolean higherIsBetter, double amount, boolean inEpochs) {
            stop = Optional.of(new Patience(new Quantity(split, quantity, higherIsBetter), new Span(amount, inEpochs)));
            return this;
        }

        public Builder plateau(String split, String quantity, boolean higherIsBetter, double factor, double amount,
                boolean inEpochs, double threshold) {
            plateau = Optional.of(new Plateau(new Quantity(split, quantity, higherIsBetter), factor,
                    new Span(amount, inEpochs), threshold));
            return this;
        }

        public Builder requireMemory(String text, String comparison, double bytes, int line) {
            requirements.add(new RequirementSetup(text, Optional.empty(), comparison, bytes, line));
            return this;
        }

        public Builder require(String text, String split, String quantity, boolean higherIsBetter, String comparison,
                double limit, int line) {
            requirements.add(new RequirementSetup(text,
                    Optional.of(new Quantity(split, quantity, higherIsBetter)), comparison, limit, line));
            return this;
        }

        public Builder export(String file) {
            export = file;
            return this;
        }

        public TrainingSetup build() {
            return new TrainingSetup(this);
        }
    }
}
