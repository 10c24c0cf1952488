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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Operation;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;

/**
 * Assembles the functions that {@link MachineStrip} calls: with the address of the memory, then whole numbers of 64 bits. Places
 * and strides are in bytes, counts are at least 1.
 *
 * <p>A block's accumulators are in registers. So is what it reads in one turn of its two values, of that which has fewer
 * vectors; those of the other go through one register.
 *
 * @param width of a vector
 */
record StripCode(Width width) {
    /** Outputs, gradients or inputs of a block at most. */
    static final int BLOCK = 6;
    /** Gradients of a block beside which there may be as many inputs as {@link #inputs()}. */
    static final int GRADIENTS = 4;

    private static final int LANE_BYTES = Strips.LANES * Float.BYTES;
    /** Sums that are folded at once. */
    private static final int FOLDED = 8;
    /** A block has no more vectors of rows: from so many on it waits for nothing. */
    private static final int MOST_VECTORS = 8;
    /** Selections of {@code vshufps}. */
    private static final int FIRST_HALVES = 0x44;
    private static final int SECOND_HALVES = 0xEE;
    private static final int EVEN = 0x88;
    private static final int ODD = 0xDD;
    private static final int SECOND = 0x55;
    /** The selection of {@code vperm2f128} that takes the second half of both. */
    private static final int BOTH_SECOND = 0x31;

    /** With vectors of 8 lanes or of 16. */
    static StripCode ofLanes(int lanes) {
        return new StripCode(lanes == 8 ? Width.YMM : Width.ZMM);
    }

    /** Inputs of a block of gradients where there are many of both: what is read is then used most often. */
    int inputs() {
        return width == Width.ZMM ? 5 : 3;
    }

    /** Inputs of a block at most beside so many gradients. */
    int inputs(int gradients) {
        int inputs = BLOCK;
        while (!fits(gradients, inputs)) {
            inputs--;
        }
        return inputs;
    }

    /** Whether the accumulators of a block have registers, and what it reads. */
    private boolean fits(int rows, int columns) {
        return rows * columns + Math.min(rows, columns) < width.registers();
    }

    /** Vectors of sixteen lanes. */
    private int parts() {
        return LANE_BYTES / width.bytes();
    }

    private Vector vector(int number) {
        return new Vector(width, number);
    }

    /** How many vectors of rows a block of so many outputs has at most, a power of two. */
    private int vectors(int outputs) {
        int vectors = MOST_VECTORS;
        while (!fits(outputs, vectors)) {
            vectors /= 2;
        }
        return vectors;
    }

    /**
     * A product of so many outputs, again and again: {@code product(memory, input, inputStride, weight, weightRow, weightColumn,
     * output, outputStride, blocks, inputs, sixteens of rows)}.
     */
    void product(Assembler code, int outputs) {
        Register memory = RDI;
        Register input = RSI;
        Register inputStride = RDX;
        Register weight = RCX;
        Register weightRow = R8;
        Register weightColumn = R9;
        Register output = R10;
        Register outputStride = R11;
        Register blocks = RBX;
        Register rows = RBP;
        Register inputRow = R12;
        Register outputRow = R13;
        enter(code);
        load(code, output, 0);
        load(code, outputStride, 1);
        load(code, blocks, 2);
        for (Register value : List.of(input, weight, output)) {
            code.add(value, memory);
        }
        repeat(code, blocks, () -> {
            code.mov(inputRow, input);
            code.mov(outputRow, output);
            load(code, rows, 4);
            for (int most = vectors(outputs); most >= parts(); most /= 2) {
                int vectors = most;
                each(code, vectors / parts(), rows, () -> {
                    chains(code, outputs, vectors, inputRow, inputStride, weight, weightRow, weightColumn);
                    Register fourthRow = R14;
                    fourthRow(code, fourthRow, outputRow, outputStride);
                    for (int i = 0; i < outputs * vectors; i++) {
                        code.vmovups(row(i / vectors, outputRow, fourthRow, outputStride, i % vectors * width.bytes()),
                                vector(i));
                    }
                    code.add(inputRow, vectors * width.bytes());
                    code.add(outputRow, vectors * width.bytes());
                });
            }
            for (int i = 0; i < outputs; i++) {
                code.add(weight, weightRow);
                code.add(output, outputStride);
            }
        });
        leave(code);
    }

    /** Over the inputs, of so many outputs and so many vectors of rows. */
    private void chains(Assembler code, int outputs, int vectors, Register inputRow, Register inputStride,
            Register weight, Register weightRow, Register weightColumn) {
        Register left = RDI;
        Register x = RAX;
        Register firstWeight = R14;
        Register fourthWeight = R15;
        for (int i = 0; i < outputs * vectors; i++) {
            code.calculate(Operation.VPXOR, vector(i), vector(i), vector(i));
        }
        code.mov(x, inputRow);
        code.mov(firstWeight, weight);
        fourthRow(code, fourthWeight, weight, weightRow);
        load(code, left, 3);
        repeat(code, left, () -> {
            multiply(code, outputs, vectors,
                    (i, to) -> code.vbroadcastss(to, row(i, firstWeight, fourthWeight, weightRow, 0)),
                    (j, to) -> code.vmovups(to, x.at(j * width.bytes())));
            code.add(x, inputStride);
            code.add(firstWeight, weightColumn);
            code.add(fourthWeight, weightColumn);
        });
    }

