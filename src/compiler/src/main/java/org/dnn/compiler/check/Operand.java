package org.dnn.compiler.check;

import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.ValueType;

/** What an expression in a body is. */
sealed interface Operand {
    /** A value of the network: its node, its type, and where it was written. */
    record Tensor(int node, ValueType type, Span span) implements Operand {}

    /** A number. */
    record Scalar(Rational value) implements Operand {}
}
