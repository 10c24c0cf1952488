package org.dnn.runtime.cuda;

import static org.dnn.runtime.cuda.CudaFailure.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import org.dnn.runtime.Problem;

/** Memory of the host that does not move, from which a card copies while others compute. */
final class PinnedMemory implements AutoCloseable {
    private final Pointer pointer = new Pointer();

    PinnedMemory(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new Problem(
                    "the rows of a batch take " + bytes + " bytes, and 2 GiB can be on their way to a card; use a "
                            + "smaller batch");
        }
        check(JCudaDriver.cuMemAllocHost(pointer, bytes), "taking " + bytes + " bytes of the host's memory");
    }

    Pointer pointer(long place) {
        return pointer.withByteOffset(place);
    }

    ByteBuffer bytes(long place, long count) {
        return pointer.getByteBuffer(place, count).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        JCudaDriver.cuMemFreeHost(pointer);
    }
}
