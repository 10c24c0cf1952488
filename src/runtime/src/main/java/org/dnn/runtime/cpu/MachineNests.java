package org.dnn.runtime.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Vector.Width;

/** The loop nests of a program in machine code; they are numbered, from 0, in the order in which they are begun. */
public final class MachineNests {
    /** The most numbers that a nest is told. */
    public static final int MOST_PARAMETERS = 30;
    /** The most sums of a nest, with vectors of either width. */
    public static final int MOST_SUMS = Width.YMM.registers() - NestAssembly.FEWEST_FREE;
    /** The most places of a nest that go on in each turn of what is repeated. */
    public static final int MOST_TURNING = NestFrame.POINTERS.size();

    private final List<NestCode> nests = new ArrayList<>();
    private MemorySegment[] functions = {};

    /** Begins a nest that is told: how many rows, then its places. */
    public NestCode ofRows() {
        return begin(Kind.ROWS);
    }

    /** Begins a nest that is told: how many rows, how many elements, then its places. */
    public NestCode ofElements() {
        return begin(Kind.ELEMENTS);
    }

    /** Begins a nest that is told: from which point, to which, then its places. */
    public NestCode ofPoints() {
        return begin(Kind.POINTS);
    }

    /** Begins a nest that is told: how many points there are for each element, how many elements, then its places. */
    public NestCode ofGrid() {
        return begin(Kind.GRID);
    }

    /** Begins a nest that is told: how many elements, then its places, and of how many neighbours they are. */
    public NestCode ofNeighbours() {
        return begin(Kind.NEIGHBOURS);
    }

    private NestCode begin(Kind kind) {
        NestCode nest = new NestCode(kind);
        nests.add(nest);
        return nest;
    }

    /**
     * No more nests are to come: they are made ready to be called.
     *
     * @throws IllegalStateException if this system lets no memory be executed that was written
     */
    public MachineNests assembled() {
        return assembled(MachineForm.width());
    }

    MachineNests assembled(Width width) {
        Assembler code = new Assembler();
        Constants constants = new Constants(width);
        List<Integer> starts = new ArrayList<>();
        for (NestCode nest : nests) {
            starts.add(code.size());
            NestAssembly.write(nest, width, code, constants);
        }
        constants.write(code);
        MemorySegment memory = MachineCode.executable(code.code()).orElseThrow(
                () -> new IllegalStateException("This system lets no memory be executed that was written"));
        functions = starts.stream().map(memory::asSlice).toArray(MemorySegment[]::new);
        rehearse();
        return this;
    }

    /** Calls one that has nothing to do: what Java needs for a first call is then made, and whatever fails has failed here. */
    private void rehearse() {
        NestCall call = nest(0, 0);
        for (int i = 1; i < nests.getFirst().numbers(); i++) {
            call.with(0);
        }
        call.run(MemorySegment.ofArray(new float[1]));
    }

    /**
     * The call of a nest, which is to be told its numbers and run, before another is begun by this thread.
     *
     * @param capacity for how many rows there is room
     */
    public NestCall nest(int number, int capacity) {
        return NestCall.begin(functions[number], nests.get(number).numbers()).with(capacity);
    }
}
