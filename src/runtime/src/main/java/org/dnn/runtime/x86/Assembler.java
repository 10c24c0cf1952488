package org.dnn.runtime.x86;

import java.util.Arrays;

/**
 * Writes machine code: what is called here is an instruction, in the order of its calls. Names and order of the operands
 * (the target first) are those of Intel's manual, "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2;
 * vectors, numbered from 0 to 15, have 256 bits.
 */
public final class Assembler {
    /** When a jump is made, by what the instruction before it gave. */
    public enum Condition {
        ZERO(0x84), NOT_ZERO(0x85), NEGATIVE(0x88), NOT_NEGATIVE(0x89);

        private final int opcode;

        Condition(int opcode) {
            this.opcode = opcode;
        }
    }

    /** A place in the code to which jumps go, from before it or from behind it. */
    public static final class Label {
        private int place = -1;
        private int[] jumps = {};
    }

    private static final int MAP_0F = 1;
    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;
    private static final int NO_PREFIX = 0;
    private static final int PREFIX_66 = 1;
    private static final int HALF = 0;
    private static final int WHOLE = 4;

    private byte[] code = new byte[1024];
    private int size;
    /** Jumps to labels that have no place yet. */
    private int open;

    /** How many bytes there are so far: where the next instruction will be. */
    public int size() {
        return size;
    }

    /**
     * The code so far.
     *
     * @throws IllegalStateException if there are jumps to labels that have no place
     */
    public byte[] code() {
        if (open > 0) {
            throw new IllegalStateException(open + " jumps have no target");
        }
        return Arrays.copyOf(code, size);
    }

    public void push(Register register) {
        shortForm(0x50, register);
    }

    public void pop(Register register) {
        shortForm(0x58, register);
    }

    public void ret() {
        write(0xC3);
    }

    /** {@code to = from}. */
    public void mov(Register to, Register from) {
        wide(0x89, from.number(), to);
    }

    /** {@code to = [from]}, of 64 bits. */
    public void mov(Register to, Address from) {
        wide(0x8B, to, from);
    }

    /** {@code to = address of from}. */
    public void lea(Register to, Address from) {
        wide(0x8D, to, from);
    }

    /** {@code to += value}. */
    public void add(Register to, Register value) {
        wide(0x01, value.number(), to);
    }

    /** {@code to += value}. */
    public void add(Register to, int value) {
        wide(0x81, 0, to);
        writeInt(value);
    }

    /** {@code to -= value}. */
    public void sub(Register to, int value) {
        wide(0x81, 5, to);
        writeInt(value);
    }

    public void jump(Condition condition, Label label) {
        write(0x0F);
        write(condition.opcode);
        writeInt(0);
        if (label.place >= 0) {
            patch(size, label.place);
        } else {
            label.jumps = Arrays.copyOf(label.jumps, label.jumps.length + 1);
            label.jumps[label.jumps.length - 1] = size;
            open++;
        }
    }

    /** Says that a label is here. */
    public void place(Label label) {
        if (label.place >= 0) {
            throw new IllegalStateException("The label has a place");
        }
        label.place = size;
        for (int jump : label.jumps) {
            patch(jump, size);
            open--;
        }
    }

    /** Reads a vector, wherever it lies. */
    public void vmovups(int to, Address from) {
        vector(MAP_0F, NO_PREFIX, 0x10, to, 0, from);
    }

    /** Writes a vector, wherever it lies. */
    public void vmovups(Address to, int from) {
        vector(MAP_0F, NO_PREFIX, 0x11, from, 0, to);
    }

    /** Reads four floats into the first half of a vector, and zeroes the second. */
    public void vmovupsHalf(int to, Address from) {
        vex(MAP_0F, NO_PREFIX, HALF, to, 0, from.indexNumber(), from.base().number());
        write(0x10);
        place(to, from);
    }

    /** {@code to = x}, with its second half read. */
    public void vinsertf128(int to, int x, Address from) {
        vector(MAP_0F3A, PREFIX_66, 0x18, to, x, from);
        write(1);
    }

