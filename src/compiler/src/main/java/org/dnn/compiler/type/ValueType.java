package org.dnn.compiler.type;

import java.util.List;

/** The kind and the shape of a value, for one row. */
public record ValueType(Kind kind, List<Integer> shape) {
    public ValueType {
        shape = List.copyOf(shape);
    }

    public static ValueType real(Integer... shape) {
        return new ValueType(Kind.REAL, List.of(shape));
    }

    public ValueType withKind(Kind changed) {
        return new ValueType(changed, shape);
    }

    public ValueType withShape(Integer... changed) {
        return new ValueType(kind, List.of(changed));
    }

    public int rank() {
        return shape.size();
    }

    public int size(int axis) {
        return shape.get(axis);
    }

    /** How many numbers a row has. */
    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** As users write it: {@code [16, 32, 32]}, {@code probability[1]}. */
    @Override
    public String toString() {
        return (kind instanceof Kind.Real ? "" : kind.toString()) + shape;
    }
}
