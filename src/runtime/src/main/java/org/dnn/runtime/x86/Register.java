package org.dnn.runtime.x86;

/** A general register of 64 bits. */
public enum Register {
    RAX(0), RCX(1), RDX(2), RBX(3), RSP(4), RBP(5), RSI(6), RDI(7), R8(8), R9(9), R10(10), R11(11), R12(12), R13(
            13), R14(14), R15(15);

    private final int number;

    Register(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** What is read or written at the address in this register, plus so many bytes. */
    public Address at(int displacement) {
        return new Address(this, null, 1, displacement);
    }

    /** What lies at the address {@code this + scale * index + displacement}. */
    public Address at(Register index, int scale, int displacement) {
        return new Address(this, index, scale, displacement);
    }
}
