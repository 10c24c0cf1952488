package org.dnn.compiler.source;

import java.util.List;

/**
 * Where something came from: the place that says it, and, where that stands in a block, the calls that led there, innermost
 * first.
 */
public record Origin(Span span, List<Span> calls) {
    public Origin {
        calls = List.copyOf(calls);
    }

    public static Origin of(Span span) {
        return new Origin(span, List.of());
    }

    /** As a comment shows it: {@code digits.dnn:13}. */
    public String line() {
        return span.file().name() + ":" + span.line();
    }
}