    /** In each half: {@code to = x[0], y[0], x[1], y[1]}. */
    public void vunpcklps(int to, int x, int y) {
        vector(MAP_0F, NO_PREFIX, 0x14, to, x, y);
    }

    /** In each half: {@code to = x[2], y[2], x[3], y[3]}. */
    public void vunpckhps(int to, int x, int y) {
        vector(MAP_0F, NO_PREFIX, 0x15, to, x, y);
    }

    /** In each half: {@code to = x[i], x[j], y[k], y[l]}, where the selection is {@code i + 4j + 16k + 64l}. */
    public void vshufps(int to, int x, int y, int selection) {
        vector(MAP_0F, NO_PREFIX, 0xC6, to, x, y);
        write(selection);
    }

    /** Reads a float into every lane. */
    public void vbroadcastss(int to, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x18, to, 0, from);
    }

    /** {@code to = fma(x, y, to)} in every lane. */
    public void vfmadd231ps(int to, int x, int y) {
        vector(MAP_0F38, PREFIX_66, 0xB8, to, x, y);
    }

    /** To be done before a return to code that may use the vectors' first halves alone. */
    public void vzeroupper() {
        write(0xC5);
        write(0xF8);
        write(0x77);
    }

    private void shortForm(int opcode, Register register) {
        if (high(register.number()) == 1) {
            write(0x41);
        }
        write(opcode + low(register.number()));
    }

    /** An instruction of 64 bits on a register, with another, or a part of the opcode, in the field {@code reg}. */
    private void wide(int opcode, int reg, Register register) {
        rex(reg, 0, register.number());
        write(opcode);
        write(0xC0 + 8 * low(reg) + low(register.number()));
    }

    private void wide(int opcode, Register register, Address address) {
        rex(register.number(), address.indexNumber(), address.base().number());
        write(opcode);
        place(register.number(), address);
    }

    private void vector(int map, int prefix, int opcode, int register, int second, Address address) {
        vex(map, prefix, WHOLE, register, second, address.indexNumber(), address.base().number());
        write(opcode);
        place(register, address);
    }

    /** The prefix for 64 bits, with the upper bits of the registers. */
    private void rex(int register, int index, int base) {
        write(0x48 + 4 * high(register) + 2 * high(index) + high(base));
    }

    private void vector(int map, int prefix, int opcode, int register, int second, int third) {
        vex(map, prefix, WHOLE, register, second, 0, third);
        write(opcode);
        write(0xC0 + 8 * low(register) + low(third));
    }

    /** The prefix of vectors, in three bytes, with the upper bits of the registers and the second register inverted. */
    private void vex(int map, int prefix, int length, int register, int second, int index, int base) {
        write(0xC4);
        write(0x80 * (1 - high(register)) + 0x40 * (1 - high(index)) + 0x20 * (1 - high(base)) + map);
        write(8 * (15 - second) + length + prefix);
    }

    /** The bytes ModRM and SIB, and the displacement. */
    private void place(int register, Address address) {
        int base = low(address.base().number());
        boolean scaled = address.index() != null || base == Register.RSP.number();
        int displacement = address.displacement();
        boolean none = displacement == 0 && base != Register.RBP.number();
        boolean small = displacement == (byte) displacement;
        write((none ? 0 : small ? 0x40 : 0x80) + 8 * low(register) + (scaled ? 4 : base));
        if (scaled) {
            int index = address.index() == null ? Register.RSP.number() : low(address.indexNumber());
            write(0x40 * Integer.numberOfTrailingZeros(address.scale()) + 8 * index + base);
        }
        if (!none && small) {
            write(displacement);
        } else if (!none) {
            writeInt(displacement);
        }
    }

    private static int high(int register) {
        return register >> 3;
    }

    private static int low(int register) {
        return register & 7;
    }

    /** How far a jump goes is counted from behind it, and stands in its last four bytes. */
    private void patch(int behind, int place) {
        int end = size;
        size = behind - Integer.BYTES;
        writeInt(place - behind);
        size = end;
    }

    private void writeInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            write(value >> shift);
        }
    }

    private void write(int value) {
        if (size == code.length) {
            code = Arrays.copyOf(code, 2 * size);
        }
        code[size++] = (byte) value;
    }
}
