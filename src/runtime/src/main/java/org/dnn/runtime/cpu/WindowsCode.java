package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.FunctionCode.each;
import static org.dnn.runtime.cpu.FunctionCode.enter;
import static org.dnn.runtime.cpu.FunctionCode.leave;
import static org.dnn.runtime.cpu.FunctionCode.load;
import static org.dnn.runtime.cpu.FunctionCode.repeat;
import static org.dnn.runtime.x86.Register.R10;
import static org.dnn.runtime.x86.Register.R11;
import static org.dnn.runtime.x86.Register.R12;
import static org.dnn.runtime.x86.Register.R13;
import static org.dnn.runtime.x86.Register.R14;
import static org.dnn.runtime.x86.Register.R8;
import static org.dnn.runtime.x86.Register.R9;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RBP;
import static org.dnn.runtime.x86.Register.RBX;
import static org.dnn.runtime.x86.Register.RCX;
import static org.dnn.runtime.x86.Register.RDI;
import static org.dnn.runtime.x86.Register.RDX;
import static org.dnn.runtime.x86.Register.RSI;
import static org.dnn.runtime.x86.Vector.xmm;
import static org.dnn.runtime.x86.Vector.ymm;

import java.util.List;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Operation;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;

/**
 * Assembles the functions that {@link MachineWindows} calls: with the address of the memory, then whole numbers of 64 bits. Places
 * and what is as long as a row are in bytes. Vectors have eight lanes in any case.
 *
 * <p>Eight windows are read in four vectors, so that each window has one lane: the upper left values, the upper right ones, and
 * so on. A row of windows is cut into blocks of eight; the last one overlaps the one before, or reaches into the next row.
 */
final class WindowsCode {
    /** Windows of a block. */
    static final int BLOCK = 8;

    private static final int BLOCK_BYTES = BLOCK * Float.BYTES;
    /** Selections of {@code vshufps}. */
    private static final int EVEN = 0x88;
    private static final int ODD = 0xDD;
    /** The selection of {@code vperm2f128} that takes the second half of both. */
    private static final int BOTH_SECOND = 0x31;
    /** Comparisons of {@code vcmpps}. */
    private static final int EQUAL = 0;
    private static final int UNORDERED = 3;

    /** The vector that has the lanes in which a value was not a number. */
    private static final int NOT_NUMBERS = 14;
    private static final int ZERO = 15;

    private WindowsCode() {}

    /**
     * The maxima of rows of windows: {@code maximum(memory, input, output, inputRow, outputRow, blocks, last, rows)}, where the last
     * block is so far behind the first, in the output, and {@code blocks}, which may be 0, are before it.
     */
    static void maximum(Assembler code) {
        Register memory = RDI;
        Register input = RSI;
        Register output = RDX;
        Register inputRow = RCX;
        Register outputRow = R8;
        Register blocks = R9;
        Register upper = RAX;
        Register lower = R10;
        Register to = R11;
        Register last = R12;
        Register rows = RBX;
        Register left = RBP;
        enter(code);
        load(code, last, 0);
        load(code, rows, 1);
        code.add(input, memory);
        code.add(output, memory);
        repeat(code, rows, () -> {
            code.mov(upper, input);
            code.lea(lower, input.at(inputRow, 1, 0));
            code.mov(to, output);
            code.mov(left, blocks);
            each(code, 1, left, () -> {
                maximumOfBlock(code, upper, lower, to);
                code.add(upper, 2 * BLOCK_BYTES);
                code.add(lower, 2 * BLOCK_BYTES);
                code.add(to, BLOCK_BYTES);
            });
            code.lea(upper, input.at(last, 2, 0));
            code.lea(lower, upper.at(inputRow, 1, 0));
            code.lea(to, output.at(last, 1, 0));
            maximumOfBlock(code, upper, lower, to);
            code.lea(input, input.at(inputRow, 2, 0));
            code.add(output, outputRow);
        });
        leave(code);
    }

    private static void maximumOfBlock(Assembler code, Register upper, Register lower, Register to) {
        Vector left = ymm(4);
        Vector right = ymm(5);
        columns(code, upper, ymm(2), ymm(3));
        columns(code, lower, ymm(6), ymm(7));
        greater(code, left, ymm(2), ymm(6));
        greater(code, right, ymm(3), ymm(7));
        greater(code, ymm(2), left, right);
        code.vmovups(to.at(0), ymm(2));
    }

    /** Reads a row of eight windows: their left values, and their right ones. */
    private static void columns(Assembler code, Register from, Vector left, Vector right) {
        for (int i = 0; i < 2; i++) {
            code.vmovups(xmm(i), from.at(i * Vector.Width.XMM.bytes()));
            code.vinsertf128(ymm(i), ymm(i), from.at(BLOCK_BYTES + i * Vector.Width.XMM.bytes()));
        }
        code.vshufps(left, ymm(0), ymm(1), EVEN);
        code.vshufps(right, ymm(0), ymm(1), ODD);
    }

