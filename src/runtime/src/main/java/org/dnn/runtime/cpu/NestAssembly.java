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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Role;
import org.dnn.runtime.cpu.NestCode.Step;
import org.dnn.runtime.cpu.NestCode.Stride;
import org.dnn.runtime.cpu.NestCode.Sum;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a nest: a function of the memory's address, how many floats it has, the address of what the nest is told, after for
 * how many rows there is room, the column's address and how many bytes it has. It looks first whether all that it would read
 * and write lies in the memory, or in the column, and gives 1 if it does not.
 */
final class NestAssembly {
    /** Those that hold where buffers begin; what finds no room waits in the frame. */
    static final List<Register> POINTERS = List.of(RDX, RBX, RSI, RDI, RBP, R8, R9, R10, R11, R12);
    private static final Register CONSTANTS = R13;
    private static final Register LEFT = R14;
    /** How far the rows have come. */
    private static final Register ROW = R15;
    /** How many turns of what is repeated are to come. */
    private static final Register TURNS = RCX;
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
    private static final int COLUMN = 6;
    private static final int COLUMN_BYTES = 7;
    /** The same for what is read by whole vectors alone. */
    private static final int WHOLE_EXTENT = 8;
    private static final int FIRST_POINTER = 9;

    /** Places that stay as far from each other as they are, so that one register serves them. */
    private record Pointer(Argument argument, Stride stride, int keptOffset) {
        static Pointer of(Place place) {
            return new Pointer(place.argument(), place.stride(), place.argument().isKept() ? place.offset() : 0);
        }

        boolean advances() {
            return !stride.equals(Stride.NONE);
        }
    }

    /** Steps without a jump, and how often they are repeated; {@code null} for once. */
    private record Segment(@Nullable Argument count, List<Step> steps) {}

    private final NestCode nest;
    private final Width width;
    private final Assembler code;
    private final Constants constants;
    private final Map<Pointer, Integer> pointers = new LinkedHashMap<>();
    private final List<Segment> segments;
    /** Variables, and values that are computed in one segment and used in a later one. */
    private final Map<Value, Vector> lasting = new LinkedHashMap<>();
    /** What is the same for all rows. */
    private final Map<Value, Vector> fixed = new LinkedHashMap<>();
    private final Label refused = new Label();
    private final Label end = new Label();

    private NestAssembly(NestCode nest, Width width, Assembler code, Constants constants) {
        this.nest = nest;
        this.width = width;
        this.code = code;
        this.constants = constants;
        this.segments = segments(nest.steps());
    }

