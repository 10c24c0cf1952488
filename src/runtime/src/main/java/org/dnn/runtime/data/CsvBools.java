package org.dnn.runtime.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A column of two answers: 1 for yes, 0 for no. */
final class CsvBools extends CsvValues {
    private final CsvColumn.Bool words;
    private final boolean anyCase;
    private final byte[][] yes;
    private final byte[][] no;

    CsvBools(Path file, String label, boolean missingAllowed, CsvColumn.Bool words) {
        super(file, label, missingAllowed);
        this.words = words;
        this.anyCase = words.equals(CsvColumn.Bool.USUAL);
        this.yes = bytes(words.yes());
        this.no = bytes(words.no());
    }

    private static byte[][] bytes(List<String> words) {
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    @Override
    float value(CsvRows rows, int start, int end) {
        byte[] text = rows.bytes();
        if (isOneOf(yes, text, start, end)) {
            return 1;
        }
        if (isOneOf(no, text, start, end)) {
            return 0;
        }
        if (isMissing(text, start, end)) {
            return missing(rows, start, end, "mend the file");
        }
        String help = anyCase ? "; or name the file's words: bool(yes: \"…\", no: \"…\")" : "";
        throw wrong(rows, start, end, either(words.yes()) + " for yes or " + either(words.no()) + " for no" + help);
    }

    private boolean isOneOf(byte[][] candidates, byte[] text, int start, int end) {
        for (byte[] word : candidates) {
            if (word.length == end - start && isSame(word, text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(byte[] word, byte[] text, int start) {
        for (int i = 0; i < word.length; i++) {
            int c = text[start + i];
            if (word[i] != c && !(anyCase && c >= 'A' && c <= 'Z' && word[i] == c + ('a' - 'A'))) {
                return false;
            }
        }
        return true;
    }
}
