package org.dnn.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dnn.runtime.Problem;

/**
 * What the first bytes of a CSV file tell.
 *
 * @param mark      how many bytes its byte order mark has: 3 or 0
 * @param separator the one that was given, or the one found
 */
record CsvStart(int mark, char separator) {
    /** In the order in which they win where two occur equally often. */
    static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LONGEST_HEADER = 1 << 20;

    /**
     * @param separator what the user says it is, or {@link CsvFile#AUTO}
     * @throws Problem if the file is empty or, by its first bytes, something else
     */
    static CsvStart of(Path file, char separator) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LONGEST_HEADER);
        }
        if (start.length == 0) {
            throw Problem.in(file, "is empty");
        }
        checkText(file, start);
        int mark = at(start, 0) == 0xEF && at(start, 1) == 0xBB && at(start, 2) == 0xBF ? 3 : 0;
        return new CsvStart(mark, separator == CsvFile.AUTO ? mostFrequent(start, mark) : separator);
    }

    private static void checkText(Path file, byte[] start) {
        int first = at(start, 0) << 8 | at(start, 1);
        if (first == 0xFFFE || first == 0xFEFF) {
            throw Problem.in(file, "is UTF-16; save it as UTF-8");
        }
        if (first == 0x1F8B) {
            throw Problem.in(file, "is gzipped; unpack it first");
        }
        if (first == ('P' << 8 | 'K') && at(start, 2) == 3 && at(start, 3) == 4) {
            throw Problem.in(file, "is a zip archive or a spreadsheet, not CSV; unpack it, or save it as CSV");
        }
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xFF : -1;
    }

    /** The separator that occurs most often in the first line that is not blank, quoted text left out. */
    private static char mostFrequent(byte[] start, int mark) {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        boolean blank = true;
        for (int i = mark; i < start.length; i++) {
            char c = (char) start[i];
            if (!quoted && !blank && (c == '\n' || c == '\r')) {
                break;
            }
            quoted ^= c == '"';
            blank &= c == '\n' || c == '\r' || c == ' ';
            for (int s = 0; s < counts.length; s++) {
                counts[s] += !quoted && c == SEPARATORS[s] ? 1 : 0;
            }
        }
        int best = 0;
        for (int s = 1; s < counts.length; s++) {
            best = counts[s] > counts[best] ? s : best;
        }
        return SEPARATORS[best];
    }
}
