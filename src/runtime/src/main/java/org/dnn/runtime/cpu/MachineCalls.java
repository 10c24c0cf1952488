package org.dnn.runtime.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/** What calls of functions in machine code have in common. */
final class MachineCalls {
    private MachineCalls() {}

    /** Calls functions of so many parameters: the memory, and whole numbers. Java stays where it is: they are short. */
    @SuppressWarnings("restricted") // What is called is what is assembled here.
    static MethodHandle handle(int parameters) {
        FunctionDescriptor signature = FunctionDescriptor.ofVoid(ADDRESS);
        for (int i = 1; i < parameters; i++) {
            signature = signature.appendArgumentLayouts(JAVA_LONG);
        }
        return Linker.nativeLinker().downcallHandle(signature, Linker.Option.critical(true));
    }

    /** What a call has thrown, as what a method that declares nothing can throw. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }

    /** Makes machine code on a thread of its own. Whoever needs it goes on without it, or makes it again, where that fails. */
    static void beside(Runnable making) {
        Thread thread = new Thread(making, "dnn machine code");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> {});
        thread.start();
    }

    static long bytes(int floats) {
        return (long) Float.BYTES * floats;
    }

    /** Machine code does not look where it reads and writes: this does, once for a matrix. */
    static void require(float[] memory, int at, int rowStride, int rows, int columns) {
        if (rows < 1 || columns < 1 || rowStride < 0) {
            throw new IllegalArgumentException(rows + " rows of " + columns + ", " + rowStride + " apart");
        }
        Objects.checkFromIndexSize(at, (rows - 1L) * rowStride + columns, memory.length);
    }
}
