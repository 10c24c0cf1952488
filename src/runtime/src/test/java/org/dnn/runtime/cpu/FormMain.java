package org.dnn.runtime.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Prints the form that runs; with {@code described} how it is described, with {@code denied} where no memory may become executable. */
final class FormMain {
    /** The exit status where the system cannot deny it. */
    static final int NOT_HERE = 3;
    /** Of {@code linux/prctl.h}. */
    private static final int PR_SET_MDWE = 65;
    private static final long PR_MDWE_REFUSE_EXEC_GAIN = 1;

    private FormMain() {}

    public static void main(String[] arguments) throws Throwable {
        List<String> asked = List.of(arguments);
        if (asked.contains("denied") && !denied()) {
            System.exit(NOT_HERE);
        }
        System.out.println(Products.best().getClass().getSimpleName() + " " + Forms.vector());
        if (!asked.isEmpty()) {
            System.out.println(Forms.described());
        }
    }

    @SuppressWarnings("restricted") // The signature is that of Linux.
    private static boolean denied() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MemorySegment prctl = linker.defaultLookup().findOrThrow("prctl");
        return (int) linker.downcallHandle(prctl, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG,
                JAVA_LONG, JAVA_LONG)).invokeExact(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0L, 0L, 0L) == 0;
    }
}
