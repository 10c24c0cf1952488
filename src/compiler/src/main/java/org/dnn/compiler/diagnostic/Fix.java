package org.dnn.compiler.diagnostic;

import java.util.List;

/** A change of the file that mends it; applied, the file compiles. */
public record Fix(String title, List<Edit> edits) {
    public Fix {
        edits = List.copyOf(edits);
    }

    public static Fix replace(String title, org.dnn.compiler.source.Span span, String replacement) {
        return new Fix(title, List.of(new Edit(span, replacement)));
    }
}
