package org.dnn.runtime.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Register;

/**
 * Arrays whose first element lies at the beginning of a cache line. Java lays arrays down at multiples of eight bytes, so of
 * vectors as long as a line nearly all would lie in two lines, and take twice as long to be read or written where that is
 * what there is most of. If the garbage collector moves such an array later, it is slower, and nothing else.
 */
final class CacheLines {
    private static final int LINE = 64;
    /** Longer arrays are as they are: where there is so much, lines are read before they are needed. */
    private static final int LONGEST = 1 << 20;
    private static final int ATTEMPTS = 4;
    /** What an array has before its first element, in HotSpot, and of what its size is a multiple. */
    private static final int HEADER = 16;
    private static final int UNIT = 8;

    /** What gives back the address that it is told; nothing where machine code cannot be called. */
    private static final class Functions {
        private static final Optional<MemorySegment> ADDRESS = assemble();

        private static Optional<MemorySegment> assemble() {
            if (!MachineForm.whyNot().isEmpty()) {
                return Optional.empty();
            }
            Assembler code = new Assembler();
            code.mov(Register.RAX, Register.RDI);
            code.ret();
            return MachineCode.executable(code.code());
        }
    }

    private CacheLines() {}

    /** An array of so many zeros, at the beginning of a line if that can be had. */
    static float[] floats(int count) {
        float[] array = new float[count];
        if (count > LONGEST || Functions.ADDRESS.isEmpty()) {
            return array;
        }
        MemorySegment function = Functions.ADDRESS.get();
        for (int attempt = 0; attempt < ATTEMPTS && behindLine(function, array) != 0; attempt++) {
            // What is made next lies behind this one, as a rule, and what is made then behind that.
            int missing = Math.floorMod(-behindLine(function, array) - 2 * size(count), LINE);
            float[][] both = {new float[count + missing / Float.BYTES], new float[count]};
            array = both[1];
        }
        return array;
    }

    /** How many bytes an array's first element lies behind the beginning of a line. */
    static int behindLine(float[] array) {
        return behindLine(Functions.ADDRESS.orElseThrow(), array);
    }

    private static int behindLine(MemorySegment function, float[] array) {
        return (int) (MachineCalls.word(function, array) & (LINE - 1));
    }

    private static int size(int count) {
        return Math.ceilDiv(HEADER + Float.BYTES * count, UNIT) * UNIT;
    }
}
