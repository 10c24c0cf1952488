package org.dnn.runtime.device;

/**
 * Some training steps after each other: of one epoch, or of several.
 *
 * @param firstStep       the number of the first, from 0 in the whole training
 * @param count           how many
 * @param batches         the rows of the epochs that they are of
 * @param firstBatch      which of the batches is the first step's
 * @param hyperparameters the numbers of each step, one step after the other
 * @param reports         takes the sums of each step, one step after the other
 */
public record Stretch(long firstStep, int count, Batches batches, int firstBatch, float[] hyperparameters,
        double[] reports) {

    /** Where in the order the rows of one of the steps begin. */
    public int firstRow(int index) {
        return batches.first(firstBatch + index);
    }

    /** The rows of one of the steps. */
    public int rows(int index) {
        return batches.rows(firstBatch + index);
    }

    /** The loss of one of the steps, the mean over its rows. */
    public double loss(int index) {
        int each = reports.length / count;
        return reports[index * each] / reports[index * each + 1];
    }

    /** Whether no loss is NaN or infinite. */
    public boolean isFinite() {
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(loss(i))) {
                return false;
            }
        }
        return true;
    }
}
