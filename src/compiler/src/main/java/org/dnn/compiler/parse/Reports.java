package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;

/** What there is to say about one file's text, and where something has been said, so that consequences can be kept back. */
final class Reports {
    /** How many mistakes are told of one by one. */
    private static final int MOST = 100;

    private final SourceFile file;
    private final List<Diagnostic> all = new ArrayList<>();
    /** The offsets of which something has been said. */
    private final BitSet covered = new BitSet();

    Reports(SourceFile file) {
        this.file = file;
    }

    SourceFile file() {
        return file;
    }

    Span span(int start, int end) {
        return new Span(file, start, end);
    }

    Diagnostic.Builder at(Code code, Lexeme lexeme, String message) {
        return Diagnostic.of(code, lexeme.span(file), message);
    }

    void add(Diagnostic.Builder builder) {
        Diagnostic diagnostic = builder.build();
        all.add(diagnostic);
        cover(diagnostic.primary().start(), diagnostic.primary().end());
    }

    /** Something has been said of this stretch; an empty one stands for the offset at its start. */
    void cover(int start, int end) {
        covered.set(start, Math.max(end, start + 1));
    }

    /** Whether something has been said of any of this stretch; an empty one stands for the offset at its start. */
    boolean covers(int start, int end) {
        int found = covered.nextSetBit(start);
        return found >= 0 && found < Math.max(end, start + 1);
    }

    /** Hands everything on in the order of the file, up to as much as anyone reads. */
    void deliver(Diagnostics diagnostics) {
        if (all.isEmpty()) {
            return;
        }
        all.sort(Comparator.comparingInt((Diagnostic d) -> d.primary().start()).thenComparing(Diagnostic::code));
        all.stream().limit(MOST).forEach(diagnostics::add);
        if (all.size() > MOST) {
            Span first = all.get(MOST).primary();
            diagnostics.add(Diagnostic.of(Code.UNEXPECTED_TEXT, first,
                    "there are " + (all.size() - MOST) + " more mistakes in the text, the first of them here"));
        }
    }
}
