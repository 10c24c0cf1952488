package org.dnn.compiler.format;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A line of the result: code, the shape that its last stage asserts, and a comment. Assertions and comments at the ends
 * of successive lines stand in one column.
 */
final class PrintedLine {
    /** Where comments stand behind code that leaves room for it. */
    private static final int COMMENT_COLUMN = 39;

    private final String code;
    private final String assertion;
    private final String comment;
    private final boolean afterBlank;
    private int assertionColumn;
    private int commentColumn;

    PrintedLine(String code, String assertion, String comment, boolean afterBlank) {
        this.code = code;
        this.assertion = assertion;
        this.comment = comment;
        this.afterBlank = afterBlank;
    }

    boolean afterBlank() {
        return afterBlank;
    }

    static void align(List<PrintedLine> lines) {
        alignRuns(lines, line -> line.assertion.isEmpty() ? 0 : line.code.length() + 1,
                (line, column) -> line.assertionColumn = column);
        alignRuns(lines,
                line -> line.comment.isEmpty() || line.code.isBlank()
                        ? 0
                        : Math.max(line.withAssertion().length() + 2, COMMENT_COLUMN),
                (line, column) -> line.commentColumn = column);
    }

    private interface Setter {
        void set(PrintedLine line, int column);
    }

    /** Gives each run of lines for which a column is wanted, by a number above zero, the largest of the run. */
    private static void alignRuns(List<PrintedLine> lines, ToIntFunction<PrintedLine> wanted, Setter setter) {
        int start = 0;
        int largest = 0;
        for (int i = 0; i <= lines.size(); i++) {
            int column = i == lines.size() ? 0 : wanted.applyAsInt(lines.get(i));
            if (column == 0 || lines.get(i).afterBlank) {
                for (int j = start; j < i; j++) {
                    setter.set(lines.get(j), largest);
                }
                start = column == 0 ? i + 1 : i;
                largest = 0;
            }
            largest = Math.max(largest, column);
        }
    }

    private String withAssertion() {
        return assertion.isEmpty() ? code : padded(code, assertionColumn) + assertion;
    }

    String text() {
        String text = withAssertion();
        return comment.isEmpty() ? text : padded(text, commentColumn) + comment;
    }

    private static String padded(String text, int column) {
        return text + " ".repeat(Math.max(0, column - text.length()));
    }
}
