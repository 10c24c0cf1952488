package org.dnn.runtime.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A call of a nest in machine code. Each thread has one, for all calls: a step is not to make garbage. */
@SuppressWarnings("restricted") // What is called is what is assembled here.
public final class NestCall {
    private static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
            Linker.Option.critical(true));
    private static final ThreadLocal<NestCall> OF_THIS_THREAD = ThreadLocal.withInitial(NestCall::new);

    private final int[] told = new int[1 + MachineNests.MOST_PARAMETERS];
    private final MemorySegment toldSegment = MemorySegment.ofArray(told);
    private MemorySegment function = MemorySegment.NULL;
    private int expected;
    private int count;

    private NestCall() {}

    static NestCall begin(MemorySegment function, int numbers) {
        NestCall call = OF_THIS_THREAD.get();
        call.function = function;
        call.expected = numbers;
        call.count = 0;
        return call;
    }

    /** Tells the nest the next of its numbers. */
    public NestCall with(int number) {
        told[count++] = number;
        return this;
    }

    /**
     * Runs the nest.
     *
     * @throws IllegalStateException     if it is not told as many numbers as it takes
     * @throws IndexOutOfBoundsException if it would leave the memory
     */
    public void run(MemorySegment memory) {
        run(memory, memory, 0);
    }

    /**
     * Runs a nest that reads a column too.
     *
     * @throws IllegalStateException     if it is not told as many numbers as it takes
     * @throws IndexOutOfBoundsException if it would leave the memory, or the column
     */
    public void run(MemorySegment memory, MemorySegment column) {
        run(memory, column, column.byteSize());
    }

    private void run(MemorySegment memory, MemorySegment column, long columnBytes) {
        if (count != expected) {
            throw new IllegalStateException(count + " numbers, not " + expected);
        }
        int refused;
        try {
            refused = (int) CALL.invokeExact(function, memory, memory.byteSize() / Float.BYTES, toldSegment, column,
                    columnBytes);
        } catch (Throwable e) {
            throw MachineCalls.unchecked(e);
        }
        if (refused != 0) {
            throw new IndexOutOfBoundsException("a nest leaves the memory, or its column");
        }
    }
}
