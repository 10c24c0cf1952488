package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.MachineCalls.bytes;
import static org.dnn.runtime.cpu.MachineCalls.require;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;

/**
 * {@link Panel} in machine code: {@link VectorPanel}'s blocks of six rows, with vectors of eight lanes in 21 instructions for
 * twelve multiply-adds. HotSpot makes 33 of the same loop: it computes the address of every row anew in every turn. Where
 * instructions are what is short, as on a processor that two threads share, that takes half as long again. With vectors of
 * sixteen lanes the loops take about as long, but panels can be deeper. What is left over of the columns is masked. And machine
 * code needs no time to become fast.
 */
final class MachinePanel implements Panel {
    private static final class Calls {
        /** Calls {@link PanelCode#multiply}. */
        static void multiply(MemorySegment function, float[] memory, int a, int aRowStride, int panel, int from,
                int fromRowStride, int c, int cRowStride, int blocks, int depth, long mask) {
            MachineCalls.call(function, memory, bytes(a), bytes(aRowStride), bytes(panel), bytes(from),
                    bytes(fromRowStride), bytes(c), bytes(cRowStride), blocks, depth, mask, 0);
        }

        /** Calls {@link PanelCode#fill}. */
        static void fill(MemorySegment function, float[] memory, int from, int fromStride, int to, int toStride,
                int count) {
            MachineCalls.call(function, memory, bytes(from), bytes(fromStride), bytes(to), bytes(toStride), count);
        }

        /** Calls {@link PanelCode#turn}. */
        static void turn(MemorySegment function, float[] memory, int from, int fromStride, int to, int toStride,
                int beside, int columnsBack, int above, int rowsBack) {
            MachineCalls.call(function, memory, bytes(from), bytes(fromStride), bytes(to), bytes(toStride), beside,
                    columnsBack, above, rowsBack, 0, 0, 0);
        }
    }

    /** What is assembled, once for all panels; nothing where it cannot be called. */
    private static final class Functions {
        private static final Optional<List<MemorySegment>> ALL = assemble(form());

        private static Optional<List<MemorySegment>> assemble(PanelCode form) {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            List<Integer> starts = new ArrayList<>();
            for (int panels = 1; panels <= PanelCode.FILLED; panels++) {
                starts.add(code.size());
                form.fill(code, panels);
            }
            for (int rows : new int[]{PanelCode.TURNED_ROWS, PanelCode.FEW_TURNED_ROWS}) {
                starts.add(code.size());
                PanelCode.turn(code, rows);
            }
            for (BlockColumns columns : form.widths()) {
                for (int rows = 1; rows <= PanelCode.BLOCK_ROWS; rows++) {
                    starts.add(code.size());
                    form.multiply(code, rows, columns);
                }
            }
            return MachineCode.executable(code.code()).map(memory -> starts.stream().map(memory::asSlice).toList());
        }
    }

    private final PanelCode form = form();
    /** For each number of panels, from 1. */
    private final MemorySegment[] fill;
    private final MemorySegment turn;
    private final MemorySegment turnFew;
    /** For each width that a block can have, as many as it can have rows, from 1. */
    private final MemorySegment[] multiply;

    private MachinePanel(List<MemorySegment> functions) {
        this.fill = functions.subList(0, PanelCode.FILLED).toArray(MemorySegment[]::new);
        this.turn = functions.get(PanelCode.FILLED);
        this.turnFew = functions.get(PanelCode.FILLED + 1);
        this.multiply = functions.subList(PanelCode.FILLED + 2, functions.size()).toArray(MemorySegment[]::new);
    }

    /** Makes one; nothing where machine code cannot be called. */
    static Optional<Panel> make() {
        return Functions.ALL.map(functions -> {
            MachinePanel panel = new MachinePanel(functions);
            panel.rehearse();
            return panel;
        });
    }

    /** Calls each function once: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        int panelColumns = columns();
        float[] memory = new float[3 * panelColumns];
        fill(memory, 0, 0, panelColumns, panelColumns, 1);
        turn(memory, 0, 0, 1, 0, 0, PanelCode.TURNED_ROWS, PanelCode.TURNED_COLUMNS);
        multiply(memory, 0, 0, panelColumns, 2 * panelColumns, 0, 2 * panelColumns, 0, 1, panelColumns, 1, 0);
    }

    static PanelCode form() {
        return PanelCode.ofLanes(MachineForm.lanes());
    }

    @Override
    public int columns() {
        return form.columns();
    }

    @Override
    public int depth() {
        return form.depth();
    }

    @Override
    public void fill(float[] memory, int b, int bRowStride, int panel, int width, int depth) {
        int panelColumns = columns();
        int panels = width / panelColumns;
        for (int k = 0; k < panels; k += PanelCode.FILLED) {
            int together = Math.min(PanelCode.FILLED, panels - k);
            int from = b + k * panelColumns;
            int to = panel + k * panelColumns * depth;
            require(memory, from, bRowStride, depth, together * panelColumns);
            require(memory, to, 0, 1, together * panelColumns * depth);
            Calls.fill(fill[together - 1], memory, from, bRowStride, to, panelColumns * depth, depth);
        }
        int whole = panels * panelColumns;
        if (whole < width) {
            Rows.copyAll(memory, b + whole, bRowStride, panel + whole * depth, panelColumns, width - whole, depth);
        }
    }

    @Override
    public void turn(float[] memory, int from, int rowStride, int columnStride, int to, int toRowStride, int rows,
            int columns) {
        int block = rows >= PanelCode.TURNED_ROWS ? PanelCode.TURNED_ROWS : PanelCode.FEW_TURNED_ROWS;
        if (columnStride != 1 || rows < block || columns < PanelCode.TURNED_COLUMNS) {
            Transposition.copy(memory, from, rowStride, columnStride, to, toRowStride, rows, columns);
            return;
        }
        require(memory, from, rowStride, rows, columns);
        require(memory, to, toRowStride, columns, rows);
        int beside = (columns - 1) / PanelCode.TURNED_COLUMNS;
        int above = (rows - 1) / block;
        Calls.turn(block == PanelCode.TURNED_ROWS ? turn : turnFew, memory, from, rowStride, to, toRowStride, beside,
                (beside + 1) * PanelCode.TURNED_COLUMNS - columns, above, (above + 1) * block - rows);
    }

    @Override
    public void multiply(float[] memory, int a, int aRowStride, int panel, int from, int fromRowStride, int c,
            int cRowStride, int rows, int width, int depth, int scratch) {
        require(memory, a, aRowStride, rows, depth);
        require(memory, panel, columns(), depth, width);
        require(memory, from, fromRowStride, rows, width);
        require(memory, c, cRowStride, rows, width);
        long mask = form.maskOf(width);
        int function = form.widthOf(width) * PanelCode.BLOCK_ROWS - 1;
        int blocks = rows / PanelCode.BLOCK_ROWS;
        int whole = blocks * PanelCode.BLOCK_ROWS;
        if (blocks > 0) {
            Calls.multiply(multiply[function + PanelCode.BLOCK_ROWS], memory, a, aRowStride, panel, from, fromRowStride,
                    c, cRowStride, blocks, depth, mask);
        }
        if (whole < rows) {
            Calls.multiply(multiply[function + rows - whole], memory, a + whole * aRowStride, aRowStride, panel,
                    from + whole * fromRowStride, fromRowStride, c + whole * cRowStride, cRowStride, 1, depth, mask);
        }
    }
}
