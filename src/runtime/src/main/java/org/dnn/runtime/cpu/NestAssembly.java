package org.dnn.runtime.cpu;

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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Step;
import org.dnn.runtime.cpu.NestCode.Sum;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;

/**
 * Assembles a nest: a function of the memory's address, how many floats it has, and the address of what the nest is told, after
 * for how many rows there is room. It looks first whether all that it would read and write lies in the memory, and gives 1 if
 * it does not.
 */
final class NestAssembly {
    /** Those that hold where buffers begin; what finds no room waits in the frame. */
    private static final List<Register> POINTERS = List.of(RDX, RBX, RSI, RDI, RBP, R8, R9, R10, R11, R12);
    private static final Register CONSTANTS = R13;
    private static final Register LEFT = R14;
    /** How far the rows have come, in bytes. */
    private static final Register ROW = R15;
    /** Registers that values have at least, beside those that hold the same in each turn. */
    static final int FEWEST_FREE = 9;
    private static final int MOST_WAITING = 96;

    /** Places in the frame. */
    private static final int MEMORY = 0;
    private static final int LENGTH = 1;
    private static final int TOLD = 2;
    private static final int CAPACITY = 3;
    /** How far a place goes that moves. */
    private static final int EXTENT = 4;
    private static final int ELEMENTS = 5;
    private static final int FIRST_POINTER = 6;

    /** Places that stay as far from each other as they are, so that one register serves them. */
    private record Pointer(Argument argument, int stride, int keptOffset) {
        static Pointer of(Place place) {
            return new Pointer(place.argument(), place.stride(), place.argument().isKept() ? place.offset() : 0);
        }
    }

    private final NestCode nest;
    private final Width width;
    private final Assembler code;
    private final Constants constants;
    private final Map<Pointer, Integer> pointers = new LinkedHashMap<>();
    private final Map<Value, Vector> fixed = new LinkedHashMap<>();
    private final Label refused = new Label();
    private final Label end = new Label();

    private NestAssembly(NestCode nest, Width width, Assembler code, Constants constants) {
        this.nest = nest;
        this.width = width;
        this.code = code;
        this.constants = constants;
    }

    /** @throws IllegalStateException if the nest takes more registers than there are */
    static void write(NestCode nest, Width width, Assembler code, Constants constants) {
        new NestAssembly(nest, width, code, constants).function();
    }

    private int lanes() {
        return width.bytes() / Float.BYTES;
    }

    private boolean sumsUp() {
        return !nest.sums().isEmpty();
    }

    private void function() {
        Set<Place> places = places();
        places.forEach(p -> pointers.putIfAbsent(Pointer.of(p), pointers.size()));
        fix();
        FunctionCode.enter(code);
        code.sub(RSP, frame());
        code.mov(slot(MEMORY), RDI);
        code.mov(slot(LENGTH), RSI);
        code.mov(slot(TOLD), RDX);
        told(RAX, -1);
        code.mov(slot(CAPACITY), RAX);
        code.lea(CONSTANTS, constants.begin());
        extent();
        pointers.forEach((pointer, number) -> point(pointer, number, places));
        if (nest.kind() == Kind.ELEMENTS) {
            told(RAX, 1);
            code.mov(slot(ELEMENTS), RAX);
        }
        Label element = new Label();
        code.place(element);
        fixed.forEach((value, register) -> {
            if (value.source() instanceof Value.Source.Load load) {
                code.vbroadcastss(register, address(load.place(), 0));
            }
        });
        if (sumsUp()) {
            sums();
        } else if (nest.kind() == Kind.POINTS) {
            points();
        } else {
            rows();
        }
        if (nest.kind() == Kind.ELEMENTS) {
            pointers.forEach(this::advance);
            code.mov(RAX, slot(ELEMENTS));
            code.sub(RAX, 1);
            code.mov(slot(ELEMENTS), RAX);
            code.jump(Condition.NOT_ZERO, element);
        }
        code.place(end);
        code.mov(RAX, 0);
        Label leave = new Label();
        code.jump(leave);
        code.place(refused);
        code.mov(RAX, 1);
        code.place(leave);
        code.add(RSP, frame());
        FunctionCode.leave(code);
    }

