package org.dnn.compiler.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.source.Origin;

/**
 * A {@code train} block.
 *
 * @param batch    rows of a batch; 0 for all
 * @param export   the file into which the weights go, or ""
 */
public record Training(String name, String documentation, Network network, DataSet data, Loss loss,
        Optimizer optimizer, int epochs, int batch, List<Metric> metrics, Optional<Clip> clip,
        List<Checkpoint> checkpoints, Optional<Stop> stop, List<Requirement> requirements, long seed, Device device,
        Precision precision,
        String export, Origin origin) {
    public Training {
        metrics = List.copyOf(metrics);
        checkpoints = List.copyOf(checkpoints);
        requirements = List.copyOf(requirements);
    }

    /** What is made small: a loss of the network's output and a target column. */
    public record Loss(Entry entry, Arguments arguments, Node.ColumnPart target, Origin origin) {}

    /**
     * How.
     *
     * @param exempt the kinds of parameters that do not shrink: {@code bias}, {@code norm}
     */
    public record Optimizer(Entry entry, Arguments arguments, Schedule learningRate, Optional<Schedule> momentum,
            Schedule weightDecay, List<String> exempt, Origin origin) {
        public Optimizer {
            exempt = List.copyOf(exempt);
        }
    }

    /** What is measured. */
    public record Metric(Entry entry, Arguments arguments, String name, Origin origin) {}

    /** Gradients no longer than this, or no number of them larger. */
    public record Clip(boolean byNorm, double limit) {}

    /** When a copy is kept: the best so far by a quantity, or every so often. */
    public sealed interface Checkpoint {
        /** The best {@code keep} so far. */
        record Best(Quantity by, int keep) implements Checkpoint {}

        /** Every so often. */
        record Every(Duration every) implements Checkpoint {}
    }

    /** A measured quantity of a split: {@code validation.loss}. */
    public record Quantity(String split, String name, boolean higherIsBetter) {
        @Override
        public String toString() {
            return split + "." + name;
        }
    }

    /** The training ends when a quantity has not become better for so long. */
    public record Stop(Quantity by, Duration patience) {}

    /** What must hold, else the build fails. */
    public sealed interface Requirement {
        /** All memory together stays below so many bytes. */
        record Memory(long bytes, boolean orEqual, String text, Origin origin) implements Requirement {}

        /** A quantity, after the training, compares so with a number. */
        record Measured(Quantity quantity, String comparison, double limit, String text, Origin origin)
                implements
                    Requirement {}
    }

    /** How exactly products of matrices must be computed. */
    public enum Precision {
        FLOAT32, TF32, BF16;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where it runs. */
    public record Device(String kind, OptionalInt number) {
        public static final Device AUTO = new Device("auto", OptionalInt.empty());

        /** As it is written. */
        @Override
        public String toString() {
            return number.isPresent() ? kind + "(" + number.getAsInt() + ")" : kind;
        }
    }
}
