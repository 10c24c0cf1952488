package org.dnn.compiler.diagnostic;

import java.util.Comparator;
import java.util.List;

import org.dnn.compiler.source.Span;

/** A change of the file that mends it; applied, the file compiles. */
public record Fix(String title, List<Edit> edits) {
    public Fix {
        edits = List.copyOf(edits);
    }

    public static Fix replace(String title, Span span, String replacement) {
        return new Fix(title, List.of(new Edit(span, replacement)));
    }

    /**
     * The text after the change. Insertions at the same place keep their order.
     *
     * @param text the text of the file that the edits were made for
     * @throws IllegalArgumentException if two edits overlap, or one does not lie within the text
     */
    public String apply(String text) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (Edit edit : edits.stream().sorted(Comparator.comparingInt(e -> e.span().start())).toList()) {
            if (edit.span().start() < done || edit.span().end() > text.length()) {
                throw new IllegalArgumentException("the edits of '" + title + "' overlap or lie beyond the text");
            }
            result.append(text, done, edit.span().start()).append(edit.replacement());
            done = edit.span().end();
        }
        return result.append(text, done, text.length()).toString();
    }
}
