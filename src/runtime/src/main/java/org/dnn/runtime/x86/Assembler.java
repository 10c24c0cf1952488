package org.dnn.runtime.x86;

import java.util.Arrays;

/**
 * Writes machine code: what is called here is an instruction, in the order of its calls. Names and order of the operands
 * (the target first) are those of Intel's manual, "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2.
 * Vectors of one instruction are equally wide, but where it says something else.
 */
public final class Assembler {
    /** When a jump is made, by what the instruction before it gave; {@code ABOVE} compares without signs. */
    public enum Condition {
        ZERO(0x84), NOT_ZERO(0x85), NEGATIVE(0x88), NOT_NEGATIVE(0x89), POSITIVE(0x8F), ABOVE(0x87);

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

    static final int MAP_0F = 1;
    static final int MAP_0F38 = 2;
    static final int MAP_0F3A = 3;
    static final int NO_PREFIX = 0;
    static final int PREFIX_66 = 1;
    private static final int PREFIX_F3 = 2;
    /** Where an instruction has no second operand. */
    private static final int NONE = 0;
    /** The mask that has all lanes. */
    private static final int ALL = 0;
    /** Beside a mask: other lanes become 0. */
    private static final int ZEROING = 0x80;

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

    /** {@code [to] = from}, of 64 bits. */
    public void mov(Address to, Register from) {
        wide(0x89, from, to);
    }

    /** {@code to = [from]}, of 32 bits with their sign. */
    public void movsxd(Register to, Address from) {
        wide(0x63, to, from);
    }

    /** {@code to = value}. */
    public void mov(Register to, int value) {
        wide(0xC7, 0, to);
        writeInt(value);
    }

    /** {@code to = address of from}. */
    public void lea(Register to, Address from) {
        wide(0x8D, to, from);
    }

