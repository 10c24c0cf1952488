package org.dnn.runtime.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts what the first rows hold in one column. */
final class CsvSample {
    private int numbers;
    private int missing;
    private int words;
    private String firstWord = "";
    private long firstWordLine;
    private boolean whole = true;
    private float least = Float.POSITIVE_INFINITY;
    private float greatest = Float.NEGATIVE_INFINITY;

    private CsvSample() {}

    static CsvHeader of(CsvRows rows, CsvNames names) throws IOException {
        List<CsvSample> samples = names.names().stream().map(name -> new CsvSample()).toList();
        int count = 0;
        while (count < CsvFile.SAMPLE && names.nextRow(rows)) {
            for (int field = 0; field < samples.size(); field++) {
                samples.get(field).add(rows, field);
            }
            count++;
        }
        List<CsvHeader.Sample> columns = new ArrayList<>();
        for (int field = 0; field < samples.size(); field++) {
            columns.add(samples.get(field).named(names.names().get(field)));
        }
        return new CsvHeader(names.separator(), columns, count);
    }

    private void add(CsvRows rows, int field) {
        float value = Decimal.parse(rows.bytes(), rows.start(field), rows.end(field));
        if (!Float.isNaN(value)) {
            numbers++;
            whole &= value == Math.rint(value);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        } else if (CsvValues.isMissing(rows.bytes(), rows.start(field), rows.end(field))) {
            missing++;
        } else {
            if (words == 0) {
                firstWord = rows.text(field);
                firstWordLine = rows.line();
            }
            words++;
        }
    }

    private CsvHeader.Sample named(String name) {
        return new CsvHeader.Sample(name, numbers, missing, words, firstWord, firstWordLine, whole, least, greatest);
    }
}
