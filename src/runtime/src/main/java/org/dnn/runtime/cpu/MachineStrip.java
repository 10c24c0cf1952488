package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.MachineCalls.bytes;
import static org.dnn.runtime.cpu.MachineCalls.require;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;

/**
 * {@link StripProducts} in machine code. A layer takes as long as a hundred calls at most, so all its loops are behind one, or
 * a few: it is cut into blocks of two sizes, of which one is larger by one, and a call does all blocks of a size. What is one
 * block is told from that before anything is divided, which would take as long as the call.
 */
final class MachineStrip implements StripProducts {
    private static final class Calls {
        /** Calls {@link StripCode#product}. */
        static void product(MemorySegment function, float[] memory, int input, int inputStride, int weight,
                int weightRow, int weightColumn, int output, int outputStride, int blocks, int inputs, int sixteens) {
            MachineCalls.call(function, memory, bytes(input), bytes(inputStride), bytes(weight), bytes(weightRow),
                    bytes(weightColumn), bytes(output), bytes(outputStride), blocks, inputs, sixteens, 0);
        }

        /** Calls {@link StripCode#weightGradient}. */
        static void weightGradient(MemorySegment function, float[] memory, int gradient, int gradientStride, int input,
                int inputStride, int sums, int sumRow, int gradientBlocks, int inputBlocks, int sixteens) {
            MachineCalls.call(function, memory, bytes(gradient), bytes(gradientStride), bytes(input),
                    bytes(inputStride), bytes(sums), bytes(sumRow), gradientBlocks, inputBlocks, sixteens, 0, 0);
        }

        /** Calls {@link StripCode#fold}. */
        static void fold(MemorySegment function, float[] memory, int lanes, int result, int count) {
            MachineCalls.call(function, memory, bytes(lanes), bytes(result), count, 0, 0);
        }

        /** Calls {@link StripCode#together}. */
        static void together(MemorySegment function, float[] memory, int sums, int strands, int strand, int result,
                int count) {
            MachineCalls.call(function, memory, bytes(sums), strands, bytes(strand), bytes(result), count);
        }
    }

    /** What is assembled, once for all; nothing where it cannot be called. */
    private static final class Functions {
        private static final Optional<List<MemorySegment>> ALL = assemble(form());

        private static Optional<List<MemorySegment>> assemble(StripCode form) {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            List<Integer> starts = new ArrayList<>();
            starts.add(code.size());
            StripCode.fold(code);
            starts.add(code.size());
            StripCode.together(code);
            for (int outputs = 1; outputs <= StripCode.BLOCK; outputs++) {
                starts.add(code.size());
                form.product(code, outputs);
            }
            for (int gradients = 1; gradients <= StripCode.BLOCK; gradients++) {
                for (int inputs = 1; inputs <= form.inputs(gradients); inputs++) {
                    starts.add(code.size());
                    form.weightGradient(code, gradients, inputs);
                }
            }
            return MachineCode.executable(code.code()).map(memory -> starts.stream().map(memory::asSlice).toList());
        }
    }

    private final StripCode form = form();
    private final MemorySegment fold;
    private final MemorySegment together;
    /** For each number of outputs, from 1. */
    private final MemorySegment[] product = new MemorySegment[StripCode.BLOCK];
    /** For each number of gradients, from 1, and of inputs, from 1. */
    private final MemorySegment[][] weightGradient = new MemorySegment[StripCode.BLOCK][];

    private MachineStrip(List<MemorySegment> functions) {
        Iterator<MemorySegment> next = functions.iterator();
        fold = next.next();
        together = next.next();
        Arrays.setAll(product, i -> next.next());
        for (int i = 0; i < StripCode.BLOCK; i++) {
            weightGradient[i] = new MemorySegment[form.inputs(i + 1)];
            Arrays.setAll(weightGradient[i], j -> next.next());
        }
    }

    /** Makes one; nothing where machine code cannot be called. */
    static Optional<StripProducts> make() {
        return Functions.ALL.map(functions -> {
            MachineStrip strip = new MachineStrip(functions);
            strip.rehearse();
            return strip;
        });
    }

