package org.dnn.runtime.cuda;

import static org.dnn.runtime.cuda.CudaFailure.check;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** One stretch of a card's memory. Places are in bytes from its beginning. */
final class DeviceMemory implements AutoCloseable {
    private static final String MOVING = "moving data";

    private final Address address = new Address();

    /** Where it begins, as a number too: kernels are given addresses. */
    private static final class Address extends CUdeviceptr {
        long value() {
            return getNativePointer();
        }
    }

    DeviceMemory(long bytes) {
        check(JCudaDriver.cuMemAlloc(address, bytes), "making room for " + bytes + " bytes");
    }

    /** Where a place is for the card. */
    long address(long place) {
        return address.value() + place;
    }

    /** A place, as the binding has it. */
    CUdeviceptr pointer(long place) {
        return address.withByteOffset(place);
    }

    /** What a kernel is given for a place. */
    Pointer argument(long place) {
        return Pointer.to(new long[]{address(place)});
    }

    void write(long place, float[] values) {
        write(place, Pointer.to(values), (long) Float.BYTES * values.length);
    }

    void write(long place, int[] values) {
        write(place, Pointer.to(values), (long) Integer.BYTES * values.length);
    }

    void write(long place, long[] values) {
        write(place, Pointer.to(values), (long) Long.BYTES * values.length);
    }

    void write(long place, byte[] values) {
        write(place, Pointer.to(values), values.length);
    }

    void write(long place, Pointer from, long count) {
        if (count > 0) {
            check(JCudaDriver.cuMemcpyHtoD(address.withByteOffset(place), from, count), MOVING);
        }
    }

    void read(long place, float[] into) {
        read(place, Pointer.to(into), (long) Float.BYTES * into.length);
    }

    void read(long place, int[] into) {
        read(place, Pointer.to(into), (long) Integer.BYTES * into.length);
    }

    void read(long place, Pointer into, long count) {
        if (count > 0) {
            check(JCudaDriver.cuMemcpyDtoH(into, address.withByteOffset(place), count), MOVING);
        }
    }

    /** Makes all of it 0. */
    void clear(long place, long count) {
        if (count > 0) {
            check(JCudaDriver.cuMemsetD8(address.withByteOffset(place), (byte) 0, count), MOVING);
        }
    }

    void copy(long from, long to, long count) {
        if (count > 0) {
            check(JCudaDriver.cuMemcpyDtoD(address.withByteOffset(to), address.withByteOffset(from), count), MOVING);
        }
    }

    @Override
    public void close() {
        JCudaDriver.cuMemFree(address);
    }
}
