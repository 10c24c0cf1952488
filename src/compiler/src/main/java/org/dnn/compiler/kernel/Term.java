package org.dnn.compiler.kernel;

import java.util.List;
import java.util.stream.Stream;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.UnaryFunction;

/** A scalar expression at one point of a loop nest. */
public sealed interface Term {
    /** A number, in single precision. */
    record Number(float value) implements Term {}

    /** What an argument of the kernel holds at a place. */
    record Load(int argument, Index index) implements Term {}

    /**
     * What a column of the data holds for a row of the batch: element {@code index} of the row that stands at place
     * {@code row} in the order of rows.
     */
    record Gather(int argument, Index row, Index index) implements Term {}

    /** The result of an earlier statement. */
    record Local(int number) implements Term {}

    /** How many rows the batch has. */
    record Rows() implements Term {}

    /** A place itself, as a number. */
    record Position(Index index) implements Term {}

    /** A random number in [0, 1) for the element; {@code stream} counts the random ops of a program. */
    record Uniform(int stream, Index element) implements Term {}

    /** A function of one term. */
    record Unary(UnaryFunction function, Term operand) implements Term {}

    /** A function of two terms. */
    record Binary(BinaryFunction function, Term left, Term right) implements Term {}

    /** {@code whenTrue} where the condition is not 0. */
    record Select(Term condition, Term whenTrue, Term whenFalse) implements Term {}

    /** The terms that it is made of. */
    default List<Term> operands() {
        return switch (this) {
            case Number _,Load _,Gather _,Local _,Rows _,Position _,Uniform _ -> List.of();
            case Unary unary -> List.of(unary.operand());
            case Binary binary -> List.of(binary.left(), binary.right());
            case Select select -> List.of(select.condition(), select.whenTrue(), select.whenFalse());
        };
    }

    /** The term itself, and all that it is made of. */
    default Stream<Term> all() {
        return Stream.concat(Stream.of(this), operands().stream().flatMap(Term::all));
    }
}
