package org.dnn.runtime.train;

import org.dnn.runtime.data.DataProgram;

/** A train block, as the compiler wrote it. */
public interface TrainingProgram {
    /** All that is known of it before the data are read. */
    TrainingSetup setup();

    /** The data that it trains on. */
    DataProgram data();

    /** The learning rate of the step that the clock is at. */
    double learningRate(Clock clock);

    /** The numbers of the step that the clock is at, in the order of the setup's hyper-parameters. */
    void hyperparameters(Clock clock, float[] values, int at);
}
