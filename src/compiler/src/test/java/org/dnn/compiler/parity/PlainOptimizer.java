package org.dnn.compiler.parity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.dnn.compiler.catalog.Arguments;

/** What PyTorch's documentation says of each optimizer, for one parameter at a time, in double. */
final class PlainOptimizer {
    private final String name;
    private final Arguments a;
    private final Map<String, double[]> remembered = new HashMap<>();

    /** The numbers that may move, at one step; steps are counted from 1. */
    record Now(int step, double lr, double momentum, double decay) {}

    PlainOptimizer(String name, Arguments arguments) {
        this.name = name;
        this.a = arguments;
    }

    /** Moves a parameter; {@code now.decay()} is 0 for what does not shrink. */
    void move(double[] weight, double[] gradient, Now now) {
        for (int i = 0; i < weight.length; i++) {
            weight[i] = switch (name) {
                case "SGD" -> sgd(i, weight[i], gradient[i] + now.decay() * weight[i], now, weight.length);
                case "Adam" -> adam(i, weight[i], gradient[i] + now.decay() * weight[i], now, weight.length);
                case "AdamW" -> adam(i, weight[i] - now.lr() * now.decay() * weight[i], gradient[i], now,
                        weight.length);
                case "RMSprop" -> rmsprop(i, weight[i], gradient[i] + now.decay() * weight[i], now, weight.length);
                case "Adagrad" -> adagrad(i, weight[i], gradient[i] + now.decay() * weight[i], now, weight.length);
                default -> throw new AssertionError("no plain " + name);
            };
        }
    }

    private double[] state(String state, int size, double first) {
        return remembered.computeIfAbsent(state, _ -> {
            double[] numbers = new double[size];
            Arrays.fill(numbers, first);
            return numbers;
        });
    }

    private double averaged(String state, int i, int size, double value, double beta) {
        double[] average = state(state, size, 0);
        average[i] = beta * average[i] + (1 - beta) * value;
        return average[i];
    }

    private double sgd(int i, double weight, double gradient, Now now, int size) {
        if (now.momentum() == 0) {
            return weight - now.lr() * gradient;
        }
        double[] buffer = state("buffer", size, 0);
        buffer[i] = now.step() == 1
                ? gradient
                : now.momentum() * buffer[i] + (1 - a.real("dampening")) * gradient;
        return weight - now.lr() * (a.truth("nesterov") ? gradient + now.momentum() * buffer[i] : buffer[i]);
    }

    private double adam(int i, double weight, double gradient, Now now, int size) {
        double beta1 = a.reals("betas").get(0);
        double beta2 = a.reals("betas").get(1);
        double m = averaged("m", i, size, gradient, beta1) / (1 - Math.pow(beta1, now.step()));
        double v = averaged("v", i, size, gradient * gradient, beta2);
        if (a.truth("amsgrad")) {
            double[] largest = state("largest", size, 0);
            largest[i] = Math.max(largest[i], v);
            v = largest[i];
        }
        double corrected = v / (1 - Math.pow(beta2, now.step()));
        return weight - now.lr() * m / (Math.sqrt(corrected) + a.real("eps"));
    }

    private double rmsprop(int i, double weight, double gradient, Now now, int size) {
        double v = averaged("v", i, size, gradient * gradient, a.real("alpha"));
        if (a.truth("centered")) {
            v -= Math.pow(averaged("mean", i, size, gradient, a.real("alpha")), 2);
        }
        double[] buffer = state("buffer", size, 0);
        buffer[i] = now.momentum() * buffer[i] + gradient / (Math.sqrt(v) + a.real("eps"));
        return weight - now.lr() * buffer[i];
    }

    private double adagrad(int i, double weight, double gradient, Now now, int size) {
        double[] sum = state("sum", size, a.real("initial_accumulator_value"));
        sum[i] += gradient * gradient;
        double rate = now.lr() / (1 + (now.step() - 1) * a.real("lr_decay"));
        return weight - rate * gradient / (Math.sqrt(sum[i]) + a.real("eps"));
    }
}
