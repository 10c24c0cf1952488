package org.dnn.runtime.data;

import java.util.List;

/**
 * A column to be read from a CSV file.
 *
 * @param name           what it is called in the table
 * @param place          where it stands in the file
 * @param kind           what its values are
 * @param missingAllowed whether a value may be missing, which then is NaN. Missing are an empty field and, except in a
 *                       category, the words NA, NaN, null (in any case) and {@code ?}
 */
public record CsvColumn(String name, Place place, Kind kind, boolean missingAllowed) {
    /** Where a column stands. */
    public sealed interface Place {}

    /** Under this name in the header, blanks around it aside. */
    public record Header(String name) implements Place {}

    /** At this position, from 1. */
    public record Position(int column) implements Place {}

    /** What the values of a column are. */
    public sealed interface Kind {}

    /** Decimal numbers within the range of float32. */
    public record Real() implements Kind {}

    /**
     * One of two answers, 1 and 0.
     *
     * @param yes words that mean 1, exactly as written
     * @param no  words that mean 0
     */
    public record Bool(List<String> yes, List<String> no) implements Kind {
        /** The usual words; these alone are read in any case. */
        public static final Bool USUAL = new Bool(List.of("true", "yes", "1", "t"), List.of("false", "no", "0", "f"));

        public Bool {
            yes = List.copyOf(yes);
            no = List.copyOf(no);
        }
    }

    /** Words; the value is the word's index in the sorted vocabulary of the file. */
    public record Category() implements Kind {}

    /** Whole numbers from 0 to one less than this. */
    public record ClassNumber(int classes) implements Kind {}

    public static CsvColumn number(String name) {
        return new CsvColumn(name, new Header(name), new Real(), false);
    }

    public static CsvColumn bool(String name) {
        return new CsvColumn(name, new Header(name), Bool.USUAL, false);
    }

    public static CsvColumn bool(String name, List<String> yes, List<String> no) {
        return new CsvColumn(name, new Header(name), new Bool(yes, no), false);
    }

    public static CsvColumn category(String name) {
        return new CsvColumn(name, new Header(name), new Category(), false);
    }

    public static CsvColumn classNumber(String name, int classes) {
        return new CsvColumn(name, new Header(name), new ClassNumber(classes), false);
    }

    /** The same column, called otherwise in the file. */
    public CsvColumn from(String header) {
        return new CsvColumn(name, new Header(header), kind, missingAllowed);
    }

    /** The same column, taken by its position from 1. */
    public CsvColumn at(int position) {
        return new CsvColumn(name, new Position(position), kind, missingAllowed);
    }

    /** The same column, whose values may be missing. */
    public CsvColumn orMissing() {
        return new CsvColumn(name, place, kind, true);
    }
}
