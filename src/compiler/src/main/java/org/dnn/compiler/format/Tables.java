package org.dnn.compiler.format;

import java.util.List;
import java.util.Set;

import org.dnn.compiler.format.Line.Column;
import org.dnn.compiler.format.Line.Entry;
import org.dnn.compiler.parse.Piece;

/**
 * Finds the tables in blocks: the values of settings stand in one column, in data blocks also names and types of
 * columns. An empty line begins a new table.
 */
final class Tables {
    private static final Set<String> BLOCKS = Set.of("data", "train", "export");

    private Column settings = new Column();
    private Column roles = new Column();
    private Column names = new Column();
    private Column types = new Column();
    private int depth;
    private boolean inBlock;

    private Tables() {}

    static void lay(List<Line> lines) {
        Tables tables = new Tables();
        for (Line line : lines) {
            if (line.afterBlank() || tables.depth == 0) {
                tables.begin();
            }
            tables.take(line);
        }
    }

    private void begin() {
        settings = new Column();
        roles = new Column();
        names = new Column();
        types = new Column();
    }

    private void take(Line line) {
        List<Entry> entries = line.entries();
        if (inBlock && depth == 1 && line.startsStatement()) {
            if (entries.size() > 2 && isName(entries.get(0)) && entries.get(1).piece().is(":")) {
                line.endCell(1, settings);
            } else if (entries.size() > 1 && entries.get(0).piece().kind() == Piece.Kind.KEYWORD) {
                columns(line);
            }
        }
        for (Entry entry : entries) {
            Piece piece = entry.piece();
            if (depth == 0 && piece.kind() == Piece.Kind.KEYWORD) {
                inBlock = BLOCKS.contains(piece.text());
            }
            depth += piece.is("{") ? 1 : piece.is("}") ? -1 : 0;
        }
    }

    /** {@code input age: float -> standardize}; several names and names with a formula first have a row of their own. */
    private void columns(Line line) {
        List<Entry> entries = line.entries();
        line.endCell(0, roles);
        boolean typed = entries.size() > 3 && isName(entries.get(1)) && entries.get(2).piece().is(":");
        if (!typed) {
            return;
        }
        line.endCell(2, names);
        int brackets = 0;
        for (int i = 3; i < entries.size(); i++) {
            Piece piece = entries.get(i).piece();
            brackets += piece.is("(") || piece.is("[") ? 1 : piece.is(")") || piece.is("]") ? -1 : 0;
            if (brackets == 0 && i > 3 && (piece.is("->") || piece.is("="))) {
                line.endCell(i - 1, types);
                return;
            }
        }
    }

    private static boolean isName(Entry entry) {
        return entry.piece().kind() == Piece.Kind.NAME;
    }
}
