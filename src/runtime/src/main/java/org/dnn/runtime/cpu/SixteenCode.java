package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.FunctionCode.each;
import static org.dnn.runtime.cpu.FunctionCode.enter;
import static org.dnn.runtime.cpu.FunctionCode.leave;
import static org.dnn.runtime.cpu.FunctionCode.repeat;
import static org.dnn.runtime.x86.Register.R10;
import static org.dnn.runtime.x86.Register.R11;
import static org.dnn.runtime.x86.Register.R12;
import static org.dnn.runtime.x86.Register.R13;
import static org.dnn.runtime.x86.Register.R14;
import static org.dnn.runtime.x86.Register.R15;
import static org.dnn.runtime.x86.Register.R8;
import static org.dnn.runtime.x86.Register.R9;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RBP;
import static org.dnn.runtime.x86.Register.RBX;
import static org.dnn.runtime.x86.Register.RCX;
import static org.dnn.runtime.x86.Register.RDI;
import static org.dnn.runtime.x86.Register.RDX;
import static org.dnn.runtime.x86.Register.RSI;

import java.util.List;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Operation;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;

/**
 * Assembles the functions that {@link MachineSixteenBlocks} calls: with the address of the memory, then whole numbers of 64 bits.
 * Places and strides are in bytes, counts are at least 1.
 *
 * <p>The rows of a block lie anywhere, so each has a register that goes along it: of fifteen, twelve at most. What is not
 * needed in the innermost loop is on the stack meanwhile.
 *
 * @param width of a vector
 */
record SixteenCode(Width width) {
    /** A place: the same element of sixteen images. */
    private static final int PLACE_BYTES = Sixteen.IMAGES * Float.BYTES;
    /** Turns of the loop over the depth that are written one after the other. */
    private static final int UNROLLED = 4;

    /** What goes along the rows of a block. */
    private static final List<Register> ALONG = List.of(RAX, RBX, RDX, RSI, RBP, R9, R10, R11, R12, R13, R14, R15);
    private static final Register B = RCX;
    private static final Register B_APART = R8;
    private static final Register LEFT = RDI;

    /** The arguments of {@link #multiply} behind the memory that come in registers; they are put on the stack before the others. */
    private static final List<Register> IN_REGISTERS = List.of(RSI, RDX, RCX, R8, R9);
    private static final Address A = FunctionCode.passed(0);
    private static final Address ROWS = FunctionCode.passed(1);
    private static final Address COLUMNS = FunctionCode.passed(2);
    private static final Address APART = FunctionCode.passed(3);
    private static final Address C = FunctionCode.passed(4);
    private static final Address C_APART = FunctionCode.argument(0, IN_REGISTERS.size());
    private static final Address C_ROW_STRIDE = FunctionCode.argument(1, IN_REGISTERS.size());
    private static final Address BLOCKS = FunctionCode.argument(2, IN_REGISTERS.size());
    private static final Address DEPTH = FunctionCode.argument(3, IN_REGISTERS.size());

    /** With vectors of 8 lanes or of 16. */
    static SixteenCode ofLanes(int lanes) {
        return new SixteenCode(lanes == 8 ? Width.YMM : Width.ZMM);
    }

    /** Whether a vector is a whole place. */
    boolean isWhole() {
        return width.bytes() == PLACE_BYTES;
    }

    /** Rows of a block of so many vectors, one or two, at most: a vector of b each, and one with an element of a, are there too. */
    int rows(int vectors) {
        return Math.min(ALONG.size(), (width.registers() - vectors - 1) / vectors);
    }

    private Vector vector(int number) {
        return new Vector(width, number);
    }

