package org.dnn.runtime.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.runtime.Problem;

/**
 * The header of a CSV file: finds columns in it and holds the rows against it.
 *
 * @param line the line it stands on
 */
record CsvNames(Path file, char separator, long line, List<String> names) {
    private static final int MOST_LISTED = 20;

    CsvNames {
        names = List.copyOf(names);
    }

    /**
     * Reads the header.
     *
     * @throws Problem if there is none
     */
    static CsvNames next(Path file, char separator, CsvRows rows) throws IOException {
        while (rows.next()) {
            if (!rows.isBlank()) {
                List<String> names = new ArrayList<>();
                for (int field = 0; field < rows.fields(); field++) {
                    names.add(rows.text(field));
                }
                return new CsvNames(file, separator, rows.line(), names);
            }
        }
        throw Problem.in(file, "has nothing but blank lines");
    }

    /**
     * The field, from 0, in which a column stands.
     *
     * @throws Problem if there is no such column, or more than one
     */
    int find(CsvColumn.Place place) {
        return switch (place) {
            case CsvColumn.Position position -> find(position.column());
            case CsvColumn.Header header -> find(header.name());
        };
    }

    private int find(int column) {
        if (column < 1 || column > names.size()) {
            throw Problem.in(file, line, "there is no column " + column + "; the header has " + columns()
                    + hint(names.getFirst()));
        }
        return column - 1;
    }

    private String columns() {
        return names.size() + (names.size() == 1 ? " column" : " columns");
    }

    private int find(String name) {
        int first = names.indexOf(name);
        if (first < 0) {
            throw unknown(name);
        }
        int last = names.lastIndexOf(name);
        if (first != last) {
            throw Problem.in(file, line, "the header has \"" + name + "\" twice, as columns " + (first + 1) + " and "
                    + (last + 1) + "; rename one, or take it by its position: column(" + (first + 1) + ")");
        }
        return first;
    }

    private Problem unknown(String name) {
        String found = "there is no column \"" + name + "\"";
        String hint = hint(names.getFirst());
        if (!hint.isEmpty()) {
            return Problem.in(file, line, found + "; the header is one name, \"" + names.getFirst() + "\"" + hint);
        }
        if (names.stream().allMatch(CsvNames::isNumber)) {
            return Problem.in(file, line, found + "; the first line looks like data, and must name the columns");
        }
        Optional<String> nearest = NearestName.of(name, names);
        if (nearest.isPresent()) {
            return Problem.in(file, line, found + "; did you mean \"" + nearest.get() + "\"?");
        }
        List<String> listed = names.subList(0, Math.min(MOST_LISTED, names.size()));
        return Problem.in(file, line, found + "; the file has " + CsvValues.either(listed)
                + (listed.size() < names.size() ? ", …" : ""));
    }

    private static boolean isNumber(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return !Float.isNaN(Decimal.parse(bytes, 0, bytes.length));
    }

    /** Asks after the separator, where the header is a single name that another separator would cut. */
    private String hint(String text) {
        if (names.size() == 1) {
            for (char other : CsvStart.SEPARATORS) {
                if (other != separator && text.indexOf(other) >= 0) {
                    return "; is the separator " + shown(other) + "?";
                }
            }
        }
        return "";
    }

    private static String shown(char separator) {
        return separator == '\t' ? "\"\\t\"" : "\"" + separator + "\"";
    }

    /** What messages call a column. */
    String label(int field) {
        String name = names.get(field);
        return name.isEmpty() ? "column " + (field + 1) : "column \"" + name + "\"";
    }

    /**
     * Goes to the next row that is not blank.
     *
     * @return whether there is one
     * @throws Problem if it has more or fewer values than the header
     */
    boolean nextRow(CsvRows rows) throws IOException {
        long blank = 0;
        while (rows.next()) {
            if (rows.fields() != names.size() && !rows.isBlank()) {
                throw uneven(rows);
            }
            if (!rows.isBlank()) {
                if (blank > 0 && names.size() == 1) {
                    throw Problem.in(file, blank, "a blank line between rows; with a single column, write NA for a"
                            + " missing value, or delete the line");
                }
                return true;
            }
            blank = rows.line();
        }
        return false;
    }

    private Problem uneven(CsvRows rows) {
        String counts = rows.fields() + (rows.fields() == 1 ? " value" : " values") + " where the header has "
                + columns();
        String whole = rows.fields() == 1 ? rows.text(0) : "";
        for (char other : CsvStart.SEPARATORS) {
            if (other != separator && whole.indexOf(other) >= 0) {
                return Problem.in(file, rows.line(), counts + "; is the separator " + shown(other) + "?");
            }
        }
        String hint = hint(names.getFirst());
        String help = rows.fields() < names.size()
                ? "; a value that is missing still needs its " + shown(separator)
                : "; a value that holds " + shown(separator) + " must stand in quotes";
        return Problem.in(file, rows.line(), counts + (hint.isEmpty() ? help : hint));
    }
}
