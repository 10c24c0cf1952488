package org.dnn.runtime.cpu;

import java.util.Map;

import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;

/**
 * What a program on the CPU works with.
 *
 * @param memory   the arena, and after it each member's scratch
 * @param capacity the most rows of a batch, a multiple of 16
 * @param columns  the data, by the columns' names
 * @param seed     of what is drawn at random while the program runs
 */
public record CpuMemory(float[] memory, int capacity, Team team, Products products, Map<String, Column> columns,
        long seed) {

    /** A column that is stored as bytes. */
    public byte[] bytes(String name) {
        return column(name) instanceof ByteColumn column ? column.values() : wrong(name, new byte[0]);
    }

    /** A column that is stored as floats. */
    public float[] floats(String name) {
        return column(name) instanceof FloatColumn column ? column.values() : wrong(name, new float[0]);
    }

    private Column column(String name) {
        Column column = columns.get(name);
        return column != null ? column : wrong(name, new FloatColumn(new float[0], 1));
    }

    private static <T> T wrong(String name, T ignored) {
        throw new IllegalStateException("no column " + name + " of the kind that the program was made for");
    }

    /** The least multiple of 16 that holds so many rows. */
    public static int capacity(int rows) {
        return Math.multiplyExact(Math.ceilDiv(Math.max(rows, 1), 16), 16);
    }
}
