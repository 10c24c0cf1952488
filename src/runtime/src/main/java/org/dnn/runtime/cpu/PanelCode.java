package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.FunctionCode.each;
import static org.dnn.runtime.cpu.FunctionCode.enter;
import static org.dnn.runtime.cpu.FunctionCode.fourthRow;
import static org.dnn.runtime.cpu.FunctionCode.leave;
import static org.dnn.runtime.cpu.FunctionCode.load;
import static org.dnn.runtime.cpu.FunctionCode.repeat;
import static org.dnn.runtime.cpu.FunctionCode.row;
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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Operation;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;

/**
 * Assembles the functions that {@link MachinePanel} calls: with the address of the memory, then whole numbers of 64 bits. Places
 * and strides are in bytes, counts are at least 1.
 *
 * <p>Of a block of six rows by so many vectors, the accumulators, a row of the panel, and elements of a take all registers:
 * sixteen with two vectors of eight lanes, 32 with four of sixteen. Where a mask takes one, elements of a have one less.
 *
 * @param width   of a vector
 * @param vectors in a row of a panel
 * @param depth   rows of a panel that are multiplied at once
 */
record PanelCode(Width width, int vectors, int depth) {
    /** Rows of a block at most. */
    static final int BLOCK_ROWS = 6;
    /** So many panels are filled at once at most. */
    static final int FILLED = 4;
    /** Rows that are turned at once, where there are so many. */
    static final int TURNED_ROWS = 8;
    /** Rows that are turned at once where there are fewer. */
    static final int FEW_TURNED_ROWS = 4;
    /** Columns that are turned at once. */
    static final int TURNED_COLUMNS = 4;

    /** Turns of the loop over the depth that are written one after the other. */
    private static final int UNROLLED = 4;
    /** Selections of {@code vshufps}. */
    private static final int FIRST_HALVES = 0x44;
    private static final int SECOND_HALVES = 0xEE;

    /**
     * With vectors of 8 lanes or of 16. Two vectors of eight lanes are read in every sixth cycle, so their panel is to be in the
     * first cache; four of sixteen in every twelfth, which the second cache gives, and then c is read and written less often.
     */
    static PanelCode ofLanes(int lanes) {
        return lanes == 8 ? new PanelCode(Width.YMM, 2, Panel.DEPTH) : new PanelCode(Width.ZMM, 4, 4 * Panel.DEPTH);
    }

    /** Columns of a panel. */
    int columns() {
        return rowBytes() / Float.BYTES;
    }

    /** Floats of a vector. */
    int lanes() {
        return width.bytes() / Float.BYTES;
    }

    private int rowBytes() {
        return vectors * width.bytes();
    }

    /** The widths that a block can have. Where masks cost something, whole vectors do without. */
    List<BlockColumns> widths() {
        List<BlockColumns> widths = new ArrayList<>();
        for (int used = 1; used <= vectors; used++) {
            widths.add(new BlockColumns(used, true));
            if (!mask().isFree()) {
                widths.add(new BlockColumns(used, false));
            }
        }
        return widths;
    }

    /** Which of the widths so many columns have. */
    int widthOf(int columns) {
        int begun = Math.ceilDiv(columns, lanes());
        return mask().isFree() ? begun - 1 : begun + columns / lanes() - 1;
    }

    /** What a function is told of so many columns: which lanes of the last vector there are. */
    long maskOf(int columns) {
        return mask().of((columns - 1) % lanes() + 1);
    }

    private LaneMask mask() {
        return new LaneMask(width);
    }

    private Vector vector(int number) {
        return new Vector(width, number);
    }

