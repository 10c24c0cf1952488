package org.dnn.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sizes of a value's axes. At most one axis is {@link #ROWS}: as many as there are rows in the batch, which is known
 * only when a step runs. No size is zero.
 */
public record TensorType(List<Integer> sizes) {
    /** Stands for the number of rows of the batch. */
    public static final int ROWS = -1;

    public static final TensorType SCALAR = new TensorType(List.of());

    public TensorType {
        sizes = List.copyOf(sizes);
        if (sizes.stream().anyMatch(s -> s != ROWS && s < 1) || sizes.stream().filter(s -> s == ROWS).count() > 1) {
            throw new IllegalArgumentException("no such type: " + sizes);
        }
    }

    public static TensorType of(int... sizes) {
        return new TensorType(IntStream.of(sizes).boxed().toList());
    }

    /** One of these for each row. */
    public static TensorType perRow(List<Integer> sizes) {
        List<Integer> all = new ArrayList<>(sizes);
        all.addFirst(ROWS);
        return new TensorType(all);
    }

    public int rank() {
        return sizes.size();
    }

    public int size(int axis) {
        return sizes.get(axis);
    }

    public boolean hasRows() {
        return sizes.contains(ROWS);
    }

    public int rowAxis() {
        return sizes.indexOf(ROWS);
    }

    /** How many numbers a value of this type holds. */
    public Extent elements() {
        return elements(0);
    }

    /** How many numbers the axes from this one on hold: the stride of the axis before. */
    public Extent elements(int fromAxis) {
        Extent product = Extent.of(1);
        for (int size : sizes.subList(fromAxis, rank())) {
            product = size == ROWS ? product.perRow() : product.times(size);
        }
        return product;
    }

    public TensorType without(List<Integer> axes) {
        return new TensorType(
                IntStream.range(0, rank()).filter(a -> !axes.contains(a)).mapToObj(sizes::get).toList());
    }

    public TensorType with(int axis, int size) {
        List<Integer> changed = new ArrayList<>(sizes);
        changed.set(axis, size);
        return new TensorType(changed);
    }

    /** This many of them, one after the other. */
    public TensorType stacked(int count) {
        List<Integer> all = new ArrayList<>(sizes);
        all.addFirst(count);
        return new TensorType(all);
    }

    @Override
    public String toString() {
        return sizes.stream().map(s -> s == ROWS ? "rows" : Integer.toString(s))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
