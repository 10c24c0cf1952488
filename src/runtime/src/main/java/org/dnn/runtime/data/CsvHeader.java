package org.dnn.runtime.data;

import java.util.List;

/**
 * What can be known of a CSV file from its header and first rows.
 *
 * @param separator what stands between the values
 * @param columns   in the order of the file
 * @param rows      how many rows were looked at, {@value CsvFile#SAMPLE} at most
 */
public record CsvHeader(char separator, List<Sample> columns, int rows) {
    public CsvHeader {
        columns = List.copyOf(columns);
    }

    public List<String> names() {
        return columns.stream().map(Sample::name).toList();
    }

    /**
     * What the first rows hold in one column. Each value is a number, a missing one, or a word.
     *
     * @param name          as in the header, blanks around it removed; may be empty
     * @param numbers       how many are numbers
     * @param missing       how many are missing: empty, NA, NaN, null, {@code ?}
     * @param words         how many are neither
     * @param firstWord     the first of these, or ""
     * @param firstWordLine its line from 1, or 0
     * @param whole         whether all numbers are whole
     * @param least         the least number, or +∞
     * @param greatest      the greatest number, or −∞
     */
    public record Sample(String name, int numbers, int missing, int words, String firstWord, long firstWordLine,
            boolean whole, float least, float greatest) {}
}