    /** {@code to = address of a label}. */
    public void lea(Register to, Label label) {
        rex(to.number(), 0, 0);
        write(0x8D);
        write(8 * low(to.number()) + Register.RBP.number());
        distance(label);
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

    /** {@code to -= value}. */
    public void sub(Register to, Register value) {
        wide(0x29, value.number(), to);
    }

    /** Compares, as {@code x - y}. */
    public void cmp(Register x, Register y) {
        wide(0x39, y.number(), x);
    }

    /** {@code to *= value}. */
    public void imul(Register to, Register value) {
        rex(to.number(), 0, value.number());
        write(0x0F);
        write(0xAF);
        write(0xC0 + 8 * low(to.number()) + low(value.number()));
    }

    /** {@code to = x * value}. */
    public void imul(Register to, Register x, int value) {
        wide(0x69, to.number(), x);
        writeInt(value);
    }

    /** {@code to &= value}. */
    public void and(Register to, int value) {
        wide(0x81, 4, to);
        writeInt(value);
    }

    public void jump(Condition condition, Label label) {
        write(0x0F);
        write(condition.opcode);
        distance(label);
    }

    public void jump(Label label) {
        write(0xE9);
        distance(label);
    }

    /** Fills up with zeros to a multiple of so many bytes. */
    public void align(int bytes) {
        while (size % bytes != 0) {
            write(0);
        }
    }

    /** Data, of 32 bits. */
    public void data(int value) {
        writeInt(value);
    }

    /** How far a label is from behind these four bytes. */
    private void distance(Label label) {
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

    /** Reads a vector, wherever it lies; zeroes the register's rest. */
    public void vmovups(Vector to, Address from) {
        vector(MAP_0F, NO_PREFIX, 0x10, to, NONE, from, to.width().bytes());
    }

    /** Writes a vector, wherever it lies. */
    public void vmovups(Address to, Vector from) {
        vector(MAP_0F, NO_PREFIX, 0x11, from, NONE, to, from.width().bytes());
    }

    /** Sets a mask, 1 to 7: of 16 lanes those whose bits are set. */
    public void kmovw(int mask, Register from) {
        vex(MAP_0F, NO_PREFIX, 0, mask, NONE, 0, from.number());
        write(0x92);
        write(0xC0 + 8 * mask + low(from.number()));
    }

    /** Reads the lanes of a mask into a vector of 512 bits; the others are 0, and their places are not touched. */
    public void vmovups(Vector to, Address from, int mask) {
        masked(0x10, to, from, mask + ZEROING);
    }

    /** Writes the lanes of a mask of a vector of 512 bits. */
    public void vmovups(Address to, Vector from, int mask) {
        masked(0x11, from, to, mask);
    }

    private void masked(int opcode, Vector register, Address address, int mask) {
        evex(MAP_0F, NO_PREFIX, register.number(), NONE, high(address.indexNumber()), address.base().number(), mask);
        write(opcode);
        place(register.number(), address, register.width().bytes());
    }

    /** {@code to = x}, with its second half read; of 256 bits. */
    public void vinsertf128(Vector to, Vector x, Address from) {
        vector(MAP_0F3A, PREFIX_66, 0x18, to, x.number(), from, Vector.Width.XMM.bytes());
        write(1);
    }

    /** In each 128 bits: {@code to = x[0], y[0], x[1], y[1]}. */
    public void vunpcklps(Vector to, Vector x, Vector y) {
        vector(MAP_0F, NO_PREFIX, 0x14, to, x, y);
    }

    /** In each 128 bits: {@code to = x[2], y[2], x[3], y[3]}. */
    public void vunpckhps(Vector to, Vector x, Vector y) {
        vector(MAP_0F, NO_PREFIX, 0x15, to, x, y);
    }

    /** In each 128 bits: {@code to = x[i], x[j], y[k], y[l]}, where the selection is {@code i + 4j + 16k + 64l}. */
    public void vshufps(Vector to, Vector x, Vector y, int selection) {
        vector(MAP_0F, NO_PREFIX, 0xC6, to, x, y);
        write(selection);
    }

    /** Reads a float into every lane. */
    public void vbroadcastss(Vector to, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x18, to, NONE, from, Float.BYTES);
    }

    /** Reads bytes as whole numbers, one into each lane. */
    public void vpmovzxbd(Vector to, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x31, to, NONE, from, to.width().bytes() / Integer.BYTES);
    }

    /** The whole numbers in the lanes as floats. */
    public void vcvtdq2ps(Vector to, Vector from) {
        vector(MAP_0F, NO_PREFIX, 0x5B, to, zero(to), from);
    }

    /** Writes the first lane of a vector. */
    public void vmovss(Address to, Vector from) {
        vector(MAP_0F, PREFIX_F3, 0x11, from, NONE, to, Float.BYTES);
    }

    /** {@code to = x}, with its second half the first of y; of 256 bits. */
    public void vinsertf128(Vector to, Vector x, Vector y) {
        vector(MAP_0F3A, PREFIX_66, 0x18, to, x, y);
        write(1);
    }

    /** {@code to} is two halves of those of x and y, which count from 0 to 3: {@code first + 16 * second}; of 256 bits. */
    public void vperm2f128(Vector to, Vector x, Vector y, int selection) {
        vector(MAP_0F3A, PREFIX_66, 0x06, to, x, y);
        write(selection);
    }

    /** Of 512 bits, with the quarters of x and y in the places of floats: {@link #vshufps}. */
    public void vshuff32x4(Vector to, Vector x, Vector y, int selection) {
        vector(MAP_0F3A, PREFIX_66, 0x23, to, x, y);
        write(selection);
    }

    /** {@code to = from}. */
    public void vmovups(Vector to, Vector from) {
        vector(MAP_0F, NO_PREFIX, 0x10, to, zero(to), from);
    }

    /** Lane by lane. */
    public void calculate(Operation operation, Vector to, Vector x, Vector y) {
        vector(operation.map, operation.prefix, operation.opcode, to, x, y);
    }

