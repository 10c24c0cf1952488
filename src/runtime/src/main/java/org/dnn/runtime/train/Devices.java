package org.dnn.runtime.train;

import java.util.Optional;
import java.util.function.Function;
import org.dnn.runtime.device.Device;

/** Chooses where a training runs. */
public interface Devices {
    /**
     * @param threads as the user wants; 0 for as many as pay
     * @param rows    of a step, or of an evaluation
     * @param lacks   why a device has no room for the training, if it has none: where the user leaves the choice, it is another
     *                one's then
     * @throws org.dnn.runtime.Problem if there is no such device as is asked for
     */
    Device choose(TrainingProgram program, int threads, int rows, Function<Device, Optional<String>> lacks);
}