    /** Calls each function once: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        int lanes = Strips.LANES;
        float[] memory = new float[4 * lanes];
        product(memory, 0, lanes, lanes, 1, 1, 2 * lanes, lanes, 1, 1, 1);
        wholeWeightGradient(memory, 0, lanes, lanes, lanes, 2 * lanes, 1, 1, lanes);
        fold(memory, 0, 3 * lanes, 1);
        together(memory, 0, 2, 1, 3 * lanes, 1);
    }

    private static StripCode form() {
        return StripCode.ofLanes(MachineForm.lanes());
    }

    @Override
    public void product(float[] memory, int input, int inputStride, int weight, int weightRow, int weightColumn,
            int output, int outputStride, int outputs, int inputs, int rows) {
        int sixteens = Math.ceilDiv(rows, Strips.LANES);
        require(memory, input, inputStride, inputs, sixteens * Strips.LANES);
        require(memory, output, outputStride, outputs, sixteens * Strips.LANES);
        requireWeights(memory, weight, weightRow, weightColumn, outputs, inputs);
        if (outputs <= StripCode.BLOCK) {
            Calls.product(product[outputs - 1], memory, input, inputStride, weight, weightRow, weightColumn, output,
                    outputStride, 1, inputs, sixteens);
            return;
        }
        int blocks = Math.ceilDiv(outputs, StripCode.BLOCK);
        int size = outputs / blocks;
        int larger = outputs % blocks;
        if (larger > 0) {
            Calls.product(product[size], memory, input, inputStride, weight, weightRow, weightColumn, output,
                    outputStride, larger, inputs, sixteens);
        }
        int j = larger * (size + 1);
        Calls.product(product[size - 1], memory, input, inputStride, weight + j * weightRow, weightRow, weightColumn,
                output + j * outputStride, outputStride, blocks - larger, inputs, sixteens);
    }

    private static void requireWeights(float[] memory, int weight, int weightRow, int weightColumn, int outputs,
            int inputs) {
        if (weightRow < 0 || weightColumn < 0) {
            throw new IllegalArgumentException("weights " + weightRow + " and " + weightColumn + " apart");
        }
        Objects.checkFromIndexSize(weight, (outputs - 1L) * weightRow + (inputs - 1L) * weightColumn + 1,
                memory.length);
    }

    @Override
    public void wholeWeightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride,
            int sums, int outputs, int inputs, int rows) {
        if (rows % Strips.LANES != 0) {
            throw new IllegalArgumentException(rows + " rows");
        }
        int sumRow = Math.multiplyExact(inputs, Strips.LANES);
        require(memory, gradient, gradientStride, outputs, rows);
        require(memory, input, inputStride, inputs, rows);
        require(memory, sums, sumRow, outputs, sumRow);
        int most = outputs <= StripCode.GRADIENTS ? outputs : mostGradients(inputs);
        if (outputs <= most) {
            weightGradient(memory, gradient, gradientStride, input, inputStride, sums, outputs, 1, inputs, rows);
            return;
        }
        int blocks = Math.ceilDiv(outputs, most);
        int size = outputs / blocks;
        int larger = outputs % blocks;
        if (larger > 0) {
            weightGradient(memory, gradient, gradientStride, input, inputStride, sums, size + 1, larger, inputs, rows);
        }
        int j = larger * (size + 1);
        weightGradient(memory, gradient + j * gradientStride, gradientStride, input, inputStride, sums + j * sumRow,
                size, blocks - larger, inputs, rows);
    }

    /** How many gradients a block has at most where there are so many inputs. */
    private int mostGradients(int inputs) {
        int blockInputs = Math.ceilDiv(inputs, Math.ceilDiv(inputs, form.inputs()));
        int gradients = StripCode.BLOCK;
        while (weightGradient[gradients - 1].length < blockInputs) {
            gradients--;
        }
        return gradients;
    }

    /** Of so many blocks of so many gradients. */
    private void weightGradient(float[] memory, int gradient, int gradientStride, int input, int inputStride, int sums,
            int gradients, int gradientBlocks, int inputs, int rows) {
        int sumRow = inputs * Strips.LANES;
        int sixteens = rows / Strips.LANES;
        MemorySegment[] functions = weightGradient[gradients - 1];
        if (inputs <= functions.length) {
            Calls.weightGradient(functions[inputs - 1], memory, gradient, gradientStride, input, inputStride, sums,
                    sumRow, gradientBlocks, 1, sixteens);
            return;
        }
        int blocks = Math.ceilDiv(inputs, functions.length);
        int size = inputs / blocks;
        int larger = inputs % blocks;
        if (larger > 0) {
            Calls.weightGradient(functions[size], memory, gradient, gradientStride, input, inputStride, sums, sumRow,
                    gradientBlocks, larger, sixteens);
        }
        int k = larger * (size + 1);
        Calls.weightGradient(functions[size - 1], memory, gradient, gradientStride, input + k * inputStride,
                inputStride,
                sums + k * Strips.LANES, sumRow, gradientBlocks, blocks - larger, sixteens);
    }

    @Override
    public void fold(float[] memory, int lanes, int result, int count) {
        require(memory, lanes, 0, 1, Math.multiplyExact(count, Strips.LANES));
        require(memory, result, 0, 1, count);
        Calls.fold(fold, memory, lanes, result, count);
    }

    @Override
    public void together(float[] memory, int sums, int strands, int strand, int result, int count) {
        require(memory, sums, strand, strands, count);
        require(memory, result, 0, 1, count);
        Calls.together(together, memory, sums, strands, strand, result, count);
    }
}