    /** The same with y read. */
    public void calculate(Operation operation, Vector to, Vector x, Address y) {
        vector(operation.map, operation.prefix, operation.opcode, to, x.number(), y, to.width().bytes());
    }

    /** {@code to += y} in the lanes of a mask, of 512 bits. */
    public void vaddps(Vector to, Vector y, int mask) {
        evex(MAP_0F, NO_PREFIX, to.number(), to.number(), y.number() >> 4, y.number(), mask);
        write(0x58);
        registers(to.number(), y.number());
    }

    /** {@code to} = square root of x. */
    public void vsqrtps(Vector to, Vector x) {
        vector(MAP_0F, NO_PREFIX, 0x51, to, zero(to), x);
    }

    /** {@code to = x << count}, of whole numbers. */
    public void vpslld(Vector to, Vector x, int count) {
        shift(6, to, x, count);
    }

    /** {@code to = x >> count}, of whole numbers that keep their sign. */
    public void vpsrad(Vector to, Vector x, int count) {
        shift(4, to, x, count);
    }

    private void shift(int kind, Vector to, Vector x, int count) {
        vector(MAP_0F, PREFIX_66, 0x72, new Vector(to.width(), kind), to, x);
        write(count);
    }

    /** All bits of a lane of 256 bits where x and y compare so: {@code predicate} is the manual's. */
    public void vcmpps(Vector to, Vector x, Vector y, int predicate) {
        vector(MAP_0F, NO_PREFIX, 0xC2, to, x, y);
        write(predicate);
    }

    /** The same with y read. */
    public void vcmpps(Vector to, Vector x, Address y, int predicate) {
        vector(MAP_0F, NO_PREFIX, 0xC2, to, x.number(), y, to.width().bytes());
        write(predicate);
    }

    /** The mask of the lanes of 512 bits in which x and y compare so. */
    public void vcmpps(int mask, Vector x, Vector y, int predicate) {
        vcmpps(Vector.zmm(mask), x, y, predicate);
    }

    /** The same with y read. */
    public void vcmpps(int mask, Vector x, Address y, int predicate) {
        vcmpps(Vector.zmm(mask), x, y, predicate);
    }

    /** The first bits of a vector's lanes, of 128 or 256 bits: the first lane's is the last of {@code to}. */
    public void vmovmskps(Register to, Vector from) {
        vector(MAP_0F, NO_PREFIX, 0x50, new Vector(from.width(), to.number()), zero(from), from);
    }

    /** {@code to = y} in the lanes where the first bit of {@code where} is set, x in the others; of 256 bits. */
    public void vblendvps(Vector to, Vector x, Vector y, Vector where) {
        vector(MAP_0F3A, PREFIX_66, 0x4A, to, x, y);
        write(16 * where.number());
    }

    /** The same with y read. */
    public void vblendvps(Vector to, Vector x, Address y, Vector where) {
        vector(MAP_0F3A, PREFIX_66, 0x4A, to, x.number(), y, to.width().bytes());
        write(16 * where.number());
    }

    /** {@code to = y} in the lanes of a mask, x in the others; of 512 bits. */
    public void vblendmps(Vector to, Vector x, Vector y, int mask) {
        evex(MAP_0F38, PREFIX_66, to.number(), x.number(), y.number() >> 4, y.number(), mask);
        write(0x65);
        registers(to.number(), y.number());
    }

    /** The same with y read. */
    public void vblendmps(Vector to, Vector x, Address y, int mask) {
        evex(MAP_0F38, PREFIX_66, to.number(), x.number(), high(y.indexNumber()), y.base().number(), mask);
        write(0x65);
        place(to.number(), y, to.width().bytes());
    }

    /** The mask of the lanes of 512 bits that are not 0. */
    public void vptestmd(int mask, Vector x) {
        evex(MAP_0F38, PREFIX_66, mask, x.number(), x.number() >> 4, x.number(), ALL);
        write(0x27);
        registers(mask, x.number());
    }

