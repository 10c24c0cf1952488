package org.dnn.runtime.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Register;

/**
 * {@link Panel} in machine code: {@link VectorPanel}'s blocks of six rows by two vectors of eight lanes, with 21
 * instructions for twelve multiply-adds. HotSpot makes 33 of the same loop, since it computes the address of every row anew in every turn, and has
 * no registers left to do otherwise; where the front end of a processor is what is short, as on one that is shared by two threads, that takes
 * half as long again. And it needs no time to become fast.
 */
@SuppressWarnings("restricted") // What is called is what is assembled here.
final class MachinePanel implements Panel {
    private static final int COLUMNS = 16;
    private static final int VECTOR = 8 * Float.BYTES;
    private static final int ROW = COLUMNS * Float.BYTES;
    private static final int BLOCK_ROWS = 6;
    /** Turns of the loop over the depth that are written one after the other. */
    private static final int UNROLLED = 4;
    /** So many panels are filled at once: each row of theirs is read in one piece. */
    private static final int FILLED = 4;
    private static final int TURNED_ROWS = 8;
    private static final int TURNED_COLUMNS = 4;
    /** Selections of {@code vshufps}. */
    private static final int FIRST_HALVES = 0x44;
    private static final int SECOND_HALVES = 0xEE;

    /** A class of its own, because Java's foreign functions take long to start. */
    private static final class Calls {
        /** Memory, a, its row stride, panel, from, its row stride, c, its row stride, how many blocks, depth. */
        static final MethodHandle MULTIPLY = handle(10);
        /** Memory, what is copied, its row stride, where to, a stride there, how often. */
        static final MethodHandle COPY = handle(6);

        private static MethodHandle handle(int parameters) {
            FunctionDescriptor signature = FunctionDescriptor.ofVoid(ADDRESS);
            for (int i = 1; i < parameters; i++) {
                signature = signature.appendArgumentLayouts(JAVA_LONG);
            }
            return Linker.nativeLinker().downcallHandle(signature, Linker.Option.critical(true));
        }
    }

    private static final List<Register> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

    /** For each number of rows of a block, from 1. */
    private final MemorySegment[] multiply;
    /** For each number of panels, from 1. */
    private final MemorySegment[] fill;
    private final MemorySegment turn;
    private final Panel narrow;

    private MachinePanel(List<MemorySegment> functions, Panel narrow) {
        this.multiply = functions.subList(0, BLOCK_ROWS).toArray(MemorySegment[]::new);
        this.fill = functions.subList(BLOCK_ROWS, BLOCK_ROWS + FILLED).toArray(MemorySegment[]::new);
        this.turn = functions.getLast();
        this.narrow = narrow;
    }

    /**
     * Assembles the code; nothing where it cannot be called.
     *
     * @param narrow multiplies where there are fewer columns than a panel has
     */
    static Optional<Panel> make(Panel narrow) {
        if (!suits() || !MachineCode.whyNot().isEmpty()) {
            return Optional.empty();
        }
        Assembler code = new Assembler();
        List<Integer> starts = new ArrayList<>();
        for (int rows = 1; rows <= BLOCK_ROWS; rows++) {
            starts.add(code.size());
            multiply(code, rows);
        }
        for (int panels = 1; panels <= FILLED; panels++) {
            starts.add(code.size());
            fill(code, panels);
        }
        starts.add(code.size());
        turn(code);
        return MachineCode.executable(code.code())
                .map(memory -> new MachinePanel(starts.stream().map(memory::asSlice).toList(), narrow));
    }

    /** Whether this machine's vectors are as long as the blocks here: longer ones have more registers, and {@link VectorPanel} uses them. */
    static boolean suits() {
        return VectorForm.lanes() * Float.BYTES == VECTOR;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        int whole = width / COLUMNS * COLUMNS;
        for (int j = 0; j < whole; j += FILLED * COLUMNS) {
            int columns = Math.min(FILLED * COLUMNS, whole - j);
            require(memory, b + j, bRowStride, depth, columns);
            require(memory, panel + j * depth, 0, 1, columns * depth);
            copy(fill[columns / COLUMNS - 1], memory, b + j, bRowStride, panel + j * depth, COLUMNS * depth, depth);
        }
        Rows.copyAll(memory, b + whole, bRowStride, panel + whole * depth, COLUMNS, width - whole, depth);
    }

    @Override
    public void turn(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        int wholeRows = columnStride == 1 ? rows / TURNED_ROWS * TURNED_ROWS : 0;
        int wholeColumns = columns / TURNED_COLUMNS * TURNED_COLUMNS;
        if (wholeRows > 0 && wholeColumns > 0) {
            require(memory, from, rowStride, wholeRows, wholeColumns);
            require(memory, to, toRowStride, wholeColumns, wholeRows);
            for (int r = 0; r < wholeRows; r += TURNED_ROWS) {
                copy(turn, memory, from + r * rowStride, rowStride, to + r, toRowStride,
                        wholeColumns / TURNED_COLUMNS);
            }
            Transposition.copy(memory, from + wholeColumns, rowStride, 1, to + wholeColumns * toRowStride, toRowStride,
                    wholeRows, columns - wholeColumns);
        } else {
            wholeRows = 0;
        }
        Transposition.copy(memory, from + wholeRows * rowStride, rowStride, columnStride, to + wholeRows, toRowStride,
                rows - wholeRows, columns);
    }

