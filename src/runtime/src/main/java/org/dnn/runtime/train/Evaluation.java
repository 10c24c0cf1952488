package org.dnn.runtime.train;

import java.util.Arrays;
import java.util.SequencedMap;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Session;

/** Measures a split. */
final class Evaluation {
    private final TrainingSetup setup;
    private final Session session;
    private final Table table;

    Evaluation(TrainingSetup setup, Session session, Table table) {
        this.setup = setup;
        this.session = session;
        this.table = table;
    }

    /** What was measured; the confusion matrix is empty where it was not asked for. */
    record Result(SequencedMap<String, Double> metrics, long[][] confusion) {}

    Result of(int[] rows) {
        double[] totals = new double[setup.arena().reports().length];
        boolean wantsScores = setup.metrics().stream().anyMatch(m -> m.kind().equals("auc"));
        float[] scores = new float[wantsScores ? rows.length : 0];
        session.evaluate(rows, totals, scores);
        double auc = wantsScores ? AreaUnderCurve.of(scores, truths(rows)) : Double.NaN;
        Metrics metrics = new Metrics(setup, totals, rows.length, auc);
        return new Result(metrics.all(), metrics.confusion());
    }

    private boolean[] truths(int[] rows) {
        Column target = table.column(setup.target().column());
        boolean[] truths = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truths[i] = target.at(rows[i], setup.target().from()) != 0;
        }
        return truths;
    }

    /** How many of the rows are of each class; empty for numbers. */
    long[] classCounts(int[] rows) {
        int classes = setup.classes().size();
        long[] counts = new long[classes];
        TrainingSetup.Target target = setup.target();
        Column column = table.column(target.column());
        if (classes > 0) {
            for (int row : rows) {
                counts[target.oneHot() ? largest(column, row) : Math.round(column.at(row, target.from()))]++;
            }
        }
        return counts;
    }

    private static int largest(Column column, int row) {
        int best = 0;
        for (int i = 1; i < column.width(); i++) {
            if (column.at(row, i) > column.at(row, best)) {
                best = i;
            }
        }
        return best;
    }

    static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }
}
