package org.dnn.compiler.model;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.Kind;

/**
 * The columns of one {@code input} or {@code target} line: they are stored side by side and treated alike.
 *
 * @param name     the column's name; of several, the first's and the last's
 * @param shape    the shape of one column's value in one row, [1] for a number
 * @param optional whether values may be missing
 * @param bytes    whether values are stored as bytes, 0 to 255
 * @param words    the words for true and for false, where the file has words
 * @param formula  where the values come from, where rows are generated
 */
public record ColumnGroup(String name, List<ColumnName> names, boolean input, Kind kind, List<Integer> shape,
        boolean optional, boolean bytes, List<String> words, Optional<Formula> formula, List<Transform> transforms,
        Origin origin) {
    public ColumnGroup {
        names = List.copyOf(names);
        shape = List.copyOf(shape);
        words = List.copyOf(words);
        transforms = List.copyOf(transforms);
    }

    /** A column: its name in the language, and where it is in the file: a header, or a position from 1. */
    public record ColumnName(String name, String header, int position, Origin origin) {}

    /** One step from what the file says to what the model sees. */
    public record Transform(Entry entry, Arguments arguments, Origin origin) {}

    /** The sizes of what is stored for a row: those of one column, or as many numbers as there are columns. */
    public List<Integer> storedShape() {
        return names.size() == 1 ? shape : List.of(names.size());
    }

    /** How many numbers are stored for a row. */
    public int width() {
        return storedShape().stream().reduce(1, Math::multiplyExact);
    }

    public int indexOf(String column) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
