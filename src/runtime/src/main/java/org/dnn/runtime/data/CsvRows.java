package org.dnn.runtime.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.dnn.runtime.Problem;

/**
 * The records of a CSV file, the header among them, one at a time: RFC 4180 with blanks allowed around quotes. FastCSV
 * finds the fields; each is kept as a range of bytes, blanks and tabs around it left out, until the next record is asked
 * for. No object is made per field or record, which is what makes it fast: 10⁶ rows of 9 numbers in about half a second.
 */
final class CsvRows implements AutoCloseable {
    private final Path file;
    private final MessageDigest digest = Fingerprint.digest();
    private final InputStream in;
    private final CloseableIterator<Fields> records;
    private final Fields fields = new Fields();

    CsvRows(Path file, CsvStart start) throws IOException {
        this.file = file;
        this.in = new DigestInputStream(Files.newInputStream(file), digest);
        in.skipNBytes(start.mark());
        InputStreamReader text = new InputStreamReader(in,
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        this.records = CsvReader.builder().fieldSeparator(start.separator()).skipEmptyLines(false)
                .trimWhitespacesAroundQuotes(true).allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(fields, text).iterator();
    }

    /**
     * Goes to the next record.
     *
     * @return whether there is one
     * @throws IOException if the file cannot be read
     * @throws Problem     if it is not CSV, or not UTF-8
     */
    boolean next() throws IOException {
        try {
            if (!records.hasNext()) {
                return false;
            }
            records.next();
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Utf8.problem(file);
            }
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new Problem(file + ":" + fields.line + ": in the record that begins here, a quote is not closed or is"
                    + " followed by something other than a separator; a quote inside quotes is written twice", e);
        }
    }

    int fields() {
        return fields.count;
    }

    /** What fields are ranges of. */
    byte[] bytes() {
        return fields.bytes;
    }

    /** The first byte of a field. */
    int start(int field) {
        return fields.starts[field];
    }

    /** One after the last byte of a field. */
    int end(int field) {
        return fields.ends[field];
    }

    /** The line on which the record begins, from 1. */
    long line() {
        return fields.line;
    }

    /** Whether there is nothing in the record. */
    boolean isBlank() {
        return fields.count == 1 && start(0) == end(0);
    }

    String text(int field) {
        return new String(bytes(), start(field), end(field) - start(field), StandardCharsets.UTF_8);
    }

    /** The SHA-256 of the file; what has not been read yet is read for it. */
    String sha256() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return Fingerprint.text(digest);
    }

    @Override
    public void close() throws IOException {
        records.close();
        in.close();
    }

    /** Takes the characters of each field and keeps them as bytes, side by side. */
    private static final class Fields extends AbstractBaseCsvCallbackHandler<Fields> {
        private byte[] bytes = new byte[1 << 10];
        private int[] starts = new int[16];
        private int[] ends = new int[16];
        private int used;
        private int count;
        private long line = 1;

        @Override
        protected void handleBegin(long startingLine) {
            used = 0;
            count = 0;
            line = startingLine;
        }

        @Override
        protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
            int from = offset;
            int to = offset + length;
            while (from < to && isBlank(text[from])) {
                from++;
            }
            while (from < to && isBlank(text[to - 1])) {
                to--;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            starts[count] = used;
            append(text, from, to);
            ends[count++] = used;
        }

        private void append(char[] text, int from, int to) {
            if (bytes.length - used < to - from) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length + to - from);
            }
            for (int i = from; i < to; i++) {
                if (text[i] > 0x7F) {
                    byte[] rest = new String(text, i, to - i).getBytes(StandardCharsets.UTF_8);
                    if (bytes.length - used < rest.length) {
                        bytes = Arrays.copyOf(bytes, 2 * bytes.length + rest.length);
                    }
                    System.arraycopy(rest, 0, bytes, used, rest.length);
                    used += rest.length;
                    return;
                }
                bytes[used++] = (byte) text[i];
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        @Override
        protected void handleEmpty() {
            starts[0] = 0;
            ends[0] = 0;
            count = 1;
        }

        @Override
        protected Fields buildRecord() {
            return this;
        }
    }
}
