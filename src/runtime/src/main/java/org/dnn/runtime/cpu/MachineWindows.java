package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.MachineCalls.bytes;
import static org.dnn.runtime.cpu.MachineCalls.require;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;

/**
 * What {@link VectorWindows} does, in machine code: all rows of windows in one call. Where a row is shorter than a block, the
 * block reaches into the next row, which overwrites what it has put there; so the last rows are left to the plain loops.
 */
final class MachineWindows {
    private static final class Calls {
        /** Calls {@link WindowsCode#maximum}. */
        static void maximum(MemorySegment function, float[] memory, int input, int output, int count, int blocks,
                int last, int rows) {
            MachineCalls.call(function, memory, bytes(input), bytes(output), bytes(2 * count), bytes(count), blocks,
                    bytes(last), rows, 0, 0, 0, 0);
        }

        /** Calls {@link WindowsCode#gradient}; says whether all values are numbers. */
        static boolean gradient(MemorySegment function, float[] memory, int input, int gradient, int to, int count,
                int blocks, int last, int rows) {
            return !MachineCalls.refuses(function, memory, bytes(input), bytes(gradient), bytes(to), bytes(2 * count),
                    bytes(count), blocks, bytes(last), rows, 0, 0, 0);
        }
    }

    /** What is assembled, once for all; nothing where it cannot be called. */
    private static final class Functions {
        private static final Optional<MachineWindows> ALL = assemble();

        private static Optional<MachineWindows> assemble() {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            WindowsCode.maximum(code);
            int gradient = code.size();
            WindowsCode.gradient(code);
            return MachineCode.executable(code.code())
                    .map(memory -> new MachineWindows(memory, memory.asSlice(gradient)));
        }
    }

    private final MemorySegment maximum;
    private final MemorySegment gradient;

    private MachineWindows(MemorySegment maximum, MemorySegment gradient) {
        this.maximum = maximum;
        this.gradient = gradient;
    }

    /** Makes them; nothing where machine code cannot be called. */
    static Optional<MachineWindows> make() {
        Functions.ALL.ifPresent(MachineWindows::rehearse);
        return Functions.ALL;
    }

    /** Calls each function once: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        int count = WindowsCode.BLOCK;
        WindowShape one = new WindowShape(1, 2, 2 * count, 2, 2, 2, 2, 0, 0, 1, 1, false);
        float[] memory = new float[9 * count];
        maximum(memory, 0, 4 * count, one, 0, 1);
        maximumGradient(memory, 0, 4 * count, 5 * count, one, 0, 1);
    }

    /** As {@link Windows#maximum}, of a shape that {@link WindowShape#halves}. */
    void maximum(float[] memory, int input, int output, WindowShape s, int fromImage, int toImage) {
        int count = s.outputWidth();
        int first = fromImage * s.channels() * s.outputHeight();
        int rows = toImage * s.channels() * s.outputHeight() - first;
        if (rows == 0) {
            return;
        }
        int from = input + first * 4 * count;
        int to = output + first * count;
        require(memory, from, 4 * count, rows, 4 * count);
        require(memory, to, count, rows, count);
        int inBlocks = rows - rowsLeft(count);
        if (inBlocks > 0) {
            Calls.maximum(maximum, memory, from, to, count, blocks(count), last(count), inBlocks);
        }
        for (int row = Math.max(0, inBlocks); row < rows; row++) {
            Windows.maximumOfFours(memory, from + row * 4 * count, 2, 2 * count, to + row * count, count);
        }
    }

    /** As {@link WindowMaximumGradient#run}, of a shape that {@link WindowShape#halves}. */
    void maximumGradient(float[] memory, int input, int outputGradient, int inputGradient, WindowShape s,
            int fromImage, int toImage) {
        int count = s.outputWidth();
        int first = fromImage * s.channels() * s.outputHeight();
        int rows = toImage * s.channels() * s.outputHeight() - first;
        if (rows == 0) {
            return;
        }
        int from = input + first * 4 * count;
        int gradients = outputGradient + first * count;
        int to = inputGradient + first * 4 * count;
        require(memory, from, 4 * count, rows, 4 * count);
        require(memory, gradients, count, rows, count);
        require(memory, to, 4 * count, rows, 4 * count);
        int inBlocks = Math.max(0, rows - rowsLeft(count));
        if (inBlocks > 0 && !Calls.gradient(gradient, memory, from, gradients, to, count, blocks(count), last(count),
                inBlocks)) {
            WindowMaximumGradient.run(memory, input, outputGradient, inputGradient, s, fromImage, toImage);
            return;
        }
        Arrays.fill(memory, to + inBlocks * 4 * count, to + rows * 4 * count, 0);
        for (int row = inBlocks; row < rows; row++) {
            WindowMaximumGradient.fours(memory, from + row * 4 * count, gradients + row * count, to + row * 4 * count,
                    2, 2 * count, count);
        }
    }

    /** Blocks before a row's last. */
    private static int blocks(int count) {
        return (count - 1) / WindowsCode.BLOCK;
    }

    /** Where a row's last block begins. */
    private static int last(int count) {
        return Math.max(0, count - WindowsCode.BLOCK);
    }

    /** How many rows a block would reach beyond at the end: in the output, and so in the input, whose rows are longer. */
    private static int rowsLeft(int count) {
        return Math.ceilDiv(Math.max(0, WindowsCode.BLOCK - count), count);
    }
}
