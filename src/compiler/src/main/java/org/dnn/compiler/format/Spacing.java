package org.dnn.compiler.format;

import java.util.ArrayDeque;
import java.util.Deque;

import org.dnn.compiler.parse.Piece;
import org.jspecify.annotations.Nullable;

/** Says, piece after piece, where a space stands. */
final class Spacing {
    private @Nullable Piece last;
    private boolean lastIsSign;
    /** For each open bracket, the innermost first, whether an arrow has been seen since its last comma. */
    private final Deque<Boolean> arrows = new ArrayDeque<>();
    private boolean inHeader;

    Spacing() {
        arrows.push(false);
    }

    /** Begins a statement. */
    void statement(Piece first) {
        arrows.pop();
        arrows.push(false);
        inHeader = first.kind() == Piece.Kind.KEYWORD && (first.text().equals("model") || first.text().equals("block"));
    }

    /** Whether a space stands before a piece that is not the first of its line. To be called for each piece. */
    boolean before(Piece piece) {
        boolean spaced = last != null && !lastIsSign && isSpaced(last, piece);
        lastIsSign = piece.is("-") && (last == null || !endsValue(last));
        track(piece);
        last = piece;
        return spaced;
    }

    private boolean isSpaced(Piece before, Piece piece) {
        if (before.is("(") || before.is("[") || before.is(".")) {
            return false;
        }
        if (piece.kind() != Piece.Kind.SIGN) {
            return true;
        }
        return switch (piece.text()) {
            case ")", "]", ",", ";", "?", "%", "." -> false;
            case "(", "[" -> before.kind() != Piece.Kind.NAME && !before.is("?") && !before.is(")");
            case "}" -> !before.is("{");
            // A colon behind a name says what it is; behind a stage it asserts a shape, and stands apart.
            case ":" -> arrows.getFirst() && !inHeader;
            default -> true;
        };
    }

    private void track(Piece piece) {
        if (piece.kind() != Piece.Kind.SIGN) {
            return;
        }
        switch (piece.text()) {
            case "->", "," -> {
                arrows.pop();
                arrows.push(piece.is("->"));
            }
            case "(", "[" -> arrows.push(false);
            case "{" -> {
                arrows.push(false);
                inHeader = false;
            }
            case ")", "]", "}" -> arrows.pop();
            default -> {
            }
        }
    }

    private static boolean endsValue(Piece piece) {
        return switch (piece.kind()) {
            case NAME, UNIT, NUMBER, TEXT -> true;
            case KEYWORD -> piece.text().equals("true") || piece.text().equals("false");
            case SIGN -> piece.is(")") || piece.is("]") || piece.is("}") || piece.is("%") || piece.is("?");
            case STATEMENT_END, COMMENT, DOCUMENTATION -> false;
        };
    }
}
