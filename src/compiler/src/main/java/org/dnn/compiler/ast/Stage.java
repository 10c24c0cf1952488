package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.source.Span;

/** What stands to the right of an arrow. */
public sealed interface Stage {
    Span span();

    /**
     * {@code Linear(5)}, {@code relu}, or an expression in parentheses.
     *
     * @param name      {@code as name}
     * @param assertion {@code : [16, 32, 32]}
     */
    record Apply(Expression function, Optional<Name> name, Optional<TypeExpression> assertion, Span span)
            implements
                Stage {}

    /** {@code repeat 3 { Residual() -> relu }}. */
    record Repeat(Expression count, List<Stage> stages, Optional<Name> name, Optional<TypeExpression> assertion,
            Span span) implements Stage {
        public Repeat {
            stages = List.copyOf(stages);
        }
    }
}
