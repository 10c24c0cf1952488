package org.dnn.runtime.train;

import java.util.Map;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.Session;

/** Opens a training on a device. */
public interface Devices {
    /**
     * How many threads a training works with, each with room of its own in the arena.
     *
     * @param wanted by the user; 0 for as many as pay
     * @param rows   of a step, or of an evaluation
     */
    int threads(int wanted, TrainingProgram program, int rows);

    /**
     * Opens it.
     *
     * @param batch the most rows of a training step
     * @param steps how many steps are to come
     * @param seed  of what is drawn at random while training
     * @param threads how many threads
     */
    Session open(TrainingProgram program, Map<String, Column> columns, int batch, long steps, long seed,
            int threads);
}
