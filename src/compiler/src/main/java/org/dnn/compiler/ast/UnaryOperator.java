package org.dnn.compiler.ast;

/** The operators that take one operand. */
public enum UnaryOperator {
    NEGATE("-"), NOT("not");

    private final String symbol;

    UnaryOperator(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
