package org.dnn.runtime.train;

/** Precision, recall and F1 of a confusion matrix: of the true class where there are two, else over the classes. */
record ConfusionScores(long[][] matrix) {
    /** @param micro whether rows count alike, else classes do */
    double score(String kind, boolean micro) {
        int classes = matrix.length;
        if (classes == 2) {
            return score(kind, 1);
        }
        if (micro) {
            long right = 0;
            long all = 0;
            for (int i = 0; i < classes; i++) {
                right += matrix[i][i];
                for (int j = 0; j < classes; j++) {
                    all += matrix[i][j];
                }
            }
            return (double) right / all;
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += score(kind, c);
        }
        return sum / classes;
    }

    /** Of one class; 0 where nothing is, or is called, of it. */
    private double score(String kind, int one) {
        long right = matrix[one][one];
        long called = 0;
        long actual = 0;
        for (int i = 0; i < matrix.length; i++) {
            called += matrix[i][one];
            actual += matrix[one][i];
        }
        return switch (kind) {
            case "precision" -> called == 0 ? 0 : (double) right / called;
            case "recall" -> actual == 0 ? 0 : (double) right / actual;
            default -> called + actual == 0 ? 0 : 2.0 * right / (called + actual);
        };
    }
}
