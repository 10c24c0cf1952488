package org.dnn.runtime.data;

/**
 * Numbers from 0 to 255, kept as the unsigned bytes they came as.
 *
 * @param values rows × width, row after row; not copied
 * @param width  numbers per row, one or more
 */
@SuppressWarnings("ArrayRecordComponent") // Data are shared, never compared.
public record ByteColumn(byte[] values, int width) implements Column {
    public ByteColumn {
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
        return values.length;
    }

    @Override
    public float at(int row, int element) {
        return values[row * width + element] & 0xFF;
    }
}
