package org.dnn.runtime.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of words. They are numbered as they come, and by their code points once all are known. */
final class CsvWords extends CsvValues {
    /** A float counts exactly only so far. */
    private static final int MOST_WORDS = 1 << 24;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    CsvWords(Path file, String label, boolean missingAllowed) {
        super(file, label, missingAllowed);
    }

    @Override
    float value(CsvRows rows, int start, int end) {
        if (start == end) {
            return missing(rows, start, end, "mend the file");
        }
        String word = new String(rows.bytes(), start, end - start, StandardCharsets.UTF_8);
        Integer number = numbers.get(word);
        if (number == null) {
            number = words.size();
            if (number == MOST_WORDS) {
                throw tooMany(rows, MOST_WORDS);
            }
            numbers.put(word, number);
            words.add(word);
        }
        return number;
    }

    Vocabulary vocabulary() {
        return new Vocabulary(sorted());
    }

    /** UTF-8 sorts as code points do; the UTF-16 of a String does not. */
    private List<String> sorted() {
        return words.stream().sorted((a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
                b.getBytes(StandardCharsets.UTF_8))).toList();
    }

    @Override
    FloatColumn column() {
        float[] place = new float[words.size()];
        List<String> sorted = sorted();
        for (int i = 0; i < place.length; i++) {
            place[numbers.getOrDefault(sorted.get(i), 0)] = i;
        }
        float[] values = new float[count()];
        for (int i = 0; i < values.length; i++) {
            float raw = values()[i];
            values[i] = Float.isNaN(raw) ? raw : place[(int) raw];
        }
        return new FloatColumn(values, 1);
    }
}
