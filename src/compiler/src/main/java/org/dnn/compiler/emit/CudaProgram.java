package org.dnn.compiler.emit;

import java.util.List;
import java.util.Optional;

/**
 * A program on a GPU.
 *
 * @param source     its kernels in CUDA C
 * @param steps      what the host starts, in order
 * @param persistent a kernel that does the same for many batches, where the network is small
 */
public record CudaProgram(String name, String source, List<CudaStep> steps, Optional<Persistent> persistent) {
    public CudaProgram {
        steps = List.copyOf(steps);
    }

    /**
     * A kernel that does all steps of a stretch.
     *
     * @param stripRows the rows that a block takes at a time
     * @param sums      over rows
     * @param variables floats at the beginning of the arena that it works on
     * @param columns   of the data that it reads
     */
    public record Persistent(String kernel, int stripRows, int sums, int variables, List<String> columns) {
        public Persistent {
            columns = List.copyOf(columns);
        }
    }

    /** The name of the file with the kernels. */
    public String file() {
        return name + ".cu";
    }
}
