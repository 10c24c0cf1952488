package org.dnn.compiler.plan;

/**
 * How the members of a team share a kernel: each takes a part of {@code size} independent points; a size of
 * {@link org.dnn.compiler.ir.TensorType#ROWS} is the rows of the batch, a size of 1 is not shared: one member does it all.
 */
public record Partition(int size) {
    public static final Partition ONE = new Partition(1);

    public boolean isShared() {
        return size != 1;
    }
}
