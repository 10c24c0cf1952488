package org.dnn.compiler.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.parse.Piece;

/** A line of the result before it is written: its pieces, and which columns of its block's table they end. */
final class Line {
    /** A piece, and whether a space stands before it. */
    record Entry(Piece piece, boolean spaced) {}

    /** A column of a table: as wide as the widest cell in it. */
    static final class Column {
        private int width;

        void fit(int cell) {
            width = Math.max(width, cell);
        }

        int width() {
            return width;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Integer, Column> cellEnds = new HashMap<>();
    private final boolean startsStatement;
    private final boolean afterBlank;
    private String comment = "";

    /**
     * @param startsStatement whether a statement begins with the line
     * @param afterBlank      whether an empty line stands before it
     */
    Line(boolean startsStatement, boolean afterBlank) {
        this.startsStatement = startsStatement;
        this.afterBlank = afterBlank;
    }

    boolean startsStatement() {
        return startsStatement;
    }

    boolean afterBlank() {
        return afterBlank;
    }

    /** The comment at the end of the line, or all that is on it; "" where there is none. */
    String comment() {
        return comment;
    }

    void comment(String text) {
        comment = text.stripTrailing();
    }

    void add(Piece piece, boolean spaced) {
        entries.add(new Entry(piece, spaced));
    }

    List<Entry> entries() {
        return entries;
    }

    /** Whether there is nothing but a comment. */
    boolean isComment() {
        return entries.isEmpty();
    }

    Piece first() {
        return entries.getFirst().piece();
    }

    /** The piece at a position is the last of a cell in this column. */
    void endCell(int position, Column column) {
        int start = position;
        while (start > 0 && !cellEnds.containsKey(start - 1)) {
            start--;
        }
        int width = 0;
        for (int i = start; i <= position; i++) {
            width += entries.get(i).piece().text().length() + (i > start && entries.get(i).spaced() ? 1 : 0);
        }
        column.fit(width);
        cellEnds.put(position, column);
    }

    /** How wide the cell that ends at a position must be; 0 where none ends. */
    int cellWidth(int position) {
        Column column = cellEnds.get(position);
        return column == null ? 0 : column.width();
    }
}
