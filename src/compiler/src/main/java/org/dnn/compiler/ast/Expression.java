package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.source.Span;

/** Whatever can stand where a value is asked for: in a model's body, in a setting, in a shape. */
public sealed interface Expression {
    Span span();

    /** {@code 10_000}, {@code 5e-4}, {@code 70%}, {@code 2 GiB}, {@code 20 epochs}; the value is the one before the unit. */
    record Numeral(Rational value, Optional<Name> unit, Span span) implements Expression {}

    /** {@code "diabetes.csv"}; the text without quotes and escapes. */
    record Text(String value, Span span) implements Expression {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value, Span span) implements Expression {}

    /** A name alone. */
    record Reference(Name name) implements Expression {
        @Override
        public Span span() {
            return name.span();
        }
    }

    /** {@code Cube.x}, {@code validation.loss}. */
    record Member(Name owner, Name member, Span span) implements Expression {}

    /** {@code Linear(5)}, {@code sum(x)}, {@code Adam(lr: 0.01)}. */
    record Call(Name callee, List<Argument> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code [sum(x) < 1, sum(x) > 2]}. */
    record Listing(List<Expression> elements, Span span) implements Expression {
        public Listing {
            elements = List.copyOf(elements);
        }
    }

    /** {@code -x}, {@code not x}. */
    record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

    /** {@code a + b}; {@code operatorSpan} is where the operator itself stands. */
    record Binary(BinaryOperator operator, Expression left, Expression right, Span operatorSpan, Span span)
            implements
                Expression {}

    /** {@code if condition then whenTrue else whenFalse}. */
    record Conditional(Expression condition, Expression whenTrue, Expression whenFalse, Span span)
            implements
                Expression {}

    /** {@code source -> stage -> stage}. */
    record Chain(Expression source, List<Stage> stages, Span span) implements Expression {
        public Chain {
            stages = List.copyOf(stages);
        }
    }

    /** {@code linear from 0 to 0.1 over 5 epochs, then cosine to 0}: how a quantity moves while training. */
    record Segments(List<Segment> segments, Span span) implements Expression {
        public Segments {
            segments = List.copyOf(segments);
        }
    }

    /** One piece of {@link Segments}: {@code linear from 0 to 0.1 over 5 epochs}. */
    record Segment(Name curve, Optional<Expression> from, Optional<Expression> to, Optional<Expression> over,
            Span span) {}

    /** {@code 5e-4 except [bias, norm]}. */
    record Except(Expression value, List<Expression> exceptions, Span span) implements Expression {
        public Except {
            exceptions = List.copyOf(exceptions);
        }
    }

    /** {@code when validation.loss stalls for 20 epochs}. */
    record Stall(Expression metric, Expression duration, Span span) implements Expression {}

    /** Nothing stood where an expression should; the parser has said so. */
    record Missing(Span span) implements Expression {}
}
