package org.dnn.compiler.ir;

/** What can be done to one number. */
public enum UnaryFunction {
    NEGATE, ABSOLUTE, RECIPROCAL, SQUARE_ROOT, EXPONENTIAL,
    /** {@code exp(x) - 1}. */
    EXPONENTIAL_MINUS_ONE, LOGARITHM,
    /** {@code log(1 + x)}. */
    LOGARITHM_OF_ONE_PLUS, TANH, SIGMOID,
    /** The error function, as in the exact GELU. */
    ERROR_FUNCTION, SINE, COSINE,
    /** Largest whole number not above. */
    FLOOR,
    /** 1 for not-a-number, else 0. */
    IS_NAN
}
