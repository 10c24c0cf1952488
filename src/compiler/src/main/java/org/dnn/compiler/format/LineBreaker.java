package org.dnn.compiler.format;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.parse.Piece;
import org.dnn.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Puts pieces on lines: the lines of the file, with at most one empty line between two, an opening brace on the line of
 * what it belongs to, and no {@code ;} at the end of a line.
 */
final class LineBreaker {
    private final List<Line> lines = new ArrayList<>();
    private final Spacing spacing = new Spacing();
    private @Nullable Piece last;
    /** The last piece that is not a comment. */
    private @Nullable Piece lastCode;
    /** The end of the last statement, until the next begins. */
    private @Nullable Piece end;

    private LineBreaker() {}

    static List<Line> lines(List<Piece> pieces) {
        LineBreaker breaker = new LineBreaker();
        for (Piece piece : pieces) {
            switch (piece.kind()) {
                case STATEMENT_END -> breaker.end = piece;
                case COMMENT, DOCUMENTATION -> breaker.comment(piece);
                case KEYWORD, NAME, UNIT, NUMBER, TEXT, SIGN -> breaker.code(piece);
            }
        }
        return breaker.lines;
    }

    private void comment(Piece piece) {
        if (startsLine(piece)) {
            lines.add(new Line(false, isAfterBlank(piece)));
        }
        lines.getLast().comment(piece.text());
        last = piece;
    }

    private void code(Piece piece) {
        Piece before = lastCode;
        boolean startsStatement = before == null || end != null || before.is("{");
        if (startsLine(piece) && !(piece.is("{") && !behindComment())) {
            lines.add(new Line(startsStatement, isAfterBlank(piece)));
        } else if (end != null) {
            lines.getLast().add(new Piece(Piece.Kind.SIGN, ";", end.span()), false);
        }
        if (startsStatement) {
            spacing.statement(piece);
        }
        lines.getLast().add(piece, spacing.before(piece));
        end = null;
        last = piece;
        lastCode = piece;
    }

    private boolean behindComment() {
        return last != null && (last.kind() == Piece.Kind.COMMENT || last.kind() == Piece.Kind.DOCUMENTATION);
    }

    private boolean startsLine(Piece piece) {
        return last == null || piece.span().line() > endLine(last);
    }

    private boolean isAfterBlank(Piece piece) {
        boolean beginsBlock = last != null && last.is("{");
        return last != null && piece.span().line() > endLine(last) + 1 && !beginsBlock && !piece.is("}");
    }

    private static int endLine(Piece piece) {
        Span span = piece.span();
        return span.file().line(span.end());
    }
}
