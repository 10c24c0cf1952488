package org.dnn.compiler.ast;

import java.util.List;

import org.dnn.compiler.source.Span;

/** {@code epochs: 100}, {@code metrics: accuracy, top_k(5)}. */
public record Setting(Name name, List<Expression> values, Span span) implements Declaration, DataItem {
    public Setting {
        values = List.copyOf(values);
    }
}