    /**
     * Multiplies blocks of so many rows by so many vectors of a panel's rows: {@code multiply(memory, a, aRowStride, panel, from,
     * fromRowStride, c, cRowStride, blocks, depth, mask)}. The accumulators stay in registers from {@code from} to c. The mask
     * is {@link #maskOf} the columns.
     */
    void multiply(Assembler code, int rows, BlockColumns columns) {
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
        Label masks = new Label();
        if (columns.isMasked()) {
            load(code, RAX, 4);
            mask().set(code, RAX, R12, masks);
        }
        for (Register matrix : List.of(a, panel, from, c)) {
            code.add(matrix, memory);
        }
        Register fourthRow = R12;
        repeat(code, blocks, () -> {
            fourthRow(code, fourthRow, from, fromStride);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns.vectors(); j++) {
                    mask().read(code, accumulator(i, j), row(i, from, fourthRow, fromStride, j * width.bytes()),
                            columns.isMasked(j));
                }
            }
            overDepth(code, rows, columns, a, aStride, panel, depth);
            fourthRow(code, fourthRow, c, cStride);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns.vectors(); j++) {
                    mask().write(code, row(i, c, fourthRow, cStride, j * width.bytes()), accumulator(i, j),
                            columns.isMasked(j));
                }
            }
            for (int i = 0; i < rows; i++) {
                code.add(a, aStride);
                code.add(from, fromStride);
                code.add(c, cStride);
            }
        });
        leave(code);
        if (columns.isMasked()) {
            mask().table(code, masks);
        }
    }

    private Vector accumulator(int row, int column) {
        return vector(vectors * row + column);
    }

    private void overDepth(Assembler code, int rows, BlockColumns columns, Register a, Register aStride, Register panel,
            Register depth) {
        Register left = RDI;
        Register firstRow = R13;
        Register fourthRow = R14;
        Register b = R15;
        code.mov(firstRow, a);
        fourthRow(code, fourthRow, a, aStride);
        code.mov(b, panel);
        code.mov(left, depth);
        each(code, UNROLLED, left, () -> turns(code, UNROLLED, rows, columns, firstRow, fourthRow, aStride, b));
        each(code, 1, left, () -> turns(code, 1, rows, columns, firstRow, fourthRow, aStride, b));
    }

    /** A row of the panel, times an element of each row of a; so many times. What the panel has beside its columns is not read. */
    private void turns(Assembler code, int count, int rows, BlockColumns columns, Register firstRow, Register fourthRow,
            Register aStride, Register b) {
        int firstOfRow = vectors * BLOCK_ROWS;
        int firstElement = firstOfRow + vectors;
        int elements = width.registers() - firstElement - mask().vectors(columns.isMasked());
        for (int p = 0; p < count; p++) {
            for (int j = 0; j < columns.vectors(); j++) {
                mask().read(code, vector(firstOfRow + j), b.at(p * rowBytes() + j * width.bytes()),
                        columns.isMasked(j));
            }
            for (int i = 0; i < rows; i++) {
                Vector x = vector(firstElement + i % elements);
                code.vbroadcastss(x, row(i, firstRow, fourthRow, aStride, p * Float.BYTES));
                for (int j = 0; j < columns.vectors(); j++) {
                    code.calculate(Operation.VFMADD231PS, accumulator(i, j), vector(firstOfRow + j), x);
                }
            }
        }
        code.add(b, count * rowBytes());
        code.add(firstRow, count * Float.BYTES);
        code.add(fourthRow, count * Float.BYTES);
    }

    /**
     * Fills so many panels: {@code fill(memory, b, bRowStride, panels, apart, rows)}. All of a row is read before any of it is
     * written.
     */
    void fill(Assembler code, int panels) {
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
            for (int k = 0; k < vectors * panels; k++) {
                code.vmovups(vector(k), b.at(k * width.bytes()));
            }
            for (int k = 0; k < vectors * panels; k++) {
                code.vmovups(row(k / vectors, to, fourth, apart, k % vectors * width.bytes()), vector(k));
            }
            code.add(b, bStride);
            code.add(to, rowBytes());
            code.add(fourth, rowBytes());
        });
        code.vzeroupper();
        code.ret();
    }

    /**
     * Turns columns into rows, in blocks of eight rows, or four, by four columns: {@code turn(memory, from, fromRowStride, to,
     * toRowStride, blocks beside each other, columns back, blocks above each other, rows back)}. Behind the blocks, of which there
     * may be none, there is one more in each direction; it begins so many columns and rows before the end of the one before.
     */
    static void turn(Assembler code, int rows) {
        Register memory = RDI;
        Register from = RSI;
        Register stride = RDX;
        Register to = RCX;
        Register toStride = R8;
        Register back = R10;
        Register toBack = R11;
        Register count = RBX;
        Register rowsBack = RBP;
        enter(code);
        load(code, back, 0);
        load(code, count, 1);
        load(code, rowsBack, 2);
        code.add(from, memory);
        code.add(to, memory);
        code.mov(toBack, back);
        code.imul(toBack, toStride);
        code.imul(back, back, Float.BYTES);
        each(code, 1, count, () -> {
            turnRows(code, rows);
            code.lea(from, from.at(stride, rows, 0));
            code.add(to, rows * Float.BYTES);
        });
        code.imul(count, rowsBack, Float.BYTES);
        code.sub(to, count);
        code.imul(rowsBack, stride);
        code.sub(from, rowsBack);
        turnRows(code, rows);
        leave(code);
    }

    /** All columns of a block's rows. */
    private static void turnRows(Assembler code, int rows) {
        Register blocks = R9;
        Register left = RDI;
        Register column = RAX;
        Register fourthRow = R12;
        Register seventhRow = R13;
        Register result = R14;
        Register fourthResult = R15;
        Register stride = RDX;
        Register toStride = R8;
        code.mov(column, RSI);
        fourthRow(code, fourthRow, column, stride);
        fourthRow(code, seventhRow, fourthRow, stride);
        code.mov(result, RCX);
        fourthRow(code, fourthResult, result, toStride);
        Runnable turn = () -> {
            turnFour(code, rows, Stream.of(column, fourthRow, seventhRow)
                    .flatMap(first -> IntStream.range(0, 3).mapToObj(i -> row(i, first, first, stride, 0))).toList());
            for (int i = 0; i < TURNED_COLUMNS; i++) {
                code.vmovups(row(i, result, fourthResult, toStride, 0), turned(rows, i));
            }
        };
        code.mov(left, blocks);
        each(code, 1, left, () -> {
            turn.run();
            for (Register source : List.of(column, fourthRow, seventhRow)) {
                code.add(source, TURNED_COLUMNS * Float.BYTES);
            }
            code.lea(result, result.at(toStride, TURNED_COLUMNS, 0));
            code.lea(fourthResult, fourthResult.at(toStride, TURNED_COLUMNS, 0));
        });
        for (Register source : List.of(column, fourthRow, seventhRow)) {
            code.sub(source, R10);
        }
        code.sub(result, R11);
        code.sub(fourthResult, R11);
        turn.run();
    }

    private static Vector turned(int rows, int number) {
        return rows == TURNED_ROWS ? Vector.ymm(number) : Vector.xmm(number);
    }

    /**
     * Four columns of so many rows, into the first four vectors. The rows that lie in a vector's halves are four apart, so that
     * what is exchanged stays in its half.
     */
    private static void turnFour(Assembler code, int count, List<Address> rows) {
        Vector[] v = IntStream.range(0, 8).mapToObj(i -> turned(count, i)).toArray(Vector[]::new);
        for (int i = 0; i < 4; i++) {
            code.vmovups(Vector.xmm(i), rows.get(i));
            if (count == TURNED_ROWS) {
                code.vinsertf128(v[i], v[i], rows.get(i + 4));
            }
        }
        code.vunpcklps(v[4], v[0], v[1]);
        code.vunpckhps(v[5], v[0], v[1]);
        code.vunpcklps(v[6], v[2], v[3]);
        code.vunpckhps(v[7], v[2], v[3]);
        code.vshufps(v[0], v[4], v[6], FIRST_HALVES);
        code.vshufps(v[1], v[4], v[6], SECOND_HALVES);
        code.vshufps(v[2], v[5], v[7], FIRST_HALVES);
        code.vshufps(v[3], v[5], v[7], SECOND_HALVES);
    }
}
