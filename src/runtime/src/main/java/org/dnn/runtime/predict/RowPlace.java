package org.dnn.runtime.predict;

import java.util.List;

import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;

/** Where the columns of one row of a batch go. */
public final class RowPlace {
    private final List<Column> columns;
    private int row;

    RowPlace(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    RowPlace at(int index) {
        row = index;
        return this;
    }

    /** Puts one number of a column. */
    public void number(int column, int element, float value) {
        FloatColumn place = floats(column);
        place.values()[row * place.width() + element] = value;
    }

    /**
     * Puts all numbers of a column.
     *
     * @param name of the column, for the message
     * @throws IllegalArgumentException if there are more or fewer than the column has
     */
    public void array(int column, String name, float[] values) {
        FloatColumn place = floats(column);
        check(name, values.length, place.width());
        System.arraycopy(values, 0, place.values(), row * place.width(), values.length);
    }

    /** The same of a column that is stored as bytes. */
    public void array(int column, String name, byte[] values) {
        if (!(columns.get(column) instanceof ByteColumn place)) {
            throw new IllegalStateException(name + " is not stored as bytes");
        }
        check(name, values.length, place.width());
        System.arraycopy(values, 0, place.values(), row * place.width(), values.length);
    }

    private FloatColumn floats(int column) {
        if (columns.get(column) instanceof FloatColumn place) {
            return place;
        }
        throw new IllegalStateException("column " + column + " is stored as bytes");
    }

    private static void check(String name, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " values; a row has " + expected);
        }
    }
}
