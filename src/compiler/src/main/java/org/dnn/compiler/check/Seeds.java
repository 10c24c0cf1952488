package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Code;

/** {@code seed: 1}. */
final class Seeds {
    private Seeds() {}

    /** A whole number of 63 bits; empty, after saying so, if it is none. */
    static Optional<Long> of(Expression expression, Constants constants, Report report) {
        Optional<Rational> number = constants.number(expression);
        boolean fits = number.filter(v -> v.isWhole() && v.signum() >= 0 && v.numerator().bitLength() <= 63)
                .isPresent();
        if (number.isPresent() && !fits) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "a seed is a whole number from 0 to 2⁶³ - 1, found " + number.get(), "for example seed: 1");
        }
        return number.filter(_ -> fits).map(v -> v.numerator().longValue());
    }
}