    /**
     * Multiplies blocks of so many rows by one vector or two: {@code multiply(memory, a, rows, b, bApart, c, cApart, cRowStride,
     * blocks, depth)}.
     */
    void multiply(Assembler code, int rows, int vectors) {
        Register memory = RDI;
        for (Register place : List.of(RSI, RDX, RCX, R9)) {
            code.add(place, memory);
        }
        enter(code, IN_REGISTERS);
        Label again = new Label();
        code.place(again);
        overC(code, rows, vectors, true);
        startRows(code, rows);
        overDepth(code, rows, vectors);
        overC(code, rows, vectors, false);
        Register blocks = RAX;
        code.mov(blocks, BLOCKS);
        code.sub(blocks, 1);
        code.mov(BLOCKS, blocks);
        code.jump(Condition.NOT_ZERO, again);
        leave(code, IN_REGISTERS);
    }

    /** Reads the block's accumulators, or writes them and goes on to the next block's. */
    private void overC(Assembler code, int rows, int vectors, boolean read) {
        Register c = RAX;
        Register apart = RBX;
        Register stride = RDX;
        code.mov(c, C);
        code.mov(apart, C_APART);
        code.mov(stride, C_ROW_STRIDE);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors; j++) {
                Address place = j == 0 ? c.at(0) : c.at(apart, 1, 0);
                if (read) {
                    code.vmovups(vector(vectors * i + j), place);
                } else {
                    code.vmovups(place, vector(vectors * i + j));
                }
            }
            code.add(c, stride);
        }
        if (!read) {
            code.mov(C, c);
        }
    }

    /** Goes to where the block's rows begin, and on to the next block's in the table. */
    private static void startRows(Assembler code, int rows) {
        Register table = LEFT;
        Register a = B;
        code.mov(table, ROWS);
        code.mov(a, A);
        FunctionCode.startRows(code, ALONG.subList(0, rows), a, table);
        code.mov(ROWS, table);
    }

    private void overDepth(Assembler code, int rows, int vectors) {
        code.mov(B, COLUMNS);
        code.mov(B_APART, APART);
        code.mov(LEFT, DEPTH);
        each(code, UNROLLED, LEFT, () -> turns(code, UNROLLED, rows, vectors));
        each(code, 1, LEFT, () -> turns(code, 1, rows, vectors));
    }

    /** A place or two of b, times an element of each row; so many times. */
    private void turns(Assembler code, int count, int rows, int vectors) {
        int firstOfB = rows * vectors;
        int firstElement = firstOfB + vectors;
        for (int p = 0; p < count; p++) {
            code.vmovups(vector(firstOfB), B.at(p * PLACE_BYTES));
            if (vectors == 2) {
                code.vmovups(vector(firstOfB + 1), B.at(B_APART, 1, p * PLACE_BYTES));
            }
            for (int i = 0; i < rows; i++) {
                Vector x = vector(firstElement + i % (width.registers() - firstElement));
                code.vbroadcastss(x, ALONG.get(i).at(p * Float.BYTES));
                for (int j = 0; j < vectors; j++) {
                    code.calculate(Operation.VFMADD231PS, vector(vectors * i + j), vector(firstOfB + j), x);
                }
            }
        }
        code.add(B, count * PLACE_BYTES);
        for (int i = 0; i < rows; i++) {
            code.add(ALONG.get(i), count * Float.BYTES);
        }
    }

    /** Copies places: {@code copy(memory, from, to, toStride, count)}. */
    void copy(Assembler code) {
        Register memory = RDI;
        Register from = RSI;
        Register to = RDX;
        Register toStride = RCX;
        Register count = R8;
        int vectors = PLACE_BYTES / width.bytes();
        code.add(from, memory);
        code.add(to, memory);
        repeat(code, count, () -> {
            for (int j = 0; j < vectors; j++) {
                code.vmovups(vector(j), from.at(j * width.bytes()));
            }
            for (int j = 0; j < vectors; j++) {
                code.vmovups(to.at(j * width.bytes()), vector(j));
            }
            code.add(from, PLACE_BYTES);
            code.add(to, toStride);
        });
        code.vzeroupper();
        code.ret();
    }
}
