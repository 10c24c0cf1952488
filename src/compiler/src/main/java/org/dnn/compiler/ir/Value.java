package org.dnn.compiler.ir;

/** The result of one equation. The number is unique in a compilation; the name is what a reader would call it. */
public record Value(int id, TensorType type, String name) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Value value && value.id == id;
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id;
    }
}
