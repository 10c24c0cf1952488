package org.dnn.compiler.model;

import org.dnn.compiler.ast.Rational;

/** How long: so many epochs, not always whole ones, or so many steps. */
public record Duration(Rational amount, boolean epochs) {
    @Override
    public String toString() {
        String unit = epochs ? " epoch" : " step";
        return amount + unit + (amount.equals(Rational.ONE) ? "" : "s");
    }
}
