package org.dnn.runtime.data;

/**
 * Numbers as float32; NaN is a missing one.
 *
 * @param values rows × width, row after row; not copied
 * @param width  numbers per row, one or more
 */
@SuppressWarnings("ArrayRecordComponent") // Data are shared, never compared.
public record FloatColumn(float[] values, int width) implements Column {
    public FloatColumn {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values are not rows of " + width);
        }
    }

    @Override
    public int rows() {
        return values.length / width;
    }

    @Override
    public long bytes() {
        return 4L * values.length;
    }

    @Override
    public float at(int row, int element) {
        return values[row * width + element];
    }
}