    /** Reads one of several into a register. */
    private interface Read {
        void into(int which, Vector to);
    }

    /** Adds each of the rows, times each of the columns, to its accumulator. */
    private void multiply(Assembler code, int rows, int columns, Read row, Read column) {
        boolean rowsStay = rows <= columns;
        int staying = rows * columns;
        int stay = Math.min(rows, columns);
        Vector passing = vector(staying + stay);
        for (int i = 0; i < stay; i++) {
            (rowsStay ? row : column).into(i, vector(staying + i));
        }
        for (int j = 0; j < Math.max(rows, columns); j++) {
            (rowsStay ? column : row).into(j, passing);
            for (int i = 0; i < stay; i++) {
                code.calculate(Operation.VFMADD231PS, vector(rowsStay ? i * columns + j : j * columns + i),
                        vector(staying + i), passing);
            }
        }
    }

    /**
     * The lanes of so many gradients and so many inputs, again and again: {@code weightGradient(memory, gradient, gradientStride,
     * input, inputStride, sums, sumRow, blocks of gradients, blocks of inputs, sixteens of rows, 0)}. It has as many parameters as
     * a product, so that what calls one calls the other.
     */
    void weightGradient(Assembler code, int gradients, int inputs) {
        Register memory = RDI;
        Register gradient = RSI;
        Register gradientStride = RDX;
        Register input = RCX;
        Register inputStride = R8;
        Register sums = R9;
        Register sumRow = R10;
        Register gradientBlocks = R11;
        Register inputBlocks = RBX;
        Register blockInput = RBP;
        Register blockSums = R12;
        enter(code);
        load(code, sumRow, 0);
        load(code, gradientBlocks, 1);
        for (Register value : List.of(gradient, input, sums)) {
            code.add(value, memory);
        }
        repeat(code, gradientBlocks, () -> {
            code.mov(blockInput, input);
            code.mov(blockSums, sums);
            load(code, inputBlocks, 2);
            repeat(code, inputBlocks, () -> {
                for (int part = 0; part < parts(); part++) {
                    lanes(code, gradients, inputs, part * width.bytes(), gradient, gradientStride, blockInput,
                            inputStride, blockSums, sumRow);
                }
                for (int k = 0; k < inputs; k++) {
                    code.add(blockInput, inputStride);
                }
                code.add(blockSums, inputs * LANE_BYTES);
            });
            for (int j = 0; j < gradients; j++) {
                code.add(gradient, gradientStride);
                code.add(sums, sumRow);
            }
        });
        leave(code);
    }

    /** A vector of the lanes, which lies so many bytes behind the first, over all rows. */
    private void lanes(Assembler code, int gradients, int inputs, int part, Register gradient, Register gradientStride,
            Register input, Register inputStride, Register sums, Register sumRow) {
        Register left = RDI;
        Register firstGradient = R13;
        Register fourthGradient = R14;
        Register firstInput = R15;
        Register fourthInput = RAX;
        Register fourthSums = R14;
        IntFunction<Address> sum = i -> row(i / inputs, sums, fourthSums, sumRow, i % inputs * LANE_BYTES + part);
        fourthRow(code, fourthSums, sums, sumRow);
        for (int i = 0; i < gradients * inputs; i++) {
            code.vmovups(vector(i), sum.apply(i));
        }
        code.mov(firstGradient, gradient);
        fourthRow(code, fourthGradient, gradient, gradientStride);
        code.mov(firstInput, input);
        fourthRow(code, fourthInput, input, inputStride);
        load(code, left, 3);
        repeat(code, left, () -> {
            multiply(code, gradients, inputs,
                    (j, to) -> code.vmovups(to, row(j, firstGradient, fourthGradient, gradientStride, part)),
                    (k, to) -> code.vmovups(to, row(k, firstInput, fourthInput, inputStride, part)));
            for (Register value : List.of(firstGradient, fourthGradient, firstInput, fourthInput)) {
                code.add(value, LANE_BYTES);
            }
        });
        fourthRow(code, fourthSums, sums, sumRow);
        for (int i = 0; i < gradients * inputs; i++) {
            code.vmovups(sum.apply(i), vector(i));
        }
    }

