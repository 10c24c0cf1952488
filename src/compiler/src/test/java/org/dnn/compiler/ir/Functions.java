package org.dnn.compiler.ir;

/** The functions of numbers, in double. */
final class Functions {
    private Functions() {}

    static double of(UnaryFunction function, double x) {
        return switch (function) {
            case NEGATE -> -x;
            case ABSOLUTE -> Math.abs(x);
            case RECIPROCAL -> 1 / x;
            case SQUARE_ROOT -> Math.sqrt(x);
            case EXPONENTIAL -> Math.exp(x);
            case EXPONENTIAL_MINUS_ONE -> Math.expm1(x);
            case LOGARITHM -> Math.log(x);
            case LOGARITHM_OF_ONE_PLUS -> Math.log1p(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case ERROR_FUNCTION -> erf(x);
            case SINE -> Math.sin(x);
            case COSINE -> Math.cos(x);
            case FLOOR -> Math.floor(x);
            case IS_NAN -> Double.isNaN(x) ? 1 : 0;
        };
    }

    /** By its series where that converges fast, by the continued fraction of its complement elsewhere. */
    private static double erf(double x) {
        if (Math.abs(x) < 3) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 100; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int k = 60; k > 0; k--) {
            fraction = k / 2.0 / (Math.abs(x) + fraction);
        }
        double complement = Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction);
        return Math.copySign(1 - complement, x);
    }

    static double of(BinaryFunction function, double x, double y) {
        return switch (function) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case MAXIMUM -> Math.max(x, y);
            case MINIMUM -> Math.min(x, y);
            case LESS -> x < y ? 1 : 0;
            case LESS_OR_EQUAL -> x <= y ? 1 : 0;
            case GREATER -> x > y ? 1 : 0;
            case GREATER_OR_EQUAL -> x >= y ? 1 : 0;
            case EQUAL -> x == y ? 1 : 0;
            case NOT_EQUAL -> x != y ? 1 : 0;
        };
    }
}