    /** Reads the lanes, of 256 bits, where the first bit of {@code where} is set; the others are 0, and not touched. */
    public void vmaskmovps(Vector to, Vector where, Address from) {
        vector(MAP_0F38, PREFIX_66, 0x2C, to, where.number(), from, to.width().bytes());
    }

    /** Writes the lanes, of 256 bits, where the first bit of {@code where} is set. */
    public void vmaskmovps(Address to, Vector where, Vector from) {
        vector(MAP_0F38, PREFIX_66, 0x2E, from, where.number(), to, from.width().bytes());
    }

    /** What stands where an instruction has no second vector. */
    private static Vector zero(Vector like) {
        return new Vector(like.width(), NONE);
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
        place(register.number(), address, 1);
    }

    private void vector(int map, int prefix, int opcode, Vector register, int second, Address address, int bytes) {
        boolean extended = register.width() == Vector.Width.ZMM;
        int base = address.base().number();
        if (extended) {
            evex(map, prefix, register.number(), second, high(address.indexNumber()), base, ALL);
        } else {
            vex(map, prefix, length(register), register.number(), second, address.indexNumber(), base);
        }
        write(opcode);
        place(register.number(), address, extended ? bytes : 1);
    }

    private void vector(int map, int prefix, int opcode, Vector register, Vector second, Vector third) {
        if (register.width() == Vector.Width.ZMM) {
            evex(map, prefix, register.number(), second.number(), third.number() >> 4, third.number(), ALL);
        } else {
            vex(map, prefix, length(register), register.number(), second.number(), 0, third.number());
        }
        write(opcode);
        registers(register.number(), third.number());
    }

    /** The byte ModRM of two registers. */
    private void registers(int register, int other) {
        write(0xC0 + 8 * low(register) + low(other));
    }

    /** The prefix for 64 bits, with the upper bits of the registers. */
    private void rex(int register, int index, int base) {
        write(0x48 + 4 * high(register) + 2 * high(index) + high(base));
    }

    /** The prefix of vectors, in three bytes, with the upper bits of the registers and the second register inverted. */
    private void vex(int map, int prefix, int length, int register, int second, int index, int base) {
        write(0xC4);
        write(0x80 * (1 - high(register)) + 0x40 * (1 - high(index)) + 0x20 * (1 - high(base)) + map);
        write(8 * (15 - second) + length + prefix);
    }

    private static int length(Vector register) {
        return register.width() == Vector.Width.YMM ? 4 : 0;
    }

    /**
     * The prefix of vectors of 512 bits, in four bytes; numbers of vectors have a fifth bit.
     *
     * @param x the upper bit of an index, or the fifth of a vector in the base's place
     */
    private void evex(int map, int prefix, int register, int second, int x, int base, int mask) {
        write(0x62);
        write(0x80 * (1 - high(register)) + 0x40 * (1 - x) + 0x20 * (1 - high(base)) + 0x10 * (1 - (register >> 4))
                + map);
        write(8 * (15 - (second & 15)) + 4 + prefix);
        write(0x40 + 8 * (1 - (second >> 4)) + mask);
    }

    /**
     * The bytes ModRM and SIB, and the displacement.
     *
     * @param unit what a displacement of one byte counts
     */
    private void place(int register, Address address, int unit) {
        int base = low(address.base().number());
        boolean scaled = address.index() != null || base == Register.RSP.number();
        int displacement = address.displacement();
        boolean none = displacement == 0 && base != Register.RBP.number();
        boolean small = displacement % unit == 0 && displacement / unit == (byte) (displacement / unit);
        write((none ? 0 : small ? 0x40 : 0x80) + 8 * low(register) + (scaled ? 4 : base));
        if (scaled) {
            int index = address.index() == null ? Register.RSP.number() : low(address.indexNumber());
            write(0x40 * Integer.numberOfTrailingZeros(address.scale()) + 8 * index + base);
        }
        if (!none && small) {
            write(displacement / unit);
        } else if (!none) {
            writeInt(displacement);
        }
    }

    private static int high(int register) {
        return register >> 3 & 1;
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
