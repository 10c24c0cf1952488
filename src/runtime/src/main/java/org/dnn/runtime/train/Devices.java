package org.dnn.runtime.train;

import java.util.Map;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.Session;

/** Opens a training on a device. */
public interface Devices {
    /**
     * Opens it.
     *
     * @param batch the most rows of a training step
     * @param seed  of what is drawn at random while training
     * @param threads how many threads; 0 for as many as pay
     */
    Session open(TrainingProgram program, Map<String, Column> columns, int batch, long seed, int threads);
}
