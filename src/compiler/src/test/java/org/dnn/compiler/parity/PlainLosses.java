package org.dnn.compiler.parity;

import java.util.List;

import org.dnn.compiler.catalog.Arguments;

/** What PyTorch's documentation says of each loss, in double. */
final class PlainLosses {
    private final Arguments a;
    private final double[] x;
    private final double[] y;
    private final int rows;
    private final int width;

    private PlainLosses(Arguments arguments, double[] prediction, double[] target, int rows) {
        this.a = arguments;
        this.x = prediction;
        this.y = target;
        this.rows = rows;
        this.width = prediction.length / rows;
    }

    /** A target of one number a row is a class where the loss is of classes. */
    static double of(String loss, Arguments arguments, double[] prediction, double[] target, int rows) {
        PlainLosses plain = new PlainLosses(arguments, prediction, target, rows);
        return switch (loss) {
            case "cross_entropy" -> plain.classes(plain.logarithms(), arguments.real("smoothing"));
            case "nll" -> plain.classes(prediction, 0);
            default -> plain.elements(loss);
        };
    }

    private boolean sum() {
        return a.word("reduction").equals("sum");
    }

    private double elements(String loss) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += element(loss, i, Math.abs(x[i] - y[i]));
        }
        return sum() ? sum : sum / x.length;
    }

    private double element(String loss, int i, double distance) {
        return switch (loss) {
            case "mse" -> distance * distance;
            case "l1" -> distance;
            case "smooth_l1" -> distance < a.real("beta")
                    ? 0.5 * distance * distance / a.real("beta")
                    : distance - 0.5 * a.real("beta");
            case "huber" -> distance <= a.real("delta")
                    ? 0.5 * distance * distance
                    : a.real("delta") * (distance - 0.5 * a.real("delta"));
            case "bce" -> -(y[i] * logarithm(x[i]) + (1 - y[i]) * logarithm(1 - x[i]));
            case "bce_with_logits" -> {
                double p = 1 / (1 + Math.exp(-x[i]));
                yield -(positive(i) * y[i] * Math.log(p) + (1 - y[i]) * Math.log(1 - p));
            }
            default -> throw new AssertionError("no plain " + loss);
        };
    }

    private static double logarithm(double probability) {
        return Math.max(-100, Math.log(probability));
    }

    private double positive(int i) {
        List<Double> weights = a.reals("pos_weight");
        return weights.isEmpty() ? 1 : weights.size() == 1 ? weights.getFirst() : weights.get(i % width);
    }

    private double[] logarithms() {
        double[] logarithms = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += Math.exp(x[i / width * width + c]);
            }
            logarithms[i] = x[i] - Math.log(sum);
        }
        return logarithms;
    }

    private double weight(int c) {
        return a.reals("weight").isEmpty() ? 1 : a.reals("weight").get(c);
    }

    /** Smoothing takes a part of the target away and spreads it over all classes. */
    private double classes(double[] logarithms, double smoothing) {
        boolean numbers = y.length == rows;
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < width; c++) {
                double share = numbers ? (y[row] == c ? 1 : 0) : y[row * width + c];
                double smooth = share * (1 - smoothing) + smoothing / width;
                sum -= weight(c) * smooth * logarithms[row * width + c];
                weights += numbers ? share * weight(c) : 0;
            }
        }
        return sum() ? sum : sum / (numbers ? weights : rows);
    }
}