    private static void copy(MemorySegment function, float[] memory, int from, int rowStride, int to, int toStride,
            int count) {
        try {
            Calls.COPY.invokeExact(function, MemorySegment.ofArray(memory), bytes(from), bytes(rowStride), bytes(to),
                    bytes(toStride), (long) count);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        if (width < COLUMNS) {
            narrow.multiply(memory, a, aRowStride, panel, from, fromRowStride, c, cRowStride, rows, width, depth,
                    scratch);
            return;
        }
        require(memory, a, aRowStride, rows, depth);
        require(memory, panel, COLUMNS, depth, COLUMNS);
        require(memory, from, fromRowStride, rows, COLUMNS);
        require(memory, c, cRowStride, rows, COLUMNS);
        int blocks = rows / BLOCK_ROWS;
        int whole = blocks * BLOCK_ROWS;
        if (blocks > 0) {
            multiply(BLOCK_ROWS, memory, a, aRowStride, panel, from, fromRowStride, c, cRowStride, blocks, depth);
        }
        if (whole < rows) {
            multiply(rows - whole, memory, a + whole * aRowStride, aRowStride, panel, from + whole * fromRowStride,
                    fromRowStride, c + whole * cRowStride, cRowStride, 1, depth);
        }
    }

    private void multiply(int blockRows, float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride,
            int c, int cRowStride, int blocks, int depth) {
        try {
            Calls.MULTIPLY.invokeExact(multiply[blockRows - 1], MemorySegment.ofArray(memory), bytes(a),
                    bytes(aRowStride),
                    bytes(panel), bytes(from), bytes(fromRowStride), bytes(c), bytes(cRowStride), (long) blocks,
                    (long) depth);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Machine code does not look where it reads and writes: this does, once for a matrix. */
    private static void require(float[] memory, int at, int rowStride, int rows, int columns) {
        Objects.checkFromIndexSize(at, (rows - 1L) * rowStride + columns, memory.length);
    }

    private static long bytes(int floats) {
        return (long) Float.BYTES * floats;
    }

    /**
     * Multiplies blocks of so many rows: their accumulators, two vectors a row, stay in registers from {@code from} to c. Of
     * three rows that are equally far apart one register holds the first, and another the distance.
     */
    private static void multiply(Assembler code, int rows) {
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
        Label block = new Label();
        code.place(block);
        fourthRow(code, fourthRow, from, fromStride);
        for (int i = 0; i < rows; i++) {
            code.vmovups(2 * i, row(i, from, fourthRow, fromStride, 0));
            code.vmovups(2 * i + 1, row(i, from, fourthRow, fromStride, VECTOR));
        }
        overDepth(code, rows, a, aStride, panel, depth);
        fourthRow(code, fourthRow, c, cStride);
        for (int i = 0; i < rows; i++) {
            code.vmovups(row(i, c, fourthRow, cStride, 0), 2 * i);
            code.vmovups(row(i, c, fourthRow, cStride, VECTOR), 2 * i + 1);
        }
        for (int i = 0; i < rows; i++) {
            code.add(a, aStride);
            code.add(from, fromStride);
            code.add(c, cStride);
        }
        code.sub(blocks, 1);
        code.jump(Condition.NOT_ZERO, block);
        leave(code);
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
        Label each = new Label();
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
        code.place(each);
        turns(code, 1, rows, firstRow, fourthRow, aStride, b);
        code.sub(left, 1);
        code.jump(Condition.NOT_ZERO, each);
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

    /** Fills so many panels: all of a row is read before any of it is written. */
    private static void fill(Assembler code, int panels) {
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
        Label row = new Label();
        code.place(row);
        for (int k = 0; k < 2 * panels; k++) {
            code.vmovups(k, b.at(k * VECTOR));
        }
        for (int k = 0; k < 2 * panels; k++) {
            code.vmovups(row(k / 2, to, fourth, apart, k % 2 * VECTOR), k);
        }
        code.add(b, bStride);
        code.add(to, ROW);
        code.add(fourth, ROW);
        code.sub(rows, 1);
        code.jump(Condition.NOT_ZERO, row);
        code.vzeroupper();
        code.ret();
    }

    /**
     * Turns four columns of eight rows, again and again: the rows that lie in a vector's halves are four apart, so that what is
     * exchanged stays in its half.
     */
    private static void turn(Assembler code) {
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
        Label next = new Label();
        code.place(next);
        Address[] rows = Stream.of(from, fourthRow, seventhRow)
                .flatMap(first -> IntStream.range(0, 3).mapToObj(i -> row(i, first, first, stride, 0)))
                .toArray(Address[]::new);
        for (int i = 0; i < 4; i++) {
            code.vmovupsHalf(i, rows[i]);
            code.vinsertf128(i, i, rows[i + 4]);
        }
        code.vunpcklps(4, 0, 1);
        code.vunpckhps(5, 0, 1);
        code.vunpcklps(6, 2, 3);
        code.vunpckhps(7, 2, 3);
        code.vshufps(0, 4, 6, FIRST_HALVES);
        code.vshufps(1, 4, 6, SECOND_HALVES);
        code.vshufps(2, 5, 7, FIRST_HALVES);
        code.vshufps(3, 5, 7, SECOND_HALVES);
        for (int i = 0; i < 4; i++) {
            code.vmovups(row(i, to, fourthResult, toStride, 0), i);
        }
        for (Register source : List.of(from, fourthRow, seventhRow)) {
            code.add(source, TURNED_COLUMNS * Float.BYTES);
        }
        code.lea(to, to.at(toStride, 4, 0));
        code.lea(fourthResult, fourthResult.at(toStride, 4, 0));
        code.sub(count, 1);
        code.jump(Condition.NOT_ZERO, next);
        code.vzeroupper();
        code.ret();
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
