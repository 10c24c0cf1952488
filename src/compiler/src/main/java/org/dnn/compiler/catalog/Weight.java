package org.dnn.compiler.catalog;

import java.util.List;

/**
 * A tensor that belongs to a layer.
 *
 * @param trained whether an optimizer moves it; else it is kept beside the parameters, as a running mean is
 */
public record Weight(String name, List<Integer> shape, boolean trained, Fill fill) {
    public Weight {
        shape = List.copyOf(shape);
    }

    /** How many numbers it has. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** How a tensor is set at first. */
    public sealed interface Fill {
        /** All the same number. */
        record Constant(double value) implements Fill {}

        /** Uniform in [low, high). */
        record Uniform(double low, double high) implements Fill {}

        /** Normal with this mean and standard deviation. */
        record Normal(double mean, double deviation) implements Fill {}

        /** Rows or columns orthogonal to each other, times the gain (Saxe et al. 2013). */
        record Orthogonal(double gain) implements Fill {}
    }
}
