package org.dnn.runtime.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;

/**
 * Files of comma-separated values with a header, in UTF-8 with a byte order mark or without.
 *
 * <p>Lines end with LF, CRLF or CR, the last one need not. Blanks and tabs around a value do not count, quoted or not. A
 * quoted value may hold separators, line ends and doubled quotes. Blank lines are left out, except between the rows of a
 * file with a single column, where a blank line could be a value. All rows have as many values as the header.
 *
 * <p>Where the separator is not given, it is the one of comma, semicolon, tab and bar that occurs most often in the
 * header outside of quotes; of two equally frequent, the first in this order.
 */
public final class CsvFile {
    /** The separator is to be found in the header. */
    public static final char AUTO = 0;
    /** How many rows {@link #header} looks at, at most. */
    public static final int SAMPLE = 1000;

    private CsvFile() {}

    private interface Reading<T> {
        T from(CsvRows rows, CsvNames names) throws IOException;
    }

    /**
     * The columns wanted, in the order wanted.
     *
     * @param separator what stands between the values, or {@link #AUTO}
     * @throws Problem if the file cannot be read, is no UTF-8 or no CSV, lacks a column or has no rows, or if a value is
     *                 not of its column's kind: with the line, the column, what was found and what was expected
     */
    public static Table read(Path file, char separator, List<CsvColumn> columns) {
        return open(file, separator, (rows, names) -> table(file, rows, names, columns));
    }

    /**
     * The names of all columns, and what the first {@value #SAMPLE} rows hold.
     *
     * @param separator what stands between the values, or {@link #AUTO}
     * @throws Problem if the file cannot be read, is no UTF-8 or no CSV; not for having no rows
     */
    public static CsvHeader header(Path file, char separator) {
        return open(file, separator, (rows, names) -> CsvSample.of(rows, names));
    }

    private static <T> T open(Path file, char separator, Reading<T> reading) {
        try {
            CsvStart start = CsvStart.of(file, separator);
            try (CsvRows rows = new CsvRows(file, start)) {
                return reading.from(rows, CsvNames.next(file, start.separator(), rows));
            }
        } catch (IOException e) {
            throw FileProblem.cannotRead(file, e);
        }
    }

    private static Table table(Path file, CsvRows rows, CsvNames names, List<CsvColumn> wanted) throws IOException {
        int[] fields = new int[wanted.size()];
        CsvValues[] values = new CsvValues[wanted.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = names.find(wanted.get(i).place());
            values[i] = CsvValues.of(wanted.get(i), file, names.label(fields[i]));
        }
        int count = 0;
        while (names.nextRow(rows)) {
            for (int i = 0; i < fields.length; i++) {
                values[i].add(rows, fields[i]);
            }
            count++;
        }
        if (count == 0) {
            throw Problem.in(file, "has a header and no rows");
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            columns.put(wanted.get(i).name(), values[i].column());
            if (values[i] instanceof CsvWords words) {
                vocabularies.put(wanted.get(i).name(), words.vocabulary());
            }
        }
        return new Table(count, columns, vocabularies, List.of(new Table.DataFile(file, rows.sha256())));
    }
}
