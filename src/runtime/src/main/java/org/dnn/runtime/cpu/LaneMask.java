package org.dnn.runtime.cpu;

import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;

/**
 * Which lanes of a vector there are in machine code, the first so many: the places of the others are not touched. With vectors of
 * sixteen lanes a mask says so, and that costs nothing; with eight, the signs of the lanes of the last of the vectors do.
 *
 * @param width of a vector
 */
record LaneMask(Width width) {
    /** Which of the masks it is, where that is free. */
    static final int NUMBER = 1;

    /** Whether it costs nothing, not even a vector. */
    boolean isFree() {
        return width == Width.ZMM;
    }

    /** How many of the vectors it takes. */
    int vectors(boolean isMasked) {
        return isMasked && !isFree() ? 1 : 0;
    }

    /** The vector that it takes. */
    Vector vector() {
        return new Vector(width, width.registers() - 1);
    }

    /** What a function is told of so many lanes, at least 1: the mask, or where it is in the {@link #table}. */
    long of(int lanes) {
        return isFree() ? (1L << lanes) - 1 : width.bytes() - MachineCalls.bytes(lanes);
    }

    /** Sets it to what the function was told; a register that is free then has the address of the table. */
    void set(Assembler code, Register told, Register free, Label table) {
        if (isFree()) {
            code.kmovw(NUMBER, told);
        } else {
            code.lea(free, table);
            code.vmovups(vector(), free.at(told, 1, 0));
        }
    }

    /** Writes what {@link #set} reads, behind a function: so many lanes that are there as a vector has, and as many that are not. */
    void table(Assembler code, Label table) {
        if (isFree()) {
            return;
        }
        code.place(table);
        int lanes = width.bytes() / Float.BYTES;
        for (int i = 0; i < 2 * lanes; i++) {
            code.data(i < lanes ? -1 : 0);
        }
    }

    /** Reads a vector; lanes that are left out are 0. */
    void read(Assembler code, Vector to, Address from, boolean isMasked) {
        if (!isMasked) {
            code.vmovups(to, from);
        } else if (isFree()) {
            code.vmovups(to, from, NUMBER);
        } else {
            code.vmaskmovps(to, vector(), from);
        }
    }

    void write(Assembler code, Address to, Vector from, boolean isMasked) {
        if (!isMasked) {
            code.vmovups(to, from);
        } else if (isFree()) {
            code.vmovups(to, from, NUMBER);
        } else {
            code.vmaskmovps(to, vector(), from);
        }
    }
}
