package org.dnn.runtime.train;

import org.dnn.runtime.device.Device;

/** Chooses where a training runs. */
public interface Devices {
    /**
     * @param threads as the user wants; 0 for as many as pay
     * @param rows    of a step, or of an evaluation
     * @throws org.dnn.runtime.Problem if there is no such device as is asked for
     */
    Device choose(TrainingProgram program, int threads, int rows);
}
