package org.dnn.runtime.cuda;

import java.util.List;
import java.util.Optional;
import org.dnn.runtime.device.ArenaSetup;

/** The programs of a train block on a card; generated train blocks implement it. */
public interface CudaTraining {
    /** The arena as it is planned for a card. */
    ArenaSetup cudaArena();

    /** The paths of the random numbers that a step draws. */
    List<String> cudaStreams();

    /**
     * One training step.
     *
     * @param capacity the most rows of a batch, a multiple of 16
     */
    CudaProgram cudaStep(CudaMemory place, int capacity);

    /** A kernel in the step's file that does many of them, where the network is small. */
    default Optional<PersistentKernel> persistentKernel() {
        return Optional.empty();
    }

    /** Loss and metrics of a batch. */
    CudaProgram cudaEvaluation(CudaMemory place, int capacity);
}
