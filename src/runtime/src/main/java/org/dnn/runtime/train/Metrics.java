package org.dnn.runtime.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Makes metrics of the sums over all rows of a split. */
final class Metrics {
    private final TrainingSetup setup;
    private final double[] totals;
    private final long rows;
    private final double auc;

    Metrics(TrainingSetup setup, double[] totals, long rows, double auc) {
        this.setup = setup;
        this.totals = totals;
        this.rows = rows;
        this.auc = auc;
    }

    /** All metrics, with the loss last. */
    SequencedMap<String, Double> all() {
        SequencedMap<String, Double> all = new LinkedHashMap<>();
        for (MetricSetup metric : setup.metrics()) {
            if (!metric.kind().equals("confusion_matrix")) {
                all.put(metric.name(), value(metric));
            }
        }
        all.put("loss", loss());
        return all;
    }

    double loss() {
        return totals[0] / totals[1];
    }

    private double value(MetricSetup metric) {
        double first = metric.sums().length > 0 ? totals[metric.sums()[0]] : 0;
        long numbers = rows * setup.targetWidth();
        return switch (metric.kind()) {
            case "accuracy", "top_k" -> first / rows;
            case "mae" -> first / numbers;
            case "rmse" -> Math.sqrt(first / numbers);
            case "r2" -> {
                double sum = totals[metric.sums()[1]];
                double squares = totals[metric.sums()[2]];
                yield 1 - first / (squares - sum * sum / numbers);
            }
            case "auc" -> auc;
            case "precision", "recall", "f1" -> new ConfusionScores(confusion()).score(metric.kind(),
                    metric.average().equals("micro"));
            default -> throw new IllegalStateException("no formula for " + metric.kind());
        };
    }

    /** Rows by actual class and by what they are called; empty where it is not measured. */
    long[][] confusion() {
        for (MetricSetup metric : setup.metrics()) {
            boolean counts = switch (metric.kind()) {
                case "precision", "recall", "f1", "confusion_matrix" -> true;
                default -> false;
            };
            if (counts) {
                int classes = setup.classes().size();
                long[][] matrix = new long[classes][classes];
                for (int i = 0; i < classes * classes; i++) {
                    matrix[i / classes][i % classes] = Math.round(totals[metric.sums()[0] + i]);
                }
                return matrix;
            }
        }
        return new long[0][];
    }
}
