package org.dnn.compiler.plan;

/**
 * How the members of a team share a kernel of {@code size} independent points; a size of
 * {@link org.dnn.compiler.ir.TensorType#ROWS} is the rows of the batch, a size of 1 is not shared: one member does it all.
 *
 * @param taken whether each member takes piece after piece until there is none left; otherwise it has a part of its own
 */
public record Partition(int size, boolean taken) {
    public static final Partition ONE = parts(1);

    /** Each member has the same part of them every time. */
    public static Partition parts(int size) {
        return new Partition(size, false);
    }

    public boolean isShared() {
        return size != 1;
    }
}
