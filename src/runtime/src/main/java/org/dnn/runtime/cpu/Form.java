package org.dnn.runtime.cpu;

/** A way to compute the same bits. */
public enum Form {
    /** Plain Java. */
    PLAIN,
    /** Java's Vector API. */
    VECTORS,
    /** Machine code, where a program has it. */
    MACHINE
}
