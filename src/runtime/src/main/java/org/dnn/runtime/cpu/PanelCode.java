package org.dnn.runtime.cpu;

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
import static org.dnn.runtime.x86.Register.RSP;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;

/**
 * Assembles the functions that {@link MachinePanel} calls, after the calling convention of Linux ("System V Application Binary
 * Interface, AMD64 Architecture Processor Supplement"): the address of the memory, then whole numbers of 64 bits. Places
 * and strides are in bytes, counts are at least 1.
 */
final class PanelCode {
    /** Columns of a panel. */
    static final int COLUMNS = 16;
    /** Rows of a block at most: with two vectors each, and four to read into, all sixteen registers. */
    static final int BLOCK_ROWS = 6;
    /** So many panels are filled at once at most. */
    static final int FILLED = 4;
    /** Rows that are turned at once. */
    static final int TURNED_ROWS = 8;
    /** Columns that are turned at once. */
    static final int TURNED_COLUMNS = 4;

    private static final int VECTOR = 8 * Float.BYTES;
    private static final int ROW = COLUMNS * Float.BYTES;
    /** Turns of the loop over the depth that are written one after the other. */
    private static final int UNROLLED = 4;
    /** Selections of {@code vshufps}. */
    private static final int FIRST_HALVES = 0x44;
    private static final int SECOND_HALVES = 0xEE;

    /** Registers that belong to the caller. */
    private static final List<Register> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

    private PanelCode() {}

    /**
     * Multiplies blocks of so many rows by a panel: {@code multiply(memory, a, aRowStride, panel, from, fromRowStride, c,
     * cRowStride, blocks, depth)}. The accumulators, two vectors a row, stay in registers from {@code from} to c. Of three
     * rows that are equally far apart one register holds the first, and another the distance.
     */
    static void multiply(Assembler code, int rows) {
        Register memory = RDI;
        Register a = RSI;
        Register aStride = RDX;
        Register panel = RCX;
        Register from = R8;
        Register fromStride = R9;
        Register c = R10;
        Register cStride = R11;
        Register blocks = RBX;
        Register depth = RBP;
        enter(code);
        load(code, c, 0);
        load(code, cStride, 1);
        load(code, blocks, 2);
        load(code, depth, 3);
        for (Register matrix : List.of(a, panel, from, c)) {
            code.add(matrix, memory);
        }
        Register fourthRow = R12;
        repeat(code, blocks, () -> {
            readBlock(code, rows, from, fromStride, fourthRow);
            overDepth(code, rows, a, aStride, panel, depth);
            writeBlock(code, rows, c, cStride, fourthRow);
            for (int i = 0; i < rows; i++) {
                code.add(a, aStride);
                code.add(from, fromStride);
                code.add(c, cStride);
            }
        });
        leave(code);
    }

    private static void readBlock(Assembler code, int rows, Register from, Register stride, Register fourthRow) {
        fourthRow(code, fourthRow, from, stride);
        for (int i = 0; i < rows; i++) {
            code.vmovups(2 * i, row(i, from, fourthRow, stride, 0));
            code.vmovups(2 * i + 1, row(i, from, fourthRow, stride, VECTOR));
        }
    }

    private static void writeBlock(Assembler code, int rows, Register to, Register stride, Register fourthRow) {
        fourthRow(code, fourthRow, to, stride);
        for (int i = 0; i < rows; i++) {
            code.vmovups(row(i, to, fourthRow, stride, 0), 2 * i);
            code.vmovups(row(i, to, fourthRow, stride, VECTOR), 2 * i + 1);
        }
    }

    private static void overDepth(Assembler code, int rows, Register a, Register aStride, Register panel,
            Register depth) {
        Register left = RDI;
        Register firstRow = R13;
        Register fourthRow = R14;
        Register b = R15;
        code.mov(firstRow, a);
        fourthRow(code, fourthRow, a, aStride);
        code.mov(b, panel);
        code.mov(left, depth);
        Label together = new Label();
        Label rest = new Label();
        Label end = new Label();
        code.sub(left, UNROLLED);
        code.jump(Condition.NEGATIVE, rest);
        code.place(together);
        turns(code, UNROLLED, rows, firstRow, fourthRow, aStride, b);
        code.sub(left, UNROLLED);
        code.jump(Condition.NOT_NEGATIVE, together);
        code.place(rest);
        code.add(left, UNROLLED);
        code.jump(Condition.ZERO, end);
        repeat(code, left, () -> turns(code, 1, rows, firstRow, fourthRow, aStride, b));
        code.place(end);
    }

