package org.dnn.runtime.cuda;

import java.util.Optional;

/** What the programs of a training on a card work with. */
public final class CudaMemory {
    final CudaContext context;
    final DeviceMemory memory;
    final CudaLayout layout;
    final KernelFiles kernels;
    final Optional<MatrixProducts> products;

    /** @param products by a library; the kernels' own where it is empty */
    CudaMemory(CudaContext context, DeviceMemory memory, CudaLayout layout, KernelFiles kernels,
            Optional<MatrixProducts> products) {
        this.context = context;
        this.memory = memory;
        this.layout = layout;
        this.kernels = kernels;
        this.products = products;
    }
}
