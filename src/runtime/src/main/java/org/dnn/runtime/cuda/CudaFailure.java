package org.dnn.runtime.cuda;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.dnn.runtime.Problem;

/** The driver did not do what it was asked for. */
final class CudaFailure extends Problem {
    private static final long serialVersionUID = 1L;

    private final int code;

    private CudaFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * Looks at what a function of the driver gave back.
     *
     * @param doing what it was called for, as in {@code loading kernels}
     * @throws CudaFailure if it was not done
     */
    static void check(int result, String doing) {
        if (result != CUresult.CUDA_SUCCESS) {
            String[] text = new String[1];
            boolean known = JCudaDriver.cuGetErrorString(result, text) == CUresult.CUDA_SUCCESS && text[0] != null;
            throw new CudaFailure(result, "the GPU failed while " + doing + ": " + (known ? text[0] + ", " : "")
                    + CUresult.stringFor(result) + advice(result));
        }
    }

    private static String advice(int result) {
        return result == CUresult.CUDA_ERROR_OUT_OF_MEMORY
                ? "; nvidia-smi shows who else uses its memory"
                : "; nvidia-smi shows whether the card is still there, and -Ddnn.device=cpu does without it";
    }

    boolean isOutOfMemory() {
        return code == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
    }
}
