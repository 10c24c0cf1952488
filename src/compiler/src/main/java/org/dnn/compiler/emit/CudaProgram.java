package org.dnn.compiler.emit;

import java.util.List;

/**
 * A program on a GPU.
 *
 * @param source its kernels in CUDA C
 * @param steps  what the host starts, in order
 */
public record CudaProgram(String name, String source, List<CudaStep> steps) {
    public CudaProgram {
        steps = List.copyOf(steps);
    }

    /** The name of the file with the kernels. */
    public String file() {
        return name + ".cu";
    }
}
