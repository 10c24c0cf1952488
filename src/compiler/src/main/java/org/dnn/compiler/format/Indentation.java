package org.dnn.compiler.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.dnn.compiler.format.Line.Entry;
import org.dnn.compiler.parse.Piece;

/** Writes lines, each at its depth. */
final class Indentation {
    private static final int STEP = 2;

    /**
     * An open bracket.
     *
     * @param inside where a line within it begins
     * @param closing where a line begins that begins with the bracket that closes it
     */
    private record Open(boolean brace, int inside, int closing) {}

    private final Deque<Open> open = new ArrayDeque<>();
    /** The columns of each {@code if} that waits for its {@code else}. */
    private final Deque<Integer> conditionals = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    List<PrintedLine> print(List<Line> lines) {
        List<PrintedLine> printed = new ArrayList<>();
        List<Line> comments = new ArrayList<>();
        for (Line line : lines) {
            if (line.isComment()) {
                comments.add(line);
            } else {
                int indent = indent(line);
                int above = closes(line.first()) ? indent + STEP : indent;
                comments.forEach(c -> printed.add(comment(c, above)));
                comments.clear();
                printed.add(print(line, indent));
            }
        }
        comments.forEach(c -> printed.add(comment(c, 0)));
        return printed;
    }

    private static PrintedLine comment(Line line, int indent) {
        return new PrintedLine(" ".repeat(indent), "", line.comment(), line.afterBlank());
    }

    private int indent(Line line) {
        Piece first = line.first();
        Open around = open.isEmpty() ? new Open(true, 0, 0) : open.getFirst();
        if (closes(first)) {
            return around.closing();
        }
        if (line.startsStatement() || !around.brace()) {
            return around.inside();
        }
        boolean branch = first.kind() == Piece.Kind.KEYWORD && !conditionals.isEmpty();
        if (branch && first.text().equals("else")) {
            return conditionals.getFirst();
        } else if (branch && first.text().equals("then")) {
            return conditionals.getFirst() + STEP;
        }
        return around.inside() + STEP * (open.isEmpty() ? 2 : 1);
    }

    private static boolean closes(Piece piece) {
        return piece.is(")") || piece.is("]") || piece.is("}");
    }

    private PrintedLine print(Line line, int indent) {
        text.setLength(0);
        text.repeat(' ', indent);
        if (line.startsStatement()) {
            conditionals.clear();
        }
        int assertion = assertion(line);
        int assertionStart = -1;
        int cell = indent;
        for (int i = 0; i < line.entries().size(); i++) {
            Entry entry = line.entries().get(i);
            int width = i == 0 ? 0 : line.cellWidth(i - 1);
            if (width > 0) {
                text.repeat(' ', cell + width + 1 - text.length());
                cell = text.length();
            } else if (i > 0 && entry.spaced()) {
                text.append(' ');
            }
            assertionStart = i == assertion ? text.length() : assertionStart;
            track(entry.piece(), indent, i == line.entries().size() - 1);
            text.append(entry.piece().text());
        }
        return assertionStart < 0
                ? new PrintedLine(text.toString(), "", line.comment(), line.afterBlank())
                : new PrintedLine(text.substring(0, assertionStart).stripTrailing(), text.substring(assertionStart),
                        line.comment(), line.afterBlank());
    }

    private void track(Piece piece, int indent, boolean endsLine) {
        if (piece.is("{")) {
            int outer = open.isEmpty() ? 0 : indent;
            open.push(new Open(true, outer + STEP, outer));
        } else if (piece.is("(") || piece.is("[")) {
            open.push(endsLine
                    ? new Open(false, indent + STEP, indent)
                    : new Open(false, text.length() + 1, text.length()));
        } else if (closes(piece)) {
            open.pop();
        } else if (piece.kind() == Piece.Kind.KEYWORD && piece.text().equals("if")) {
            conditionals.push(text.length());
        } else if (piece.kind() == Piece.Kind.KEYWORD && piece.text().equals("else") && !conditionals.isEmpty()) {
            conditionals.pop();
        }
    }

    /** The position of the colon with which an assertion begins that ends the line; -1 where there is none. */
    private static int assertion(Line line) {
        int brackets = 0;
        for (int i = line.entries().size() - 1; i > 0; i--) {
            Entry entry = line.entries().get(i);
            Piece piece = entry.piece();
            brackets += closes(piece) ? 1 : piece.is("(") || piece.is("[") || piece.is("{") ? -1 : 0;
            if (brackets < 0 || (brackets == 0 && piece.is("->"))) {
                return -1;
            } else if (brackets == 0 && piece.is(":") && entry.spaced()) {
                return i;
            }
        }
        return -1;
    }
}
