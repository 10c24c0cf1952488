package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.FunctionCode.argument;
import static org.dnn.runtime.cpu.FunctionCode.each;
import static org.dnn.runtime.cpu.FunctionCode.enter;
import static org.dnn.runtime.cpu.FunctionCode.leave;
import static org.dnn.runtime.cpu.FunctionCode.passed;
import static org.dnn.runtime.cpu.FunctionCode.startRows;
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
 * Assembles the functions that {@link MachineTile} calls: with the address of the memory, then whole numbers of 64 bits. Places
 * and strides are in bytes, counts are at least 1.
 *
 * <p>Each row of a block has a register with the place where it begins; how far the loop has come along them is in one for all.
 * What is not needed in the innermost loop is on the stack meanwhile.
 *
 * @param width of a vector
 */
record TileCode(Width width) {
    /** Where the rows of a block begin. */
    private static final List<Register> BEGINNINGS = List.of(RAX, RBX, RDX, RSI, RBP, R9, R10, R11);
    private static final Register ALONG = R13;
    private static final Register A_STEP = R14;
    private static final Register B = RCX;
    private static final Register STEPS = R12;
    private static final Register OFFSET = R8;
    private static final Register LIMIT = R15;
    private static final Register LEFT = RDI;
    private static final int UNROLLED = 2;

    /** The arguments of {@link #multiply} behind the memory that come in registers. */
    private static final List<Register> IN_REGISTERS = List.of(RSI, RDX, RCX, R8, R9);
    private static final Address A_PLACE = passed(0);
    private static final Address ROWS_PLACE = passed(1);
    private static final Address A_STEP_PLACE = passed(2);
    private static final Address B_PLACE = passed(3);
    private static final Address STEPS_PLACE = passed(4);
    private static final Address C_PLACE = argument(0, IN_REGISTERS.size());
    private static final Address C_ROW_STRIDE = argument(1, IN_REGISTERS.size());
    private static final Address BLOCKS = argument(2, IN_REGISTERS.size());
    private static final Address DEPTH = argument(3, IN_REGISTERS.size());
    private static final Address LIMIT_PLACE = argument(4, IN_REGISTERS.size());
    private static final Address MASK_PLACE = argument(5, IN_REGISTERS.size());

    /** With vectors of 8 lanes or of 16. */
    static TileCode ofLanes(int lanes) {
        return new TileCode(lanes == 8 ? Width.YMM : Width.ZMM);
    }

    /** The widths that a block can have. */
    List<BlockColumns> widths() {
        return mask().isFree()
                ? List.of(new BlockColumns(1, true), new BlockColumns(2, true), new BlockColumns(3, true),
                        new BlockColumns(4, true))
                : List.of(new BlockColumns(1, true), new BlockColumns(1, false), new BlockColumns(2, false));
    }

    /** Which of the widths the first block of so many columns has. */
    int widthOf(int columns) {
        return mask().isFree() ? Math.min(4, Math.ceilDiv(columns, lanes())) - 1 : Math.min(2, columns / lanes());
    }

    /** Of the last vector of a block. */
    LaneMask mask() {
        return new LaneMask(width);
    }

    /** Floats of a vector. */
    int lanes() {
        return width.bytes() / Float.BYTES;
    }

    /** Rows of a block at most: a vector of b each, one with an element of a and perhaps a mask have registers too. */
    int rows(BlockColumns columns) {
        int others = columns.vectors() + 1 + mask().vectors(columns.isMasked());
        return Math.min(BEGINNINGS.size(), (width.registers() - others) / columns.vectors());
    }

    private Vector vector(int number) {
        return new Vector(width, number);
    }