    private static List<Segment> segments(List<Step> steps) {
        List<Segment> segments = new ArrayList<>();
        List<Step> straight = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Repeat repeat) {
                segments.add(new Segment(null, straight));
                segments.add(new Segment(repeat.count(), repeat.steps()));
                straight = new ArrayList<>();
            } else {
                straight.add(step);
            }
        }
        segments.add(new Segment(null, straight));
        return segments;
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
        // Those that what is repeated advances come first: they are in registers.
        places.stream().map(Pointer::of).sorted(Comparator.comparing(p -> !p.advances()))
                .forEach(p -> pointers.putIfAbsent(p, pointers.size()));
        last();
        fix();
        FunctionCode.enter(code);
        code.sub(RSP, frame());
        code.mov(slot(MEMORY), RDI);
        code.mov(slot(LENGTH), RSI);
        code.mov(slot(TOLD), RDX);
        code.mov(slot(COLUMN), RCX);
        code.mov(slot(COLUMN_BYTES), R8);
        told(RAX, -1);
        code.mov(slot(CAPACITY), RAX);
        code.lea(CONSTANTS, constants.begin());
        extent();
        pointers.forEach((pointer, number) -> point(pointer, number, places));
        if (nest.kind().hasElements()) {
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
            told(ROW, 0);
            told(LEFT, 1);
            code.sub(LEFT, ROW);
            points();
        } else if (nest.kind() == Kind.GRID) {
            code.mov(ROW, 0);
            told(LEFT, 0);
            points();
        } else {
            rows();
        }
        if (nest.kind().hasElements()) {
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
        segments.forEach(s -> places.addAll(places(s.steps())));
        return places;
    }

    private static Set<Place> places(List<Step> steps) {
        Set<Place> places = new LinkedHashSet<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Compute compute when compute.value().source() instanceof Value.Source.Load load ->
                    places.add(load.place());
                case Step.Store store -> places.add(store.to());
                case Step.Compute _,Step.Add _,Step.Become _,Step.Repeat _ -> {
                    /* Of values alone. */
                }
            }
        }
        return places;
    }

    /** Gives registers to variables, and to what is used in another segment than that which computes it: those behind the sums'. */
    private void last() {
        Set<Value> before = new HashSet<>();
        for (Segment segment : segments) {
            for (Step step : segment.steps()) {
                NestBody.operands(step).stream().filter(before::contains).forEach(this::last);
                if (step instanceof Step.Become become) {
                    last(become.variable());
                }
            }
            computed(segment.steps()).forEach(before::add);
        }
    }

    private static Stream<Value> computed(List<Step> steps) {
        return steps.stream().flatMap(s -> s instanceof Step.Compute compute
                ? Stream.of(compute.value())
                : Stream.empty());
    }

    private void last(Value value) {
        lasting.computeIfAbsent(value, _ -> new Vector(width, nest.sums().size() + lasting.size()));
    }

    /** Gives registers to what is the same for all rows, as far as they go: those behind the others. */
    private void fix() {
        int before = nest.sums().size() + lasting.size();
        int free = width.registers() - FEWEST_FREE - before;
        if (free < 0) {
            throw new IllegalStateException("There are too many sums and variables");
        }
        List<Step> steps = segments.stream().flatMap(s -> s.steps().stream()).toList();
        Set<Argument> written = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Store store) {
                written.add(store.to().argument());
            }
        }
        for (Step step : steps) {
            if (fixed.size() < free && step instanceof Step.Compute compute
                    && compute.value().source() instanceof Value.Source.Load load && !load.place().moves()
                    && !isRepeated(Pointer.of(load.place())) && !lasting.containsKey(compute.value())
                    && !written.contains(load.place().argument())) {
                fixed.put(compute.value(), new Vector(width, before + fixed.size()));
            }
        }
    }

    /** Whether it goes on in each turn of what is repeated. */
    private boolean isRepeated(Pointer pointer) {
        return nest.kind() == Kind.POINTS && pointer.advances();
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
            code.add(RCX, lanes());
            code.and(RCX, -lanes());
            code.add(RCX, RAX);
            code.mov(slot(WHOLE_EXTENT), RCX);
            return;
        }
        code.sub(RAX, 1);
        code.jump(Condition.NEGATIVE, end);
        int together = nest.kind() == Kind.GRID ? 1 : sumsUp() ? Strips.LANES : lanes();
        code.add(RAX, together);
        code.and(RAX, -together);
        code.mov(slot(EXTENT), RAX);
        if (nest.kind() == Kind.GRID) {
            code.add(RAX, lanes() - 1);
            code.and(RAX, -lanes());
        }
        code.mov(slot(WHOLE_EXTENT), RAX);
        if (nest.kind().hasElements()) {
            told(RAX, 1);
            code.sub(RAX, 1);
            code.jump(Condition.NEGATIVE, end);
        }
    }

    /** Computes where a pointer begins, and looks whether all that is reached from it is there. */
    private void point(Pointer pointer, int number, Set<Place> places) {
        List<Place> served = places.stream().filter(p -> Pointer.of(p).equals(pointer)).toList();
        boolean kept = pointer.argument.isKept();
        boolean column = pointer.argument.role().isColumn();
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
        if (pointer.advances()) {
            told(RCX, pointer.stride.count());
            code.sub(RCX, 1);
            times(RCX, pointer.stride);
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
            code.mov(LEFT, slot(pointer.argument.role() == Role.BYTES ? WHOLE_EXTENT : EXTENT));
            code.add(RCX, LEFT);
        }
        code.add(RCX, nest.sums().stream().anyMatch(s -> served.contains(s.lanes()))
                ? Strips.LANES
                : served.stream().allMatch(Place::moves) ? 0 : 1);
        int bytes = pointer.argument.role().bytes();
        if (column) {
            // First as if each were a byte: so many have no more bytes than a register counts.
            requireNoMore(COLUMN_BYTES);
            code.imul(RCX, RCX, bytes);
        }
        requireNoMore(column ? COLUMN_BYTES : LENGTH);
        code.mov(RCX, slot(column ? COLUMN : MEMORY));
        code.lea(RAX, RCX.at(RAX, bytes, 0));
        set(number, RAX);
        if (isRepeated(pointer)) {
            code.mov(slot(FIRST_POINTER + number), RAX);
        }
    }

    /** Refuses where RCX is more than what is kept there. */
    private void requireNoMore(int slot) {
        code.mov(LEFT, slot(slot));
        code.sub(LEFT, RCX);
        code.jump(Condition.NEGATIVE, refused);
    }

    /** A number times a stride, which is not negative where it is told. */
    private void times(Register number, Stride stride) {
        if (stride.isTold()) {
            told(LEFT, stride.number());
            code.add(LEFT, 0);
            code.jump(Condition.NEGATIVE, refused);
            code.imul(number, LEFT);
        } else {
            code.imul(number, number, stride.number());
        }
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

    /** To the next element. */
    private void advance(Pointer pointer, int number) {
        if (!pointer.advances()) {
            return;
        }
        Register address = get(number);
        if (pointer.stride.isTold()) {
            if (pointer.argument.isKept()) {
                throw new IllegalStateException("What is kept has a stride that is known");
            }
            told(RCX, pointer.stride.number());
            code.lea(address, address.at(RCX, pointer.argument.role().bytes(), 0));
        } else if (pointer.argument.isKept()) {
            code.mov(RCX, slot(CAPACITY));
            code.imul(RCX, RCX, bytes(pointer));
            code.add(address, RCX);
        } else {
            code.add(address, bytes(pointer));
        }
        if (number >= POINTERS.size()) {
            set(number, address);
        }
    }

    /** A stride that is known. */
    private static int bytes(Pointer pointer) {
        return Math.multiplyExact(pointer.argument.role().bytes(), pointer.stride.number());
    }

    /** To where it is in the next turn. */
    private void turn(Pointer pointer, int number) {
        Register address = POINTERS.get(number);
        if (pointer.stride.isTold()) {
            told(RAX, pointer.stride.number());
            code.lea(address, address.at(RAX, pointer.argument.role().bytes(), 0));
        } else {
            code.add(address, bytes(pointer));
        }
    }

    private Address address(Place place, int shift) {
        Pointer pointer = Pointer.of(place);
        Register address = get(number(pointer));
        int bytes = place.argument().role().bytes();
        int offset = place.argument().isKept() ? 0 : Math.multiplyExact(bytes, place.offset());
        return place.moves() ? address.at(ROW, bytes, offset + shift) : address.at(offset);
    }

    private void body(Map<Sum, Vector> sums, int shift, boolean masked) {
        Map<Value, Vector> held = new HashMap<>(fixed);
        lasting.forEach((value, register) -> {
            if (value.source() instanceof Value.Source.Variable) {
                held.put(value, register);
            }
        });
        for (Segment segment : segments) {
            Map<Value, Vector> computed = new HashMap<>(lasting);
            computed.keySet().retainAll(computed(segment.steps()).toList());
            Argument count = segment.count();
            if (count == null) {
                straight(segment.steps(), held, computed, sums, shift, masked);
            } else {
                repeated(count, () -> straight(segment.steps(), held, computed, sums, shift, masked));
            }
            held.putAll(computed);
        }
    }

    /** Does the same as often as the nest is told. */
    private void repeated(Argument count, Runnable body) {
        Label through = new Label();
        told(TURNS, count.number());
        code.sub(TURNS, 1);
        code.jump(Condition.NEGATIVE, through);
        code.add(TURNS, 1);
        if (pointers.keySet().stream().filter(this::isRepeated).count() > MachineNests.MOST_TURNING) {
            throw new IllegalStateException("Too many places go on with what is repeated");
        }
        List<Pointer> turning = pointers.keySet().stream()
                .filter(p -> isRepeated(p) && p.stride.count() == count.number()).toList();
        turning.forEach(p -> code.mov(POINTERS.get(number(p)), slot(FIRST_POINTER + number(p))));
        FunctionCode.repeat(code, TURNS, () -> {
            body.run();
            turning.forEach(p -> turn(p, number(p)));
        });
        code.place(through);
    }

    private int number(Pointer pointer) {
        return pointers.getOrDefault(pointer, -1);
    }

    private void straight(List<Step> steps, Map<Value, Vector> held, Map<Value, Vector> computed,
            Map<Sum, Vector> sums, int shift, boolean masked) {
        new NestBody(code, width, steps, new NestBody.Places() {
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
        }, held, computed, sums, sums.size() + lasting.size() + fixed.size(), masked).write();
    }

    /** As many vectors of rows as there are; what the last one has too many is nobody's. */
    private void rows() {
        code.mov(ROW, 0);
        told(LEFT, 0);
        Label again = new Label();
        code.place(again);
        body(Map.of(), 0, false);
        code.add(ROW, lanes());
        code.sub(LEFT, lanes());
        code.jump(Condition.POSITIVE, again);
    }

    private void points() {
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
            code.add(ROW, together);
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
        Vector lanes = new LaneMask(width).vector();
        code.vmovups(lanes, LEFT.at(shift));
        if (width == Width.ZMM) {
            code.vptestmd(LaneMask.NUMBER, lanes);
        }
    }
}
