package org.dnn.runtime.cuda;

import static org.dnn.runtime.cuda.CudaFailure.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Memory of the host that does not move, from which a card copies while others compute. */
final class PinnedMemory implements AutoCloseable {
    private final Pointer pointer = new Pointer();

    PinnedMemory(long bytes) {
        check(JCudaDriver.cuMemAllocHost(pointer, bytes), "taking " + bytes + " bytes of the host's memory");
    }

    Pointer pointer(long place) {
        return pointer.withByteOffset(place);
    }

    /** Bytes at a place that the host reads and writes, no more than 2 GiB. */
    ByteBuffer bytes(long place, long count) {
        return pointer.getByteBuffer(place, count).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        JCudaDriver.cuMemFreeHost(pointer);
    }
}
