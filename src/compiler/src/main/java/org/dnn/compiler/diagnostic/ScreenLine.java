package org.dnn.compiler.diagnostic;

/**
 * A line of a file as a terminal shows it: tabs as spaces, what cannot be shown or would disturb the terminal as U+FFFD,
 * no byte order mark, and for each offset the column, from 0, at which it is seen.
 */
final class ScreenLine {
    private static final int TAB = 4;

    private final StringBuilder shown = new StringBuilder();
    private final int[] columns;

    ScreenLine(String text) {
        columns = new int[text.length() + 1];
        int column = 0;
        int offset = 0;
        while (offset < text.length()) {
            int character = text.codePointAt(offset);
            int next = offset + Character.charCount(character);
            columns[offset] = column;
            if (next - offset == 2) {
                columns[offset + 1] = column;
            }
            column += offset == 0 && character == '\uFEFF' ? 0 : append(character, column);
            offset = next;
        }
        columns[text.length()] = column;
    }

    /** Appends a character; how many columns it takes. */
    private int append(int character, int column) {
        if (character == '\t') {
            int width = TAB - column % TAB;
            shown.repeat(' ', width);
            return width;
        }
        int type = Character.getType(character);
        boolean harmful = type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
        int safe = harmful ? 0xFFFD : character;
        shown.appendCodePoint(safe);
        return ScreenWidth.of(safe);
    }

    /** A text on one line, in characters that do a terminal no harm. */
    static String harmless(String text) {
        return new ScreenLine(text).shown.toString();
    }

    /** The column at which an offset of the line is seen; offsets beyond its end are seen there. */
    int column(int offset) {
        return columns[Math.min(offset, columns.length - 1)];
    }

    /** How many columns the line takes. */
    int width() {
        return columns[columns.length - 1];
    }

    /** What is seen from one column up to another, without spaces at the end; marks of what is cut off included. */
    String show(int from, int to) {
        StringBuilder part = new StringBuilder(from > 0 && width() > 0 ? "…" : "");
        int column = 0;
        int index = 0;
        while (index < shown.length()) {
            int character = shown.codePointAt(index);
            int width = ScreenWidth.of(character);
            if (column >= from + (from > 0 ? 1 : 0) && column + width <= to) {
                part.appendCodePoint(character);
            }
            column += width;
            index += Character.charCount(character);
        }
        return part.toString().stripTrailing() + (width() > to ? "…" : "");
    }
}
