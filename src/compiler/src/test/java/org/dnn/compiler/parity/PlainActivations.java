package org.dnn.compiler.parity;

import java.util.function.DoubleUnaryOperator;

import org.dnn.compiler.catalog.Arguments;

/** What PyTorch's documentation says of each activation of one number. */
final class PlainActivations {
    private PlainActivations() {}

    static DoubleUnaryOperator of(String name, Arguments a) {
        return switch (name) {
            case "relu" -> x -> x > 0 ? x : 0;
            case "relu6" -> x -> x < 0 ? 0 : x > 6 ? 6 : x;
            case "threshold" -> x -> x > a.real("threshold") ? x : a.real("value");
            case "hardtanh" -> x -> x < a.real("min_val") ? a.real("min_val") : Math.min(x, a.real("max_val"));
            case "sigmoid" -> PlainActivations::sigmoid;
            case "hardsigmoid" -> x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5;
            case "tanh" -> x -> (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x));
            case "silu" -> x -> x * sigmoid(x);
            case "mish" -> x -> x * Math.tanh(Math.log(1 + Math.exp(x)));
            case "hardswish" -> x -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
            case "elu" -> x -> x > 0 ? x : a.real("alpha") * (Math.exp(x) - 1);
            case "celu" -> x -> Math.max(0, x) + Math.min(0, a.real("alpha") * (Math.exp(x / a.real("alpha")) - 1));
            case "selu" -> x -> 1.0507009873554805
                    * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1));
            case "gelu" -> a.word("approximate").equals("none")
                    ? x -> x * normal(x)
                    : x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
            case "hardshrink" -> x -> x > a.real("lambda") || x < -a.real("lambda") ? x : 0;
            case "leaky_relu" -> x -> Math.max(0, x) + a.real("negative_slope") * Math.min(0, x);
            case "logsigmoid" -> x -> Math.log(sigmoid(x));
            case "softplus" -> x -> a.real("beta") * x > a.real("threshold")
                    ? x
                    : Math.log(1 + Math.exp(a.real("beta") * x)) / a.real("beta");
            case "softshrink" -> x -> x > a.real("lambda")
                    ? x - a.real("lambda")
                    : x < -a.real("lambda") ? x + a.real("lambda") : 0;
            case "softsign" -> x -> x / (1 + Math.abs(x));
            case "tanhshrink" -> x -> x - Math.tanh(x);
            default -> throw new AssertionError("no plain " + name);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The share of a normal distribution below x, by Simpson's rule. */
    private static double normal(double x) {
        int pieces = 2000;
        double sum = 0;
        for (int i = 0; i <= pieces; i++) {
            double t = x * i / pieces;
            int weight = i == 0 || i == pieces ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-t * t / 2);
        }
        return 0.5 + sum * x / pieces / 3 / Math.sqrt(2 * Math.PI);
    }
}
