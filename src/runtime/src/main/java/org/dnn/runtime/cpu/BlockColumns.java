package org.dnn.runtime.cpu;

/**
 * The columns of a block in machine code.
 *
 * @param isMasked whether lanes of the last vector can be left out
 */
record BlockColumns(int vectors, boolean isMasked) {
    /** Whether lanes of such a vector, from 0, can be left out. */
    boolean isMasked(int vector) {
        return isMasked && vector == vectors - 1;
    }
}
