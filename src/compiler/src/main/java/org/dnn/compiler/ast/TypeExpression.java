package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.source.Span;

/**
 * A type as it was written: {@code float[3]}, {@code [C, H, W]}, {@code class(10)}, {@code bool(yes: "Y", no: "N")},
 * {@code Cube.x}, {@code float?}.
 *
 * @param kind     a {@link Expression.Reference}, {@link Expression.Call} or {@link Expression.Member}; absent in
 *                 {@code [3]}
 * @param optional whether a question mark follows the kind: values may be missing
 * @param shape    the sizes between brackets, absent where no bracket was written
 */
public record TypeExpression(Optional<Expression> kind, boolean optional, Optional<List<Expression>> shape, Span span) {
    public TypeExpression {
        shape = shape.map(List::copyOf);
    }
}
