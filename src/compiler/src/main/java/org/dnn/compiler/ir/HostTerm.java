package org.dnn.compiler.ir;

/** A number that the host computes for each step, in double. */
public sealed interface HostTerm {
    /** A constant. */
    record Number(double value) implements HostTerm {}

    /** What a schedule gives for the step: {@code learningRate}, {@code momentum}, {@code weightDecay}. */
    record Scheduled(String name) implements HostTerm {}

    /** The number of the step, from 1. */
    record StepNumber() implements HostTerm {}

    /** a + b, a - b, a * b, a / b, or a to the power b. */
    record Operation(char operator, HostTerm left, HostTerm right) implements HostTerm {}

    /** The square root. */
    record Root(HostTerm of) implements HostTerm {}

    /** One of two: at the first step, and after. */
    record FirstStep(HostTerm first, HostTerm later) implements HostTerm {}

    static HostTerm of(double value) {
        return new Number(value);
    }

    default HostTerm minus(HostTerm other) {
        return new Operation('-', this, other);
    }

    default HostTerm plus(HostTerm other) {
        return new Operation('+', this, other);
    }

    default HostTerm times(HostTerm other) {
        return new Operation('*', this, other);
    }

    default HostTerm over(HostTerm other) {
        return new Operation('/', this, other);
    }

    default HostTerm power(HostTerm exponent) {
        return new Operation('^', this, exponent);
    }
}
