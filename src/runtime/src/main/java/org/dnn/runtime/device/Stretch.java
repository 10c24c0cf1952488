package org.dnn.runtime.device;

/**
 * Some training steps after each other: of one epoch, or, where a batch has all rows, of several.
 *
 * @param firstStep       the number of the first, from 0 in the whole training
 * @param count           how many
 * @param order           the rows of the epoch in their order
 * @param firstRow        where the first step's rows begin in the order
 * @param batch           rows of a step; the last of an epoch may have fewer
 * @param hyperparameters the numbers of each step, one step after the other
 * @param reports         takes the sums of each step, one step after the other
 */
public record Stretch(long firstStep, int count, int[] order, int firstRow, int batch, float[] hyperparameters,
        double[] reports) {

    /** Where one of the steps' rows begin in the order. */
    public int firstRow(int index) {
        return batch >= order.length ? firstRow : firstRow + index * batch;
    }

    /** The rows of one of the steps. */
    public int rows(int index) {
        return Math.min(batch, order.length - firstRow(index));
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
