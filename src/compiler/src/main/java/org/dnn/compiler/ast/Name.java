package org.dnn.compiler.ast;

import org.dnn.compiler.source.Span;

/** A name as it was written. Where one is missing, the text is "" and the span empty. */
public record Name(String text, Span span) {
    public boolean isMissing() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
