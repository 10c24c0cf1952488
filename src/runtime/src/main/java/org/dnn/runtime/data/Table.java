package org.dnn.runtime.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a data block, in memory.
 *
 * @param rows         how many rows every column has
 * @param columns      by name, in the order they were asked for
 * @param vocabularies the words of each column of words, whose values are indices into them; by the column's name
 * @param files        what was read, for the record of a training
 */
public record Table(int rows, Map<String, Column> columns, Map<String, Vocabulary> vocabularies, List<DataFile> files) {
    /**
     * A file that data came from.
     *
     * @param path   as it was found
     * @param sha256 of its bytes as they lie on the disk, in lower-case hexadecimal
     */
    public record DataFile(Path path, String sha256) {}

    public Table {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
        files = List.copyOf(files);
        for (Map.Entry<String, Column> entry : columns.entrySet()) {
            if (entry.getValue().rows() != rows) {
                throw new IllegalArgumentException("column " + entry.getKey() + " has " + entry.getValue().rows()
                        + " rows in a table of " + rows);
            }
        }
    }

    /** @throws IllegalArgumentException if there is no such column */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name + " among " + columns.keySet());
        }
        return column;
    }

    /** The bytes of memory that the columns take. */
    public long bytes() {
        return columns.values().stream().mapToLong(Column::bytes).sum();
    }
}
