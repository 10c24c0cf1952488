package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;

/** What an expression is, known when the file is compiled. */
sealed interface Constant {
    /** A number, with the unit that stood behind it. */
    record Exact(Rational value, Optional<Name> unit) implements Constant {
        static Exact of(long value) {
            return new Exact(Rational.of(value), Optional.empty());
        }
    }

    /** Declared, but wrong: what refers to it says nothing more. */
    record Unknown() implements Constant {}

    /** True or false. */
    record Truth(boolean value) implements Constant {}
}
