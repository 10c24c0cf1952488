package org.dnn.compiler.kernel;

import org.dnn.compiler.ir.ReduceFunction;

/** One line of a loop's body. */
public sealed interface Statement {
    /** What is computed. */
    Term term();

    /** Names a term, for the statements that follow at the same point. */
    record Let(int local, String name, Term term) implements Statement {}

    /** Reduces a term over the loop's inner axes; the local can be used once the loop is through. */
    record Accumulate(int local, String name, ReduceFunction function, Term term, Order order) implements Statement {}

    /** Puts a term into an argument of the kernel. */
    record Store(int argument, Index index, Term term) implements Statement {}

    /** In which order a reduction takes its terms; the same in every form of the kernel. */
    enum Order {
        /** One after the other. */
        SEQUENTIAL,
        /**
         * Sixteen sums: along the innermost axis, place j belongs to sum j mod 16; at the end sum l takes sum l + 8, then
         * l + 4, l + 2, l + 1.
         */
        SIXTEEN_LANES,
        /**
         * Sixteen sums for each strand of strips: row r of a strip belongs to sum r mod 16, a row's own terms in their order. At
         * the end the sixteen as above; then the strands, in their order. Only in {@link Step.Strips}.
         */
        LANES_OF_STRIPS
    }
}
