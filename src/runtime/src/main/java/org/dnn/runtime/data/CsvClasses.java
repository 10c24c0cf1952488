package org.dnn.runtime.data;

import java.nio.file.Path;

/** A column of whole numbers that name classes. */
final class CsvClasses extends CsvValues {
    private final int classes;

    CsvClasses(Path file, String label, boolean missingAllowed, int classes) {
        super(file, label, missingAllowed);
        this.classes = classes;
    }

    @Override
    float value(CsvRows rows, int start, int end) {
        float value = Decimal.parse(rows.bytes(), start, end);
        if (value >= 0 && value < classes && value == (int) value) {
            return (int) value;
        }
        if (isMissing(rows.bytes(), start, end)) {
            return missing(rows, start, end, "mend the file");
        }
        String help = value == classes
                ? "; if the file counts from 1, write class(" + (classes + 1) + ") or mend the file"
                : "";
        throw wrong(rows, start, end, "a whole number from 0 to " + (classes - 1) + help);
    }
}
