package org.dnn.runtime.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The area under the ROC curve: how often a true row scores above a false one, equal scores counting half. */
final class AreaUnderCurve {
    private AreaUnderCurve() {}

    /** By the ranks of the true rows (Mann and Whitney 1947); not a number where all rows are of one kind. */
    static double of(float[] scores, boolean[] truths) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]));
        double ranks = 0;
        long positives = 0;
        for (int i = 0; i < order.length;) {
            int end = i;
            while (end < order.length && scores[order[end]] == scores[order[i]]) {
                end++;
            }
            double rank = (i + 1 + end) / 2.0;
            for (int j = i; j < end; j++) {
                if (truths[order[j]]) {
                    ranks += rank;
                    positives++;
                }
            }
            i = Math.max(end, i + 1);
        }
        long negatives = scores.length - positives;
        return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
