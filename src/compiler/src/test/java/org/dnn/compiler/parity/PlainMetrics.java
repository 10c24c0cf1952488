package org.dnn.compiler.parity;

import java.util.stream.IntStream;

import org.dnn.compiler.catalog.Arguments;

/**
 * What the metrics are, counted row by row in double.
 *
 * @param prediction of each row, as the network gives it
 * @param target     of each row: the number of a class, or a number for each output
 * @param classes    how many there are; 0 where the target is not a class, 2 for a bool
 * @param border     at which a bool is called true
 */
record PlainMetrics(double[][] prediction, double[][] target, int classes, double border) {
    double of(String metric, Arguments a) {
        return switch (metric) {
            case "accuracy" -> mean(i -> classes == 0 || (width() > 1 && classes == 2)
                    ? allRight(i)
                    : called(i) == actual(i) ? 1 : 0);
            case "top_k" -> mean(i -> rank(i) < a.whole("k") ? 1 : 0);
            case "precision", "recall", "f1" -> averaged(metric, a.word("average").equals("micro"));
            case "auc" -> auc();
            case "mae" -> elements(Math::abs);
            case "rmse" -> Math.sqrt(elements(d -> d * d));
            case "r2" -> r2();
            default -> throw new AssertionError("no plain " + metric);
        };
    }

    private int width() {
        return prediction[0].length;
    }

    private double mean(java.util.function.IntToDoubleFunction ofRow) {
        return IntStream.range(0, prediction.length).mapToDouble(ofRow).average().orElseThrow();
    }

    private double elements(java.util.function.DoubleUnaryOperator ofDifference) {
        return mean(i -> IntStream.range(0, width())
                .mapToDouble(j -> ofDifference.applyAsDouble(prediction[i][j] - target[i][j])).average()
                .orElseThrow());
    }

    private double allRight(int row) {
        return IntStream.range(0, width())
                .allMatch(j -> (prediction[row][j] >= border) == (target[row][j] != 0)) ? 1 : 0;
    }

    int called(int row) {
        return width() == 1 ? prediction[row][0] >= border ? 1 : 0 : largest(prediction[row]);
    }

    int actual(int row) {
        return target[row].length == 1 ? (int) target[row][0] : largest(target[row]);
    }

    private static int largest(double[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }

    /** How many classes stand before the actual one; of equal scores, the lower number stands first. */
    private int rank(int row) {
        int actual = actual(row);
        double score = prediction[row][actual];
        return (int) IntStream.range(0, width())
                .filter(c -> prediction[row][c] > score || (prediction[row][c] == score && c < actual)).count();
    }

    private double averaged(String metric, boolean micro) {
        if (classes == 2) {
            return ofClass(metric, 1);
        }
        return micro
                ? mean(i -> called(i) == actual(i) ? 1 : 0)
                : IntStream.range(0, classes).mapToDouble(c -> ofClass(metric, c)).average().orElseThrow();
    }

    private double ofClass(String metric, int one) {
        double right = count(i -> called(i) == one && actual(i) == one);
        double called = count(i -> called(i) == one);
        double actual = count(i -> actual(i) == one);
        double precision = called == 0 ? 0 : right / called;
        double recall = actual == 0 ? 0 : right / actual;
        return switch (metric) {
            case "precision" -> precision;
            case "recall" -> recall;
            default -> precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        };
    }

    private double count(java.util.function.IntPredicate rows) {
        return IntStream.range(0, prediction.length).filter(rows).count();
    }

    /** Over all pairs of a true and a false row. */
    private double auc() {
        double above = 0;
        double pairs = 0;
        for (int i = 0; i < prediction.length; i++) {
            for (int j = 0; j < prediction.length; j++) {
                if (target[i][0] != 0 && target[j][0] == 0) {
                    pairs++;
                    above += prediction[i][0] > prediction[j][0] ? 1 : prediction[i][0] == prediction[j][0] ? 0.5 : 0;
                }
            }
        }
        return above / pairs;
    }

    /** The share of the variance of all numbers of the target, whichever output they are of. */
    private double r2() {
        double mean = mean(i -> IntStream.range(0, width()).mapToDouble(j -> target[i][j]).average().orElseThrow());
        double variance = mean(i -> IntStream.range(0, width()).mapToDouble(j -> Math.pow(target[i][j] - mean, 2))
                .average().orElseThrow());
        return 1 - elements(d -> d * d) / variance;
    }
}
