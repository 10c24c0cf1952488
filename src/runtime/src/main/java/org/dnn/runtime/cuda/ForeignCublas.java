package org.dnn.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dnn.runtime.Problem;

/** That of any version, through Java's foreign functions. */
final class ForeignCublas implements Cublas {
    /** Floats: {@code CUDA_R_32F}. */
    private static final int FLOAT32 = 0;
    /** {@code CUDA_R_16BF}. */
    private static final int BFLOAT16 = 14;
    /** The algorithm that the library chooses: {@code CUBLAS_GEMM_DEFAULT}. */
    private static final int CHOOSE = -1;

    private final String file;
    private final ForeignLibrary library;
    private final DeviceMemory memory;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment one = arena.allocateFrom(JAVA_FLOAT, 1);
    private final MemorySegment zero = arena.allocateFrom(JAVA_FLOAT, 0);
    private final MemorySegment handle;

    ForeignCublas(String file, CudaContext context, DeviceMemory memory, long workspace, long workspaceBytes) {
        this.file = file;
        this.library = ForeignLibrary.needed(file);
        this.memory = memory;
        MemorySegment place = arena.allocate(ADDRESS);
        check(library.call("cublasCreate_v2", List.of(ADDRESS), place), "cublasCreate");
        this.handle = place.get(ADDRESS, 0);
        check(library.call("cublasSetStream_v2", List.of(ADDRESS, ADDRESS), handle,
                MemorySegment.ofAddress(context.stream().value())), "cublasSetStream");
        check(library.call("cublasSetWorkspace_v2", List.of(ADDRESS, ADDRESS, JAVA_LONG), handle, at(workspace),
                workspaceBytes), "cublasSetWorkspace");
    }

    private void check(int result, String function) {
        if (result != 0) {
            throw new Problem(file + ": " + function + " says " + library.text("cublasGetStatusString", result));
        }
    }

    private MemorySegment at(long place) {
        return MemorySegment.ofAddress(memory.address(place));
    }

    @Override
    public void multiply(int m, int n, int k, Factor a, Factor b, long c, int leading,
            Precision precision, Elements elements) {
        int type = elements.halfFactors ? BFLOAT16 : FLOAT32;
        int result = elements.halfResult ? BFLOAT16 : FLOAT32;
        check(library.call("cublasGemmEx",
                List.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT,
                        ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                handle, a.transposed() ? 1 : 0, b.transposed() ? 1 : 0, m, n, k, one, at(a.place()),
                type, a.leading(), at(b.place()), type, b.leading(), zero, at(c), result, leading,
                precision.computeType,
                CHOOSE), "cublasGemmEx");
    }

    @Override
    public void close() {
        library.call("cublasDestroy_v2", List.of(ADDRESS), handle);
        arena.close();
    }
}
