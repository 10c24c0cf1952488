package org.dnn.compiler.model;

import java.util.List;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.UnaryOperator;

/** Where the values of a generated column come from, for one row. */
public sealed interface Formula {
    /** How many numbers it gives. */
    int size();

    /** A number. */
    record Constant(double value) implements Formula {
        @Override
        public int size() {
            return 1;
        }
    }

    /** A column of the same row. */
    record Column(String group, int from, int size) implements Formula {}

    /** Random numbers, uniform in [a, b) or normal with mean a and deviation b. */
    record Draw(boolean normal, double a, double b, int size) implements Formula {}

    /** An operator on one operand. */
    record Unary(UnaryOperator operator, Formula operand) implements Formula {
        @Override
        public int size() {
            return operand.size();
        }
    }

    /** An operator on two; a single number serves for all. */
    record Binary(BinaryOperator operator, Formula left, Formula right) implements Formula {
        @Override
        public int size() {
            return Math.max(left.size(), right.size());
        }
    }

    /** {@code sum}, {@code mean}, {@code max}, {@code min}: many numbers become one. */
    record Reduce(String function, Formula operand) implements Formula {
        @Override
        public int size() {
            return 1;
        }
    }

    /** {@code exp}, {@code log}, {@code sqrt}, {@code abs}, {@code tanh}, {@code floor} of each number. */
    record Apply(String function, Formula operand) implements Formula {
        @Override
        public int size() {
            return operand.size();
        }
    }

    /** One of two. */
    record Choice(Formula condition, Formula whenTrue, Formula whenFalse) implements Formula {
        @Override
        public int size() {
            return Math.max(whenTrue.size(), whenFalse.size());
        }
    }

    /** One after the other. */
    record Listing(List<Formula> elements) implements Formula {
        public Listing {
            elements = List.copyOf(elements);
        }

        @Override
        public int size() {
            return elements.stream().mapToInt(Formula::size).sum();
        }
    }
}
