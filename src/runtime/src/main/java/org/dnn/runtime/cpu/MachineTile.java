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
 * {@link Tile} in machine code. A tile's rows are cut into blocks of two sizes, of which one is larger by one, and its columns
 * into blocks of a few vectors; a call does all blocks of a size that are above each other. What is left over of the columns is
 * masked, so nothing beside them is read or written, and no edge is needed.
 */
final class MachineTile implements Tile {
    private static final class Calls {
        /** Calls {@link TileCode#multiply}. */
        static void multiply(MemorySegment function, float[] memory, int a, int rows, int aStep, int b, int steps,
                int c, int cRowStride, int blocks, int depth, int limit, long mask) {
            boolean refused = MachineCalls.refuses(function, memory, bytes(a), bytes(rows), bytes(aStep), bytes(b),
                    bytes(steps), bytes(c), bytes(cRowStride), blocks, depth, limit, mask);
            if (refused) {
                throw new IndexOutOfBoundsException("a step of a tile leaves the memory");
            }
        }
    }

    /** What is assembled, once for all; nothing where it cannot be called. */
    private static final class Functions {
        private static final Optional<List<MemorySegment>> ALL = assemble(form());

        private static Optional<List<MemorySegment>> assemble(TileCode form) {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            List<Integer> starts = new ArrayList<>();
            for (BlockColumns columns : form.widths()) {
                for (int rows = 1; rows <= form.rows(columns); rows++) {
                    starts.add(code.size());
                    form.multiply(code, rows, columns);
                }
            }
            return MachineCode.executable(code.code()).map(memory -> starts.stream().map(memory::asSlice).toList());
        }
    }

    private final TileCode form = form();
    /** For each width, and each number of rows, from 1. */
    private final MemorySegment[][] multiply = new MemorySegment[form.widths().size()][];
    /** Columns of a block of each width at most. */
    private final int[] columns = new int[multiply.length];

    private MachineTile(List<MemorySegment> functions) {
        Iterator<MemorySegment> next = functions.iterator();
        for (int i = 0; i < multiply.length; i++) {
            BlockColumns width = form.widths().get(i);
            columns[i] = width.vectors() * form.lanes();
            multiply[i] = new MemorySegment[form.rows(width)];
            Arrays.setAll(multiply[i], j -> next.next());
        }
    }

    /** Makes one; nothing where machine code cannot be called. */
    static Optional<Tile> make() {
        return Functions.ALL.map(functions -> {
            MachineTile tile = new MachineTile(functions);
            tile.rehearse();
            return tile;
        });
    }

    /** Calls a function once: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        multiply(new float[4], 0, 1, 1, 0, 2, 0, 3, 1, 1, 1, 1, 0);
    }

    private static TileCode form() {
        return TileCode.ofLanes(MachineForm.lanes());
    }

    @Override
    public void multiply(float[] memory, int a, int aRows, int aStep, int b, int bSteps, int bReach, int c,
            int cRowStride, int rows, int width, int depth, int edge) {
        require(memory, b, 0, 1, width);
        require(memory, bSteps, 0, 1, depth);
        require(memory, c, cRowStride, rows, width);
        MachineCalls.requireRows(memory, a, aRows, rows, aStep, depth);
        MachineCalls.requireApart(aRows, rows, c, (rows - 1) * cRowStride + width);
        int limit = memory.length - b - width;
        int j = 0;
        while (j < width) {
            int which = form.widthOf(width - j);
            int used = Math.min(columns[which], width - j);
            blocks(which, used, memory, a, aRows, aStep, b + j, bSteps, c + j, cRowStride, rows, depth, limit);
            j += used;
        }
    }

    private void blocks(int which, int used, float[] memory, int a, int aRows, int aStep, int b, int bSteps, int c,
            int cRowStride, int rows, int depth, int limit) {
        MemorySegment[] functions = multiply[which];
        long mask = form.mask().of(used - (columns[which] - form.lanes()));
        if (rows <= functions.length) {
            Calls.multiply(functions[rows - 1], memory, a, aRows, aStep, b, bSteps, c, cRowStride, 1, depth, limit,
                    mask);
            return;
        }
        int blocks = Math.ceilDiv(rows, functions.length);
        int size = rows / blocks;
        int larger = rows % blocks;
        if (larger > 0) {
            Calls.multiply(functions[size], memory, a, aRows, aStep, b, bSteps, c, cRowStride, larger, depth, limit,
                    mask);
        }
        int i = larger * (size + 1);
        Calls.multiply(functions[size - 1], memory, a, aRows + i, aStep, b, bSteps, c + i * cRowStride, cRowStride,
                blocks - larger, depth, limit, mask);
    }
}
