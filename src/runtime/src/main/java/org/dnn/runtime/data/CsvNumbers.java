package org.dnn.runtime.data;

import java.nio.file.Path;

import org.dnn.runtime.Problem;

/** A column of decimal numbers. */
final class CsvNumbers extends CsvValues {
    CsvNumbers(Path file, String label, boolean missingAllowed) {
        super(file, label, missingAllowed);
    }

    @Override
    float value(CsvRows rows, int start, int end) {
        float value = Decimal.parse(rows.bytes(), start, end);
        return Float.isFinite(value) ? value : notFinite(rows, start, end, value);
    }

    private float notFinite(CsvRows rows, int start, int end, float value) {
        if (Float.isInfinite(value)) {
            throw wrong(rows, start, end, "a number within float32, ±3.4e38");
        }
        if (isMissing(rows.bytes(), start, end)) {
            return missing(rows, start, end,
                    "write the column's type as float? and fill the gaps with impute, or mend the file");
        }
        throw wrongWord(rows, start, end);
    }

    private Problem wrongWord(CsvRows rows, int start, int end) {
        byte[] text = rows.bytes();
        for (int i = start; i < end; i++) {
            if (text[i] == ',') {
                return wrong(rows, start, end, "a number with a decimal point and no other mark; mend the file");
            }
        }
        return wrong(rows, start, end, "a number; mend the file, or make the column a category");
    }
}
