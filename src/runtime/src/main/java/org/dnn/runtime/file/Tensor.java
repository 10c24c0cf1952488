package org.dnn.runtime.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers with a shape, as they stand in a safetensors file. The data are a view where they are made from an array, so
 * saving weights copies nothing.
 *
 * @param dtype the format's name of the element type: F32, F64, I32, I64 or U8
 * @param shape sizes, outermost first; empty for a single number
 * @param data  the elements in row-major order, low byte first
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; equals is that of the parts.
public record Tensor(String dtype, long[] shape, MemorySegment data) {
    /**
     * @throws IllegalArgumentException if the data are not as long as type and shape say
     * @throws IllegalStateException    on a machine that stores the high byte first
     */
    public Tensor {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("tensors are views of memory, which must store the low byte first");
        }
        shape = shape.clone();
        long bytes = Math.multiplyExact(count(shape), ElementType.of(dtype).bytes());
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(data.byteSize() + " bytes of data where the shape says " + bytes);
        }
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** A view of a whole array. */
    public static Tensor of(float[] values, long... shape) {
        return new Tensor("F32", shape, MemorySegment.ofArray(values));
    }

    /** A view of the part of an array that begins at an offset and is as long as the shape says. */
    public static Tensor slice(float[] values, int offset, long... shape) {
        MemorySegment all = MemorySegment.ofArray(values);
        return new Tensor("F32", shape, all.asSlice(4L * offset, Math.multiplyExact(4L, count(shape))));
    }

    /** A view of a whole array. */
    public static Tensor of(double[] values, long... shape) {
        return new Tensor("F64", shape, MemorySegment.ofArray(values));
    }

    /** A view of a whole array. */
    public static Tensor of(int[] values, long... shape) {
        return new Tensor("I32", shape, MemorySegment.ofArray(values));
    }

    /** A view of a whole array. */
    public static Tensor of(long[] values, long... shape) {
        return new Tensor("I64", shape, MemorySegment.ofArray(values));
    }

    /** A view of a whole array of unsigned bytes. */
    public static Tensor of(byte[] values, long... shape) {
        return new Tensor("U8", shape, MemorySegment.ofArray(values));
    }

    /** How many elements there are. */
    public long count() {
        return count(shape);
    }

    /** A copy of the elements. @throws IllegalStateException if they are not F32 */
    public float[] floats() {
        return as("F32").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    /** A copy of the elements. @throws IllegalStateException if they are not F64 */
    public double[] doubles() {
        return as("F64").toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }

    /** A copy of the elements. @throws IllegalStateException if they are not I32 */
    public int[] ints() {
        return as("I32").toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }

    /** A copy of the elements. @throws IllegalStateException if they are not I64 */
    public long[] longs() {
        return as("I64").toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    /** A copy of the elements. @throws IllegalStateException if they are not U8 */
    public byte[] bytes() {
        return as("U8").toArray(ValueLayout.JAVA_BYTE);
    }

    /** Copies the elements into an array from an offset on. @throws IllegalStateException if they are not F32 */
    public void copyTo(float[] into, int offset) {
        MemorySegment.copy(as("F32"), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, into, offset, Math.toIntExact(count()));
    }

    private MemorySegment as(String wanted) {
        if (!dtype.equals(wanted)) {
            throw new IllegalStateException("a tensor of " + dtype + " read as " + wanted);
        }
        return data;
    }

    private static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("a size of " + size + " in a shape");
            }
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
