package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.MachineCalls.bytes;
import static org.dnn.runtime.cpu.MachineCalls.require;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;

/**
 * {@link SixteenBlocks} in machine code. A table's rows are cut into blocks of two sizes, of which one is larger by one: each has
 * so many that no multiply-add waits for the one before, where there are enough rows. A call does all blocks of a size.
 */
final class MachineSixteenBlocks implements SixteenBlocks {
    private static final int PITCH = Sixteen.IMAGES;
    private static final int HALF = Sixteen.IMAGES / 2;

    private static final class Calls {
        /** Calls {@link SixteenCode#multiply}. */
        static void multiply(MemorySegment function, float[] memory, int a, int rows, int b, int bApart, int c,
                int cApart, int cRowStride, int blocks, int depth) {
            MachineCalls.call(function, memory, bytes(a), bytes(rows), bytes(b), bytes(bApart), bytes(c), bytes(cApart),
                    bytes(cRowStride), blocks, depth, 0, 0);
        }

        /** Calls {@link SixteenCode#copy}. */
        static void copy(MemorySegment function, float[] memory, int from, int to, int toStride, int count) {
            MachineCalls.call(function, memory, bytes(from), bytes(to), bytes(toStride), count, 0);
        }
    }

    /** What is assembled, once for all; nothing where it cannot be called. */
    private static final class Functions {
        private static final Optional<List<MemorySegment>> ALL = assemble(form());

        private static Optional<List<MemorySegment>> assemble(SixteenCode form) {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            List<Integer> starts = new ArrayList<>();
            starts.add(code.size());
            form.copy(code);
            for (int vectors = 1; vectors <= 2; vectors++) {
                for (int rows = 1; rows <= form.rows(vectors); rows++) {
                    starts.add(code.size());
                    form.multiply(code, rows, vectors);
                }
            }
            return MachineCode.executable(code.code()).map(memory -> starts.stream().map(memory::asSlice).toList());
        }
    }

    private final boolean isWhole = form().isWhole();
    private final MemorySegment copy;
    /** For each number of rows, from 1. */
    private final MemorySegment[] byOne = new MemorySegment[form().rows(1)];
    private final MemorySegment[] byTwo = new MemorySegment[form().rows(2)];

    private MachineSixteenBlocks(List<MemorySegment> functions) {
        Iterator<MemorySegment> next = functions.iterator();
        copy = next.next();
        Arrays.setAll(byOne, i -> next.next());
        Arrays.setAll(byTwo, i -> next.next());
    }

    /** Makes one; nothing where machine code cannot be called. */
    static Optional<SixteenBlocks> make() {
        return Functions.ALL.map(functions -> {
            MachineSixteenBlocks blocks = new MachineSixteenBlocks(functions);
            blocks.rehearse();
            return blocks;
        });
    }

    /** Calls each function once: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        float[] memory = new float[4 * PITCH];
        copy(memory, 0, PITCH, PITCH, 1);
        multiply(memory, 0, 1, PITCH, 0, 2 * PITCH, PITCH, PITCH, 1, false, 1);
    }

    private static SixteenCode form() {
        return SixteenCode.ofLanes(MachineForm.lanes());
    }

    @Override
    public void copy(float[] memory, int from, int to, int toStride, int count) {
        require(memory, from, PITCH, count, PITCH);
        require(memory, to, toStride, count, PITCH);
        Calls.copy(copy, memory, from, to, toStride, count);
    }

    @Override
    public void multiply(float[] memory, int a, int rows, int b, int bApart, int c, int cApart, int cRowStride,
            int count, boolean half, int depth) {
        requireAll(memory, a, rows, b, bApart, c, cApart, cRowStride, count, depth);
        if (isWhole || half) {
            blocks(cApart > 0 ? byTwo : byOne, memory, a, rows, b, bApart, c, cApart, cRowStride, count, depth);
            return;
        }
        blocks(byTwo, memory, a, rows, b, HALF, c, HALF, cRowStride, count, depth);
        if (cApart > 0) {
            blocks(byTwo, memory, a, rows, b + bApart, HALF, c + cApart, HALF, cRowStride, count, depth);
        }
    }

    private static void requireAll(float[] memory, int a, int rows, int b, int bApart, int c, int cApart,
            int cRowStride, int count, int depth) {
        if (bApart < 0 || cApart < 0) {
            throw new IllegalArgumentException("columns " + bApart + " and " + cApart + " apart");
        }
        require(memory, b, PITCH, depth, bApart + PITCH);
        require(memory, c, cRowStride, count, cApart + PITCH);
        MachineCalls.requireRows(memory, a, rows, count, 1, depth);
        MachineCalls.requireApart(rows, count, c, (count - 1) * cRowStride + cApart + PITCH);
    }

    private static void blocks(MemorySegment[] functions, float[] memory, int a, int rows, int b, int bApart, int c,
            int cApart, int cRowStride, int count, int depth) {
        if (count <= functions.length) {
            Calls.multiply(functions[count - 1], memory, a, rows, b, bApart, c, cApart, cRowStride, 1, depth);
            return;
        }
        int blocks = Math.ceilDiv(count, functions.length);
        int size = count / blocks;
        int larger = count % blocks;
        if (larger > 0) {
            Calls.multiply(functions[size], memory, a, rows, b, bApart, c, cApart, cRowStride, larger, depth);
        }
        int i = larger * (size + 1);
        Calls.multiply(functions[size - 1], memory, a, rows + i, b, bApart, c + i * cRowStride, cApart, cRowStride,
                blocks - larger, depth);
    }
}
