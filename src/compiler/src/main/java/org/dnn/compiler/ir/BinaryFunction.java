package org.dnn.compiler.ir;

/** What can be done to two numbers. Comparisons give 1 for true and 0 for false. */
public enum BinaryFunction {
    ADD, SUBTRACT, MULTIPLY, DIVIDE,
    /** Not a number if one of them is not. */
    MAXIMUM,
    /** Not a number if one of them is not. */
    MINIMUM, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL;

    /** Whether the result says true or false. */
    public boolean isComparison() {
        return compareTo(LESS) >= 0;
    }

    public boolean isCommutative() {
        return switch (this) {
            case ADD, MULTIPLY, MAXIMUM, MINIMUM, EQUAL, NOT_EQUAL -> true;
            case SUBTRACT, DIVIDE, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
    }
}