    /**
     * Sums of lanes: {@code fold(memory, lanes, result, count)}. Eight at once, with vectors of eight lanes in any case: two of
     * sixteen would have to be exchanged as often as four of eight.
     */
    static void fold(Assembler code) {
        Register memory = RDI;
        Register lanes = RSI;
        Register result = RDX;
        Register count = RCX;
        code.add(lanes, memory);
        code.add(result, memory);
        each(code, FOLDED, count, () -> {
            lanes(code, Width.YMM, FOLDED, lanes);
            foldEight(code);
            code.vmovups(result.at(0), Vector.ymm(0));
            code.add(lanes, FOLDED * LANE_BYTES);
            code.add(result, FOLDED * Float.BYTES);
        });
        each(code, 1, count, () -> {
            lanes(code, Width.XMM, 1, lanes);
            foldOne(code);
            code.vmovss(result.at(0), Vector.xmm(0));
            code.add(lanes, LANE_BYTES);
            code.add(result, Float.BYTES);
        });
        code.vzeroupper();
        code.ret();
    }

    /** So many sums' lanes into the first vectors. */
    private static void lanes(Assembler code, Width width, int count, Register lanes) {
        for (int i = 0; i < count * LANE_BYTES / width.bytes(); i++) {
            code.vmovups(new Vector(width, i), lanes.at(i * width.bytes()));
        }
    }

    /**
     * Eight sums, of two vectors each, into the first vector. Of two vectors, which belong to different sums, one is made each
     * time; in the end each sum has a lane.
     */
    private static void foldEight(Assembler code) {
        Vector[] v = new Vector[2 * FOLDED];
        for (int i = 0; i < v.length; i++) {
            v[i] = Vector.ymm(i);
        }
        for (int i = 0; i < FOLDED; i++) {
            code.calculate(Operation.VADDPS, v[i], v[2 * i], v[2 * i + 1]);
        }
        for (int i = 0; i < 4; i++) {
            code.vperm2f128(v[8 + i], v[i], v[4 + i], BOTH_SECOND);
            code.vinsertf128(v[i], v[i], Vector.xmm(4 + i));
            code.calculate(Operation.VADDPS, v[i], v[i], v[8 + i]);
        }
        for (int i = 0; i < 2; i++) {
            code.vshufps(v[8 + i], v[2 * i], v[2 * i + 1], SECOND_HALVES);
            code.vshufps(v[i], v[2 * i], v[2 * i + 1], FIRST_HALVES);
            code.calculate(Operation.VADDPS, v[i], v[i], v[8 + i]);
        }
        code.vshufps(v[8], v[0], v[1], ODD);
        code.vshufps(v[0], v[0], v[1], EVEN);
        code.calculate(Operation.VADDPS, v[0], v[0], v[8]);
    }

    /** One sum, of four vectors of four lanes, into the first lane. */
    private static void foldOne(Assembler code) {
        Vector[] v = {Vector.xmm(0), Vector.xmm(1), Vector.xmm(2), Vector.xmm(3)};
        code.calculate(Operation.VADDPS, v[0], v[0], v[2]);
        code.calculate(Operation.VADDPS, v[1], v[1], v[3]);
        code.calculate(Operation.VADDPS, v[0], v[0], v[1]);
        code.vshufps(v[1], v[0], v[0], SECOND_HALVES);
        code.calculate(Operation.VADDPS, v[0], v[0], v[1]);
        code.vshufps(v[1], v[0], v[0], SECOND);
        code.calculate(Operation.VADDPS, v[0], v[0], v[1]);
    }

    /** Sums of strands: {@code together(memory, sums, strands, strand, result, count)}. */
    static void together(Assembler code) {
        Register memory = RDI;
        Register sums = RSI;
        Register strands = RDX;
        Register strand = RCX;
        Register result = R8;
        Register count = R9;
        code.add(sums, memory);
        code.add(result, memory);
        Vector eight = Vector.ymm(0);
        each(code, FOLDED, count, () -> {
            code.vmovups(eight, sums.at(0));
            ofFurtherStrands(code, sums, strands, strand,
                    at -> code.calculate(Operation.VADDPS, eight, eight, at.at(0)));
            code.vmovups(result.at(0), eight);
            code.add(sums, FOLDED * Float.BYTES);
            code.add(result, FOLDED * Float.BYTES);
        });
        Vector one = Vector.xmm(0);
        each(code, 1, count, () -> {
            code.vbroadcastss(one, sums.at(0));
            ofFurtherStrands(code, sums, strands, strand, at -> {
                code.vbroadcastss(Vector.xmm(1), at.at(0));
                code.calculate(Operation.VADDPS, one, one, Vector.xmm(1));
            });
            code.vmovss(result.at(0), one);
            code.add(sums, Float.BYTES);
            code.add(result, Float.BYTES);
        });
        code.vzeroupper();
        code.ret();
    }

    /** Does something at the place of each strand but the first. */
    private static void ofFurtherStrands(Assembler code, Register sums, Register strands, Register strand,
            Consumer<Register> work) {
        Register at = R10;
        Register left = R11;
        code.mov(at, sums);
        code.mov(left, strands);
        code.sub(left, 1);
        each(code, 1, left, () -> {
            code.add(at, strand);
            work.accept(at);
        });
    }
}
