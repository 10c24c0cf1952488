package org.dnn.runtime.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.dnn.runtime.x86.MachineCode.Words;

/** What calls of functions in machine code have in common. */
final class MachineCalls {
    /** A class of its own, because Java's foreign functions take long to start; and each signature takes long again. */
    private static final class Handles {
        @SuppressWarnings("restricted") // What is called is what is assembled here.
        private static final MethodHandle MANY = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                        Linker.Option.critical(true));
    }

    private MachineCalls() {}

    /** Calls a function that is told of no more than five numbers. */
    static void call(MemorySegment function, float[] memory, long a, long b, long c, long d, long e) {
        few(function, memory, a, b, c, d, e);
    }

    /** Calls a function that is told of nothing else, and returns a word. */
    static long word(MemorySegment function, float[] memory) {
        return few(function, memory, 0, 0, 0, 0, 0);
    }

    private static long few(MemorySegment function, float[] memory, long a, long b, long c, long d, long e) {
        try {
            return (long) Words.CALL.invokeExact(function, MemorySegment.ofArray(memory), a, b, c, d, e);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Calls a function that is told of no more than eleven numbers. */
    static void call(MemorySegment function, float[] memory, long a, long b, long c, long d, long e, long f, long g,
            long h, long i, long j, long k) {
        many(function, memory, a, b, c, d, e, f, g, h, i, j, k);
    }

    /** The same of a function that returns whether it has refused, by an int that is not 0. */
    static boolean refuses(MemorySegment function, float[] memory, long a, long b, long c, long d, long e, long f,
            long g, long h, long i, long j, long k) {
        return many(function, memory, a, b, c, d, e, f, g, h, i, j, k) != 0;
    }

    private static int many(MemorySegment function, float[] memory, long a, long b, long c, long d, long e, long f,
            long g,
            long h, long i, long j, long k) {
        try {
            return (int) Handles.MANY.invokeExact(function, MemorySegment.ofArray(memory), a, b, c, d, e, f, g, h, i, j,
                    k);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
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

    /** The same for rows whose offsets from {@code at} are a table, and whose so many elements are a step apart. */
    static void requireRows(float[] memory, int at, int table, int rows, int step, int elements) {
        require(memory, table, 0, 1, rows);
        if (step < 0 || elements < 1) {
            throw new IllegalArgumentException(elements + " elements, " + step + " apart");
        }
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            int offset = Tile.offset(memory, table + i);
            least = Math.min(least, offset);
            greatest = Math.max(greatest, offset);
        }
        Objects.checkFromToIndex((long) at + least, (long) at + greatest + (elements - 1L) * step + 1, memory.length);
    }

    /** And that a table is not written over while it is read. */
    static void requireApart(int table, int rows, int written, int size) {
        if (table < written + size && written < table + rows) {
            throw new IllegalArgumentException("a table at " + table + " where the product goes, at " + written);
        }
    }
}