    /**
     * As {@link Math#max(float, float)}: of two zeros it is the positive one, and not a number where one is not. {@code vmaxps}
     * gives its second value then, so both orders together have the bits of both zeros.
     */
    private static void greater(Assembler code, Vector to, Vector x, Vector y) {
        code.calculate(Operation.VMAXPS, ymm(0), x, y);
        code.calculate(Operation.VMAXPS, ymm(1), y, x);
        code.vcmpps(to, x, y, UNORDERED);
        code.calculate(Operation.VPAND, ymm(0), ymm(0), ymm(1));
        code.calculate(Operation.VPOR, to, to, ymm(0));
    }

    /**
     * The gradients of rows of windows, each to the first of the greatest values: {@code gradient(memory, input, gradient, to,
     * inputRow, outputRow, blocks, last, rows)}. Returns what is not 0 where a value is not a number; then nothing is to be said of
     * where the gradients are.
     */
    static void gradient(Assembler code) {
        Register memory = RDI;
        Register input = RSI;
        Register gradient = RDX;
        Register result = RCX;
        Register inputRow = R8;
        Register outputRow = R9;
        Register upper = RAX;
        Register lower = R10;
        Register from = R11;
        Register to = R12;
        Register last = R13;
        Register rows = R14;
        Register left = RBP;
        Register toLower = RBX;
        enter(code);
        load(code, last, 1);
        load(code, rows, 2);
        for (Register place : List.of(input, gradient, result)) {
            code.add(place, memory);
        }
        for (Vector zero : List.of(ymm(NOT_NUMBERS), ymm(ZERO))) {
            code.calculate(Operation.VPXOR, zero, zero, zero);
        }
        repeat(code, rows, () -> {
            code.mov(upper, input);
            code.lea(lower, input.at(inputRow, 1, 0));
            code.mov(from, gradient);
            code.mov(to, result);
            code.lea(toLower, result.at(inputRow, 1, 0));
            load(code, left, 0);
            each(code, 1, left, () -> {
                gradientOfBlock(code, upper, lower, from, to, toLower);
                for (Register place : List.of(upper, lower, to, toLower)) {
                    code.add(place, 2 * BLOCK_BYTES);
                }
                code.add(from, BLOCK_BYTES);
            });
            code.lea(upper, input.at(last, 2, 0));
            code.lea(lower, upper.at(inputRow, 1, 0));
            code.lea(from, gradient.at(last, 1, 0));
            code.lea(to, result.at(last, 2, 0));
            code.lea(toLower, to.at(inputRow, 1, 0));
            gradientOfBlock(code, upper, lower, from, to, toLower);
            code.lea(input, input.at(inputRow, 2, 0));
            code.add(gradient, outputRow);
            code.lea(result, result.at(inputRow, 2, 0));
        });
        code.vmovmskps(RAX, ymm(NOT_NUMBERS));
        leave(code);
    }

    /** What a window's gradient is not given to is left for the next of its values, and the last one takes the rest. */
    private static void gradientOfBlock(Assembler code, Register upper, Register lower, Register from, Register to,
            Register toLower) {
        Vector upperLeft = ymm(2);
        Vector upperRight = ymm(3);
        Vector lowerLeft = ymm(4);
        Vector lowerRight = ymm(5);
        Vector rest = ymm(6);
        Vector greatest = ymm(7);
        Vector unordered = ymm(8);
        columns(code, upper, upperLeft, upperRight);
        columns(code, lower, lowerLeft, lowerRight);
        code.calculate(Operation.VMAXPS, greatest, upperLeft, upperRight);
        code.calculate(Operation.VMAXPS, unordered, lowerLeft, lowerRight);
        code.calculate(Operation.VMAXPS, greatest, greatest, unordered);
        for (List<Vector> row : List.of(List.of(upperLeft, upperRight), List.of(lowerLeft, lowerRight))) {
            code.vcmpps(unordered, row.get(0), row.get(1), UNORDERED);
            code.calculate(Operation.VPOR, ymm(NOT_NUMBERS), ymm(NOT_NUMBERS), unordered);
        }
        // The plain loops add to zero, which makes a zero of a negative zero.
        code.calculate(Operation.VADDPS, rest, ymm(ZERO), from.at(0));
        for (Vector value : List.of(upperLeft, upperRight, lowerLeft)) {
            code.vcmpps(value, value, greatest, EQUAL);
            code.calculate(Operation.VPAND, value, value, rest);
            code.calculate(Operation.VPXOR, rest, rest, value);
        }
        writeRow(code, to, upperLeft, upperRight);
        writeRow(code, toLower, lowerLeft, rest);
    }

    /** Writes what belongs to the left values of eight windows, and to their right ones, in turns. */
    private static void writeRow(Assembler code, Register to, Vector left, Vector right) {
        code.vunpcklps(ymm(0), left, right);
        code.vunpckhps(ymm(1), left, right);
        code.vperm2f128(ymm(8), ymm(0), ymm(1), BOTH_SECOND);
        code.vinsertf128(ymm(0), ymm(0), xmm(1));
        code.vmovups(to.at(0), ymm(0));
        code.vmovups(to.at(BLOCK_BYTES), ymm(8));
    }
}