    /**
     * Multiplies blocks of so many rows: {@code multiply(memory, a, rows, aStep, b, steps, c, cRowStride, blocks, depth, limit,
     * mask)}. Returns 1 where an offset of a step is beyond the limit, in floats; this is found before any of c is written.
     */
    void multiply(Assembler code, int rows, BlockColumns columns) {
        Register memory = RDI;
        for (Register place : List.of(RSI, RDX, R8, R9)) {
            code.add(place, memory);
        }
        enter(code, IN_REGISTERS);
        code.mov(RAX, C_PLACE);
        code.add(RAX, memory);
        code.mov(C_PLACE, RAX);
        Label masks = new Label();
        if (columns.isMasked()) {
            code.mov(RAX, MASK_PLACE);
            mask().set(code, RAX, RBX, masks);
        }
        Label refused = new Label();
        Label again = new Label();
        code.place(again);
        overC(code, rows, columns, true);
        overDepth(code, rows, columns, refused);
        overC(code, rows, columns, false);
        Register blocks = RAX;
        code.mov(blocks, BLOCKS);
        code.sub(blocks, 1);
        code.mov(BLOCKS, blocks);
        code.jump(Condition.NOT_ZERO, again);
        code.mov(RAX, 0);
        leave(code, IN_REGISTERS);
        code.place(refused);
        code.mov(RAX, 1);
        leave(code, IN_REGISTERS);
        if (columns.isMasked()) {
            mask().table(code, masks);
        }
    }

    /** Reads the block's accumulators, or writes them and goes on to the next block's. */
    private void overC(Assembler code, int rows, BlockColumns columns, boolean read) {
        Register c = RAX;
        Register stride = RBX;
        code.mov(c, C_PLACE);
        code.mov(stride, C_ROW_STRIDE);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns.vectors(); j++) {
                Address place = c.at(j * width.bytes());
                Vector accumulator = vector(columns.vectors() * i + j);
                if (read) {
                    mask().read(code, accumulator, place, columns.isMasked(j));
                } else {
                    mask().write(code, place, accumulator, columns.isMasked(j));
                }
            }
            code.add(c, stride);
        }
        if (!read) {
            code.mov(C_PLACE, c);
        }
    }

    private void overDepth(Assembler code, int rows, BlockColumns columns, Label refused) {
        Register table = R12;
        Register a = R13;
        code.mov(table, ROWS_PLACE);
        code.mov(a, A_PLACE);
        startRows(code, BEGINNINGS.subList(0, rows), a, table);
        code.mov(ROWS_PLACE, table);
        code.mov(ALONG, 0);
        code.mov(A_STEP, A_STEP_PLACE);
        code.mov(B, B_PLACE);
        code.mov(STEPS, STEPS_PLACE);
        code.mov(LIMIT, LIMIT_PLACE);
        code.mov(LEFT, DEPTH);
        each(code, UNROLLED, LEFT, () -> turns(code, UNROLLED, rows, columns, refused));
        each(code, 1, LEFT, () -> turns(code, 1, rows, columns, refused));
    }

    /** A row of b, times an element of each row of a; so many times. */
    private void turns(Assembler code, int count, int rows, BlockColumns columns, Label refused) {
        int firstOfB = rows * columns.vectors();
        int firstElement = firstOfB + columns.vectors();
        int elements = width.registers() - firstElement - mask().vectors(columns.isMasked());
        for (int p = 0; p < count; p++) {
            code.movsxd(OFFSET, STEPS.at(p * Float.BYTES));
            code.cmp(OFFSET, LIMIT);
            code.jump(Condition.ABOVE, refused);
            for (int j = 0; j < columns.vectors(); j++) {
                mask().read(code, vector(firstOfB + j), B.at(OFFSET, Float.BYTES, j * width.bytes()),
                        columns.isMasked(j));
            }
            for (int i = 0; i < rows; i++) {
                Vector x = vector(firstElement + i % elements);
                code.vbroadcastss(x, BEGINNINGS.get(i).at(ALONG, 1, 0));
                for (int j = 0; j < columns.vectors(); j++) {
                    code.calculate(Operation.VFMADD231PS, vector(columns.vectors() * i + j), vector(firstOfB + j), x);
                }
            }
            code.add(ALONG, A_STEP);
        }
        code.add(STEPS, count * Float.BYTES);
    }
}
