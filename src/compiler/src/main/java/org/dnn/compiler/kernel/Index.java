package org.dnn.compiler.kernel;

import java.util.List;
import java.util.stream.IntStream;

/** A place that moves with the axes of a loop nest: {@code constant + Σ stride × axis}. */
public record Index(long constant, List<Long> strides) {
    public Index {
        strides = List.copyOf(strides);
    }

    public static Index constant(long constant, int axes) {
        return new Index(constant, java.util.Collections.nCopies(axes, 0L));
    }

    /** One step for each step of an axis. */
    public static Index axis(int axis, int axes) {
        return new Index(0, IntStream.range(0, axes).mapToObj(i -> i == axis ? 1L : 0L).toList());
    }

    public Index plus(Index other) {
        return new Index(constant + other.constant, IntStream.range(0, strides.size())
                .mapToObj(i -> strides.get(i) + other.strides.get(i)).toList());
    }

    public Index plus(long offset) {
        return new Index(constant + offset, strides);
    }

    public Index times(long factor) {
        return new Index(constant * factor, strides.stream().map(s -> s * factor).toList());
    }

    public long stride(int axis) {
        return strides.get(axis);
    }

    /** Whether this is that axis and nothing else. */
    public boolean isAxis(int axis) {
        return equals(axis(axis, strides.size()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < strides.size(); i++) {
            if (strides.get(i) != 0) {
                text.append(text.isEmpty() ? "" : " + ").append(strides.get(i) == 1 ? "" : strides.get(i) + "·")
                        .append((char) ('i' + i));
            }
        }
        return constant == 0 && !text.isEmpty() ? text.toString() : text + (text.isEmpty() ? "" : " + ") + constant;
    }
}
