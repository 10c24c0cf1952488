package org.dnn.runtime.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts columns that are treated alike side by side: one column, as wide as there are of them. */
public final class Grouping {
    private final Table table;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private Grouping(Table table) {
        this.table = table;
    }

    public static Grouping of(Table table) {
        return new Grouping(table);
    }

    /** One column of these. */
    public Grouping group(String name, String... members) {
        List<Column> parts = List.of(members).stream().map(table::column).toList();
        if (parts.size() == 1) {
            columns.put(name, parts.getFirst());
            return this;
        }
        float[] values = new float[table.rows() * parts.size()];
        for (int m = 0; m < parts.size(); m++) {
            for (int row = 0; row < table.rows(); row++) {
                values[row * parts.size() + m] = parts.get(m).at(row, 0);
            }
        }
        columns.put(name, new FloatColumn(values, parts.size()));
        return this;
    }

    public Table table() {
        return new Table(table.rows(), columns, table.vocabularies(), table.files());
    }
}