    /** A row of the panel, times an element of each row of a; so many times. */
    private static void turns(Assembler code, int count, int rows, Register firstRow, Register fourthRow,
            Register aStride, Register b) {
        int b0 = 12;
        int b1 = 13;
        for (int p = 0; p < count; p++) {
            code.vmovups(b0, b.at(p * ROW));
            code.vmovups(b1, b.at(p * ROW + VECTOR));
            for (int i = 0; i < rows; i++) {
                int x = 14 + i % 2;
                code.vbroadcastss(x, row(i, firstRow, fourthRow, aStride, p * Float.BYTES));
                code.vfmadd231ps(2 * i, b0, x);
                code.vfmadd231ps(2 * i + 1, b1, x);
            }
        }
        code.add(b, count * ROW);
        code.add(firstRow, count * Float.BYTES);
        code.add(fourthRow, count * Float.BYTES);
    }

    private static void fourthRow(Assembler code, Register fourthRow, Register first, Register stride) {
        code.lea(fourthRow, stride.at(stride, 2, 0));
        code.add(fourthRow, first);
    }

    /** Row i of six. */
    private static Address row(int i, Register first, Register fourth, Register stride, int displacement) {
        Register base = i < 3 ? first : fourth;
        return i % 3 == 0 ? base.at(displacement) : base.at(stride, i % 3, displacement);
    }

    /**
     * Fills so many panels: {@code fill(memory, b, bRowStride, panels, apart, rows)}. All of a row is read before any of it is
     * written.
     */
    static void fill(Assembler code, int panels) {
        Register memory = RDI;
        Register b = RSI;
        Register bStride = RDX;
        Register to = RCX;
        Register apart = R8;
        Register rows = R9;
        Register fourth = R10;
        code.add(b, memory);
        code.add(to, memory);
        fourthRow(code, fourth, to, apart);
        repeat(code, rows, () -> {
            for (int k = 0; k < 2 * panels; k++) {
                code.vmovups(k, b.at(k * VECTOR));
            }
            for (int k = 0; k < 2 * panels; k++) {
                code.vmovups(row(k / 2, to, fourth, apart, k % 2 * VECTOR), k);
            }
            code.add(b, bStride);
            code.add(to, ROW);
            code.add(fourth, ROW);
        });
        code.vzeroupper();
        code.ret();
    }

    /**
     * Turns four columns of eight rows into rows, so many times, one beside the other: {@code turn(memory, from, fromRowStride, to,
     * toRowStride, times)}. The rows that lie in a vector's halves are four apart, so that what is exchanged stays in its half.
     */
    static void turn(Assembler code) {
        Register memory = RDI;
        Register from = RSI;
        Register stride = RDX;
        Register to = RCX;
        Register toStride = R8;
        Register count = R9;
        Register fourthRow = R10;
        Register seventhRow = R11;
        Register fourthResult = RAX;
        code.add(from, memory);
        code.add(to, memory);
        fourthRow(code, fourthRow, from, stride);
        fourthRow(code, seventhRow, fourthRow, stride);
        fourthRow(code, fourthResult, to, toStride);
        repeat(code, count, () -> {
            turnFour(code, Stream.of(from, fourthRow, seventhRow)
                    .flatMap(first -> IntStream.range(0, 3).mapToObj(i -> row(i, first, first, stride, 0))).toList());
            for (int i = 0; i < 4; i++) {
                code.vmovups(row(i, to, fourthResult, toStride, 0), i);
            }
            for (Register source : List.of(from, fourthRow, seventhRow)) {
                code.add(source, TURNED_COLUMNS * Float.BYTES);
            }
            code.lea(to, to.at(toStride, 4, 0));
            code.lea(fourthResult, fourthResult.at(toStride, 4, 0));
        });
        code.vzeroupper();
        code.ret();
    }

    /** Four columns of eight rows, into the first four vectors. */
    private static void turnFour(Assembler code, List<Address> rows) {
        for (int i = 0; i < 4; i++) {
            code.vmovupsHalf(i, rows.get(i));
            code.vinsertf128(i, i, rows.get(i + 4));
        }
        code.vunpcklps(4, 0, 1);
        code.vunpckhps(5, 0, 1);
        code.vunpcklps(6, 2, 3);
        code.vunpckhps(7, 2, 3);
        code.vshufps(0, 4, 6, FIRST_HALVES);
        code.vshufps(1, 4, 6, SECOND_HALVES);
        code.vshufps(2, 5, 7, FIRST_HALVES);
        code.vshufps(3, 5, 7, SECOND_HALVES);
    }

    /** Does the same again and again, until a count that is at least 1 has come down to 0. */
    private static void repeat(Assembler code, Register count, Runnable body) {
        Label again = new Label();
        code.place(again);
        body.run();
        code.sub(count, 1);
        code.jump(Condition.NOT_ZERO, again);
    }

    private static void enter(Assembler code) {
        SAVED.forEach(code::push);
    }

    private static void leave(Assembler code) {
        code.vzeroupper();
        SAVED.reversed().forEach(code::pop);
        code.ret();
    }

    /** Loads an argument that has no register, behind the return address and the saved registers. */
    private static void load(Assembler code, Register to, int which) {
        code.mov(to, RSP.at((SAVED.size() + 1 + which) * Long.BYTES));
    }
}
