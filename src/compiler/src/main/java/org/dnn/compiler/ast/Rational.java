package org.dnn.compiler.ast;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact fraction in lowest terms, denominator above zero: what a constant of the language is. */
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {
    public static final Rational ZERO = of(0);
    public static final Rational ONE = of(1);

    /** @throws ArithmeticException if the denominator is zero */
    public Rational {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    public static Rational of(long value) {
        return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
    }

    /** The exact value of a decimal number such as {@code 5e-4}. */
    public static Rational of(BigDecimal value) {
        return value.scale() <= 0
                ? new Rational(value.toBigIntegerExact(), BigInteger.ONE)
                : new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    public Rational plus(Rational other) {
        return new Rational(numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Rational minus(Rational other) {
        return plus(other.negate());
    }

    public Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** @throws ArithmeticException if the other is zero */
    public Rational dividedBy(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Rational negate() {
        return new Rational(numerator.negate(), denominator);
    }

    /** The largest whole number that is not above this one. */
    public Rational floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        BigInteger whole = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return new Rational(whole, BigInteger.ONE);
    }

    /** The smallest whole number that is not below this one. */
    public Rational ceiling() {
        return negate().floor().negate();
    }

    public boolean isWhole() {
        return denominator.equals(BigInteger.ONE);
    }

    public int signum() {
        return numerator.signum();
    }

    /** The nearest double. */
    public double toDouble() {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL128)
                .doubleValue();
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /** As a person would write it: {@code 3}, {@code 0.25}, or {@code 1/3} where no decimal is exact. */
    @Override
    public String toString() {
        if (isWhole()) {
            return numerator.toString();
        }
        try {
            return new BigDecimal(numerator).divide(new BigDecimal(denominator)).toPlainString();
        } catch (ArithmeticException e) {
            return numerator + "/" + denominator;
        }
    }
}