    private Set<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        nest.sums().forEach(s -> places.add(s.lanes()));
        for (Step step : nest.steps()) {
            switch (step) {
                case Step.Compute compute when compute.value().source() instanceof Value.Source.Load load ->
                    places.add(load.place());
                case Step.Store store -> places.add(store.to());
                case Step.Compute _,Step.Add _ -> {
                    /* Of values alone. */
                }
            }
        }
        return places;
    }

    /** Gives registers to what is the same for all rows, as far as they go: those behind the sums'. */
    private void fix() {
        int sums = nest.sums().size();
        int free = width.registers() - FEWEST_FREE - sums;
        if (free < 0) {
            throw new IllegalStateException("There are too many sums");
        }
        Set<Argument> written = new LinkedHashSet<>();
        for (Step step : nest.steps()) {
            if (step instanceof Step.Store store) {
                written.add(store.to().argument());
            }
        }
        for (Step step : nest.steps()) {
            if (fixed.size() < free && step instanceof Step.Compute compute
                    && compute.value().source() instanceof Value.Source.Load load && !load.place().moves()
                    && !written.contains(load.place().argument())) {
                fixed.put(compute.value(), new Vector(width, sums + fixed.size()));
            }
        }
    }

    private int frame() {
        return Long.BYTES * (FIRST_POINTER + pointers.size()) + MOST_WAITING * width.bytes();
    }

    private static Address slot(int number) {
        return RSP.at(Long.BYTES * number);
    }

    /** Reads a number that the nest is told. */
    private void told(Register to, int number) {
        code.mov(to, slot(TOLD));
        code.movsxd(to, to.at(Integer.BYTES * (1 + number)));
    }

    /** How many floats are touched from the first on of what moves; the end if there is nothing to do. */
    private void extent() {
        told(RAX, 0);
        if (nest.kind() == Kind.POINTS) {
            code.add(RAX, 0);
            code.jump(Condition.NEGATIVE, refused);
            told(RCX, 1);
            code.mov(slot(EXTENT), RCX);
            code.sub(RCX, RAX);
            code.sub(RCX, 1);
            code.jump(Condition.NEGATIVE, end);
            return;
        }
        code.sub(RAX, 1);
        code.jump(Condition.NEGATIVE, end);
        int together = sumsUp() ? Strips.LANES : lanes();
        code.add(RAX, together);
        code.and(RAX, -together);
        code.mov(slot(EXTENT), RAX);
        if (nest.kind() == Kind.ELEMENTS) {
            told(RAX, 1);
            code.sub(RAX, 1);
            code.jump(Condition.NEGATIVE, end);
        }
    }

    /** Computes where a pointer begins, and looks whether all that is reached from it is there. */
    private void point(Pointer pointer, int number, Set<Place> places) {
        List<Place> served = places.stream().filter(p -> Pointer.of(p).equals(pointer)).toList();
        boolean kept = pointer.argument.isKept();
        int least = kept ? 0 : served.stream().mapToInt(Place::offset).min().orElseThrow();
        int most = kept ? 0 : served.stream().mapToInt(Place::offset).max().orElseThrow();
        told(RAX, pointer.argument.number());
        if (kept && pointer.keptOffset != 0) {
            code.mov(RCX, slot(CAPACITY));
            code.imul(RCX, RCX, pointer.keptOffset);
            code.add(RAX, RCX);
        }
        code.mov(RCX, RAX);
        code.add(RCX, least);
        code.jump(Condition.NEGATIVE, refused);
        if (nest.kind() == Kind.ELEMENTS && pointer.stride != 0) {
            told(RCX, 1);
            code.sub(RCX, 1);
            code.imul(RCX, RCX, pointer.stride);
            if (kept) {
                code.mov(LEFT, slot(CAPACITY));
                code.imul(RCX, LEFT);
            }
        } else {
            code.mov(RCX, 0);
        }
        code.add(RCX, RAX);
        code.add(RCX, most);
        if (served.stream().anyMatch(Place::moves)) {
            code.mov(LEFT, slot(EXTENT));
            code.add(RCX, LEFT);
        }
        code.add(RCX, nest.sums().stream().anyMatch(s -> served.contains(s.lanes()))
                ? Strips.LANES
                : served.stream().allMatch(Place::moves) ? 0 : 1);
        code.mov(LEFT, slot(LENGTH));
        code.sub(LEFT, RCX);
        code.jump(Condition.NEGATIVE, refused);
        code.mov(RCX, slot(MEMORY));
        code.lea(RAX, RCX.at(RAX, Float.BYTES, 0));
        set(number, RAX);
    }

    private void set(int pointer, Register address) {
        if (pointer < POINTERS.size()) {
            code.mov(POINTERS.get(pointer), address);
        } else {
            code.mov(slot(FIRST_POINTER + pointer), address);
        }
    }

    /** The register with a pointer's address, which may be RAX. */
    private Register get(int pointer) {
        if (pointer < POINTERS.size()) {
            return POINTERS.get(pointer);
        }
        code.mov(RAX, slot(FIRST_POINTER + pointer));
        return RAX;
    }

    private void advance(Pointer pointer, int number) {
        if (pointer.stride == 0) {
            return;
        }
        Register address = get(number);
        if (pointer.argument.isKept()) {
            code.mov(RCX, slot(CAPACITY));
            code.imul(RCX, RCX, Math.multiplyExact(Float.BYTES, pointer.stride));
            code.add(address, RCX);
        } else {
            code.add(address, Math.multiplyExact(Float.BYTES, pointer.stride));
        }
        if (number >= POINTERS.size()) {
            set(number, address);
        }
    }

    private Address address(Place place, int shift) {
        Pointer pointer = Pointer.of(place);
        Register address = get(pointers.getOrDefault(pointer, -1));
        int offset = place.argument().isKept() ? 0 : Math.multiplyExact(Float.BYTES, place.offset());
        return place.moves() ? address.at(ROW, 1, offset + shift) : address.at(offset);
    }

    private void body(Map<Sum, Vector> sums, int shift, boolean masked) {
        int reserved = sums.size() + fixed.size();
        new NestBody(code, width, nest.steps(), new NestBody.Places() {
            @Override
            public Address address(Place place) {
                return NestAssembly.this.address(place, shift);
            }

            @Override
            public Address waiting(int slot) {
                if (slot >= MOST_WAITING) {
                    throw new IllegalStateException("Too many values wait for a register");
                }
                return RSP.at(Long.BYTES * (FIRST_POINTER + pointers.size()) + slot * width.bytes());
            }

            @Override
            public Address constant(int bits) {
                return constants.at(CONSTANTS, bits);
            }
        }, fixed, sums, reserved, masked).write();
    }

    /** As many vectors of rows as there are; what the last one has too many is nobody's. */
    private void rows() {
        code.mov(ROW, 0);
        told(LEFT, 0);
        Label again = new Label();
        code.place(again);
        body(Map.of(), 0, false);
        code.add(ROW, width.bytes());
        code.sub(LEFT, lanes());
        code.jump(Condition.POSITIVE, again);
    }

    private void points() {
        told(RAX, 0);
        code.imul(ROW, RAX, Float.BYTES);
        told(LEFT, 1);
        code.mov(RCX, RAX);
        code.imul(RCX, RCX, -1);
        code.add(LEFT, RCX);
        wholeAndRest(lanes(), masked -> {
            if (masked) {
                readMask(0);
            }
            body(Map.of(), 0, masked);
        });
    }

    /** With vectors of eight lanes the first eight are summed over all rows, then the others. */
    private void sums() {
        Map<Sum, Vector> registers = new LinkedHashMap<>();
        nest.sums().forEach(sum -> registers.put(sum, new Vector(width, registers.size())));
        for (int part = 0; part < Strips.LANES * Float.BYTES; part += width.bytes()) {
            int shift = part;
            registers.forEach((sum, register) -> code.vmovups(register, lanesOf(sum, shift)));
            code.mov(ROW, 0);
            told(LEFT, 0);
            wholeAndRest(Strips.LANES, masked -> {
                if (masked) {
                    readMask(shift);
                }
                body(registers, shift, masked);
            });
            registers.forEach((sum, register) -> code.vmovups(lanesOf(sum, shift), register));
        }
    }

    private Address lanesOf(Sum sum, int shift) {
        Address first = address(sum.lanes(), 0);
        return first.base().at(first.displacement() + shift);
    }

    /** What is written for a vector of rows. */
    @FunctionalInterface
    private interface Part {
        void write(boolean masked);
    }

    /** Again and again for so many rows at once, as long as there are so many, and once more for the rest. */
    private void wholeAndRest(int together, Part part) {
        Label through = new Label();
        FunctionCode.each(code, together, LEFT, () -> {
            part.write(false);
            code.add(ROW, together * Float.BYTES);
        });
        code.jump(Condition.ZERO, through);
        // From here on it says where the lanes of the mask are, which has as many as there are rows left.
        code.imul(LEFT, LEFT, -Float.BYTES);
        code.lea(RAX, Constants.allOff(CONSTANTS));
        code.add(LEFT, RAX);
        part.write(true);
        code.place(through);
    }

    private void readMask(int shift) {
        Vector lanes = NestBody.lastRegister(width);
        code.vmovups(lanes, LEFT.at(shift));
        if (width == Width.ZMM) {
            code.vptestmd(NestBody.ROWS_MASK, lanes);
        }
    }
}
