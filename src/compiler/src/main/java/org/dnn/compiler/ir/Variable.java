package org.dnn.compiler.ir;

/** Something with a place of its own outside the equations: it is read at their beginning, or stored to at their end. */
public record Variable(Role role, String name, TensorType type) {
    /** What a variable is for. */
    public enum Role {
        /** Trained: read by every program, stored to by the training step. */
        PARAMETER,
        /** Kept with the parameters but not trained, such as a running mean. */
        BUFFER,
        /** Learnt from the training split before training, such as a column's mean. */
        STATISTIC,
        /** What an optimizer remembers of a parameter. */
        OPTIMIZER_STATE,
        /** A number that the host gives for each step, such as the learning rate. */
        HYPERPARAMETER,
        /** A column of the data: the batch's rows of it. */
        COLUMN,
        /** A result for each row, read by the host: predictions. */
        OUTPUT,
        /** A sum over the rows of the batch, read by the host: losses, counts. */
        REPORT
    }

    @Override
    public String toString() {
        return name;
    }
}
