package org.dnn.runtime.cuda;

import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.dnn.runtime.Problem;

/** That of CUDA 12, by JCublas2. */
final class JCublas implements Cublas {
    /** The version for which the binding is built. */
    static final String FILE = "libcublas.so.12";
    private static final Pointer ONE = Pointer.to(new float[]{1});
    private static final Pointer ZERO = Pointer.to(new float[]{0});

    private final cublasHandle handle = new cublasHandle();
    private final DeviceMemory memory;

    JCublas(CudaContext context, DeviceMemory memory, long workspace, long workspaceBytes) {
        this.memory = memory;
        check(JCublas2.cublasCreate(handle), "cublasCreate");
        check(JCublas2.cublasSetStream(handle, new cudaStream_t(context.stream())), "cublasSetStream");
        check(JCublas2.cublasSetWorkspace(handle, memory.pointer(workspace), workspaceBytes), "cublasSetWorkspace");
    }

    private static void check(int result, String function) {
        if (result != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new Problem(FILE + ": " + function + " says " + cublasStatus.stringFor(result));
        }
    }

    @Override
    public void multiply(int m, int n, int k, Factor a, Factor b, long c, int leading,
            Precision precision, Elements elements) {
        int type = elements.halfFactors ? cudaDataType.CUDA_R_16BF : cudaDataType.CUDA_R_32F;
        int result = elements.halfResult ? cudaDataType.CUDA_R_16BF : cudaDataType.CUDA_R_32F;
        check(JCublas2.cublasGemmEx_new(handle, a.transposed() ? 1 : 0, b.transposed() ? 1 : 0, m, n, k,
                ONE,
                memory.pointer(a.place()), type, a.leading(), memory.pointer(b.place()), type, b.leading(), ZERO,
                memory.pointer(c), result, leading, precision.computeType,
                cublasGemmAlgo.CUBLAS_GEMM_DEFAULT),
                "cublasGemmEx");
    }

    @Override
    public void close() {
        JCublas2.cublasDestroy(handle);
    }
}
