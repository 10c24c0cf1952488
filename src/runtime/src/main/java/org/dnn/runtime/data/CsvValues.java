package org.dnn.runtime.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.dnn.runtime.Problem;

/** Collects the values of one column as rows go by, each kind of column in its own way. */
abstract sealed class CsvValues permits CsvNumbers, CsvBools, CsvWords, CsvClasses {
    private static final int LONGEST_QUOTE = 40;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path file;
    private final String label;
    private final boolean missingAllowed;
    private float[] values = new float[1 << 10];
    private int count;

    /** @param label what messages call the column */
    CsvValues(Path file, String label, boolean missingAllowed) {
        this.file = file;
        this.label = label;
        this.missingAllowed = missingAllowed;
    }

    static CsvValues of(CsvColumn column, Path file, String label) {
        boolean missing = column.missingAllowed();
        return switch (column.kind()) {
            case CsvColumn.Real real -> new CsvNumbers(file, label, missing);
            case CsvColumn.Bool bool -> new CsvBools(file, label, missing, bool);
            case CsvColumn.Category category -> new CsvWords(file, label, missing);
            case CsvColumn.ClassNumber number -> new CsvClasses(file, label, missing, number.classes());
        };
    }

    /** Adds the value that stands in a field of the present record. */
    final void add(CsvRows rows, int field) {
        if (count == values.length) {
            if (count == LONGEST_ARRAY) {
                throw Problem.in(file, rows.line(), "has more rows than an array holds");
            }
            values = Arrays.copyOf(values, (int) Math.min(LONGEST_ARRAY, 2L * count));
        }
        values[count++] = value(rows, rows.start(field), rows.end(field));
    }

    /**
     * The number that stands for a field.
     *
     * @throws Problem if it is not of this kind
     */
    abstract float value(CsvRows rows, int start, int end);

    /** All values, once the last row is in. */
    FloatColumn column() {
        return new FloatColumn(Arrays.copyOf(values, count), 1);
    }

    final int count() {
        return count;
    }

    final float[] values() {
        return values;
    }

    /** NaN for a missing value where that is allowed. */
    final float missing(CsvRows rows, int start, int end, String help) {
        if (missingAllowed) {
            return Float.NaN;
        }
        String found = start == end ? "" : " (" + quoted(rows, start, end) + ")";
        throw Problem.in(file, rows.line(), label + " has no value" + found + "; " + help);
    }

    final Problem wrong(CsvRows rows, int start, int end, String expected) {
        return Problem.in(file, rows.line(), label + ": found " + quoted(rows, start, end) + ", expected " + expected);
    }

    final Problem tooMany(CsvRows rows, int most) {
        return Problem.in(file, rows.line(),
                label + " has more than " + most + " different words: this is no category");
    }

    static String quoted(CsvRows rows, int start, int end) {
        String text = new String(rows.bytes(), start, end - start, StandardCharsets.UTF_8);
        int shown = text.offsetByCodePoints(0, Math.min(LONGEST_QUOTE, text.codePointCount(0, text.length())));
        return '"' + text.substring(0, shown) + (shown < text.length() ? "…" : "") + '"';
    }

    /** An empty field, NA, NaN, null or {@code ?}. */
    static boolean isMissing(byte[] text, int start, int end) {
        int length = end - start;
        if (length == 0 || (length == 1 && text[start] == '?')) {
            return true;
        }
        String word = length > 4 ? "" : new String(text, start, length, StandardCharsets.ISO_8859_1);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "na", "nan", "null" -> true;
            default -> false;
        };
    }

    static String either(List<String> words) {
        return String.join(", ", words.stream().map(word -> '"' + word + '"').toList());
    }
}
