package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.NestFrame.CONSTANTS;
import static org.dnn.runtime.cpu.NestFrame.LEFT;
import static org.dnn.runtime.cpu.NestFrame.ROW;
import static org.dnn.runtime.cpu.NestFrame.TURNS;
import static org.dnn.runtime.cpu.NestFrame.slot;
import static org.dnn.runtime.x86.Register.R8;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RCX;
import static org.dnn.runtime.x86.Register.RDI;
import static org.dnn.runtime.x86.Register.RDX;
import static org.dnn.runtime.x86.Register.RSI;
import static org.dnn.runtime.x86.Register.RSP;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Step;
import org.dnn.runtime.cpu.NestCode.Sum;
import org.dnn.runtime.cpu.NestFrame.Pointer;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a nest: a function of the memory's address, how many floats it has, the address of what the nest is told, after for
 * how many rows there is room, the column's address and how many bytes it has. It looks first whether all that it would read
 * and write lies in the memory, or in the column, and gives 1 if it does not.
 */
final class NestAssembly {
    /** Registers that values have at least, beside those that hold the same in each turn. */
    static final int FEWEST_FREE = 9;

    /**
     * Steps without a jump.
     *
     * @param count      how often they are repeated; {@code null} for once
     * @param neighbours for how many neighbours they are done; {@code null} where they are not
     */
    private record Segment(@Nullable Argument count, @Nullable Argument neighbours, List<Step> steps) {}

    private final NestCode nest;
    private final Width width;
    private final Assembler code;
    private final Constants constants;
    private final List<Segment> segments;
    private final Set<Place> places;
    private final NestFrame frame;
    /** Variables, and values that are computed in one segment and used in a later one. */
    private final Map<Value, Vector> lasting = new LinkedHashMap<>();
    /** With vectors of eight lanes, of variables that gather of neighbours: the second half of the sixteen lanes. */
    private final Map<Value, Vector> seconds = new LinkedHashMap<>();
    /** The first register behind all of those. */
    private int behindLasting;
    /** What is the same for all rows. */
    private final Map<Value, Vector> fixed = new LinkedHashMap<>();

    private NestAssembly(NestCode nest, Width width, Assembler code, Constants constants) {
        this.nest = nest;
        this.width = width;
        this.code = code;
        this.constants = constants;
        this.segments = segments(nest.steps());
        this.places = places();
        this.frame = new NestFrame(nest.kind(), width, code, places);
    }

    private static List<Segment> segments(List<Step> steps) {
        List<Segment> segments = new ArrayList<>();
        List<Step> straight = new ArrayList<>();
        for (Step step : steps) {
            Segment apart = switch (step) {
                case Step.Repeat repeat -> new Segment(repeat.count(), null, repeat.steps());
                case Step.Neighbours beside -> new Segment(beside.turns(), beside.count(), beside.steps());
                case Step.Compute _,Step.Store _,Step.Add _,Step.Become _ -> null;
            };
            if (apart == null) {
                straight.add(step);
            } else {
                segments.add(new Segment(null, null, straight));
                segments.add(apart);
                straight = new ArrayList<>();
            }
        }
        segments.add(new Segment(null, null, straight));
        return segments;
    }

    /** @throws IllegalStateException if the nest takes more registers than there are */
    static void write(NestCode nest, Width width, Assembler code, Constants constants) {
        new NestAssembly(nest, width, code, constants).function();
    }

    private int lanes() {
        return width.bytes() / Float.BYTES;
    }

    private Set<Place> places() {
        Set<Place> all = new LinkedHashSet<>();
        nest.sums().forEach(s -> all.add(s.lanes()));
        segments.stream().flatMap(s -> s.steps().stream()).forEach(step -> {
            switch (step) {
                case Step.Compute compute when compute.value().source() instanceof Value.Source.Load load ->
                    all.add(load.place());
                case Step.Store store -> all.add(store.to());
                case Step.Compute _,Step.Add _,Step.Become _,Step.Repeat _,Step.Neighbours _ -> {
                    /* Of values alone. */
                }
            }
        });
        return all;
    }

    private void function() {
        Label refused = new Label();
        Label end = new Label();
        last();
        fix();
        FunctionCode.enter(code);
        code.sub(RSP, frame.bytes());
        code.mov(slot(NestFrame.MEMORY), RDI);
        code.mov(slot(NestFrame.LENGTH), RSI);
        code.mov(slot(NestFrame.TOLD), RDX);
        code.mov(slot(NestFrame.COLUMN), RCX);
        code.mov(slot(NestFrame.COLUMN_BYTES), R8);
        frame.told(RAX, -1);
        code.mov(slot(NestFrame.CAPACITY), RAX);
        code.lea(CONSTANTS, constants.begin());
        new NestBounds(nest, lanes(), code, frame, places, refused, end).write();
        if (nest.kind().hasElements()) {
            elements();
        } else {
            element();
        }
        code.place(end);
        code.mov(RAX, 0);
        Label leave = new Label();
        code.jump(leave);
        code.place(refused);
        code.mov(RAX, 1);
        code.place(leave);
        code.add(RSP, frame.bytes());
        FunctionCode.leave(code);
    }

    private void elements() {
        frame.told(RAX, nest.kind().elements());
        code.mov(slot(NestFrame.ELEMENTS), RAX);
        Label again = new Label();
        code.place(again);
        element();
        frame.pointers().keySet().forEach(frame::advance);
        code.mov(RAX, slot(NestFrame.ELEMENTS));
        code.sub(RAX, 1);
        code.mov(slot(NestFrame.ELEMENTS), RAX);
        code.jump(Condition.NOT_ZERO, again);
    }

    /** Of an element, or of the only one. */
    private void element() {
        fixed.forEach((value, register) -> {
            if (value.source() instanceof Value.Source.Load load) {
                code.vbroadcastss(register, frame.address(load.place(), 0));
            }
        });
        switch (nest.kind()) {
            case ROWS, ELEMENTS -> {
                if (nest.sums().isEmpty()) {
                    rows();
                } else {
                    sums();
                }
            }
            case POINTS -> {
                frame.told(ROW, 0);
                frame.told(LEFT, 1);
                code.sub(LEFT, ROW);
                points();
            }
            case GRID -> {
                code.mov(ROW, 0);
                frame.told(LEFT, 0);
                points();
            }
            case NEIGHBOURS -> body(Map.of(), 0, false);
        }
    }

    /**
     * Gives registers to variables, and to what is used in another segment than that which computes it: those behind the sums'.
     * Of two of which one is not needed any more when the other begins, both have the same.
     */
    private void last() {
        Map<Value, Integer> begins = new LinkedHashMap<>();
        Map<Value, Integer> ends = new HashMap<>();
        for (int segment = 0; segment < segments.size(); segment++) {
            for (Step step : segments.get(segment).steps()) {
                List<Value> touched = new ArrayList<>(NestBody.operands(step));
                switch (step) {
                    case Step.Compute compute -> touched.add(compute.value());
                    case Step.Become become -> touched.add(become.variable());
                    case Step.Store _,Step.Add _,Step.Repeat _,Step.Neighbours _ -> {
                        /* Nothing begins. */
                    }
                }
                for (Value value : touched) {
                    begins.putIfAbsent(value, segment);
                    ends.put(value, segment);
                }
            }
        }
        List<Integer> takenUntil = new ArrayList<>();
        begins.forEach((value, begin) -> {
            int until = ends.getOrDefault(value, begin);
            boolean variable = value.source() instanceof Value.Source.Variable;
            if (variable || (until > begin && !(value.source() instanceof Value.Source.Number))) {
                lasting.put(value, take(takenUntil, begin, until));
                if (variable && nest.kind() == Kind.NEIGHBOURS && width == Width.YMM) {
                    seconds.put(value, take(takenUntil, begin, until));
                }
            }
        });
        behindLasting = nest.sums().size() + takenUntil.size();
    }

    /**
     * A register from one segment until another.
     *
     * @param takenUntil of those behind the sums': the last segment in which it is taken
     */
    private Vector take(List<Integer> takenUntil, int begin, int until) {
        int free = 0;
        while (free < takenUntil.size() && takenUntil.get(free) >= begin) {
            free++;
        }
        if (free == takenUntil.size()) {
            takenUntil.add(until);
        } else {
            takenUntil.set(free, until);
        }
        int number = nest.sums().size() + free;
        if (number >= width.registers()) {
            throw new IllegalStateException("There are too many sums and variables");
        }
        return new Vector(width, number);
    }

    private static Stream<Value> computed(List<Step> steps) {
        return steps.stream().flatMap(s -> s instanceof Step.Compute compute
                ? Stream.of(compute.value())
                : Stream.empty());
    }

    /** Gives registers to what is the same for all rows, as far as they go: those behind the others. */
    private void fix() {
        int before = behindLasting;
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
        // What is computed once for an element is not the same again and again.
        List<Step> again = nest.kind() == Kind.NEIGHBOURS
                ? segments.stream().filter(s -> s.neighbours() != null).flatMap(s -> s.steps().stream()).toList()
                : steps;
        for (Step step : again) {
            if (fixed.size() < free && step instanceof Step.Compute compute
                    && compute.value().source() instanceof Value.Source.Load load && !load.place().moves()
                    && !frame.isRepeated(Pointer.of(load.place())) && !lasting.containsKey(compute.value())
                    && !written.contains(load.place().argument())) {
                fixed.put(compute.value(), new Vector(width, before + fixed.size()));
            }
        }
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
            repeated(segment.count(), () -> {
                Argument neighbours = segment.neighbours();
                if (neighbours == null) {
                    straight(segment.steps(), held, seconds, computed, sums, shift, masked);
                } else {
                    neighbours(neighbours, segment.steps(), held);
                }
            });
            held.putAll(computed);
        }
    }

    /** Does the same as often as the nest is told, or once. */
    private void repeated(@Nullable Argument count, Runnable body) {
        if (count == null) {
            body.run();
            return;
        }
        Label through = new Label();
        frame.told(TURNS, count.number());
        code.sub(TURNS, 1);
        code.jump(Condition.NEGATIVE, through);
        code.add(TURNS, 1);
        List<Pointer> turning = frame.turning(count);
        turning.forEach(frame::begin);
        FunctionCode.repeat(code, TURNS, () -> {
            body.run();
            turning.forEach(frame::turn);
        });
        code.place(through);
    }

    /** Does the same for so many neighbours, sixteen at once; with vectors of eight lanes in two halves. */
    private void neighbours(Argument count, List<Step> steps, Map<Value, Vector> held) {
        code.mov(ROW, 0);
        frame.told(LEFT, count.number());
        wholeAndRest(Strips.LANES, masked -> {
            for (int part = 0; part < Strips.LANES * Float.BYTES; part += width.bytes()) {
                if (masked) {
                    readMask(part);
                }
                Map<Value, Vector> ofPart = new HashMap<>(held);
                if (part > 0) {
                    ofPart.putAll(seconds);
                }
                straight(steps, ofPart, Map.of(), Map.of(), Map.of(), part, masked);
            }
        });
    }

    private void straight(List<Step> steps, Map<Value, Vector> held, Map<Value, Vector> others,
            Map<Value, Vector> computed, Map<Sum, Vector> sums, int shift, boolean masked) {
        new NestBody(code, width, steps, new NestBody.Places() {
            @Override
            public Address address(Place place) {
                return frame.address(place, shift);
            }

            @Override
            public Address waiting(int slot) {
                return frame.waiting(slot);
            }

            @Override
            public Address constant(int bits) {
                return constants.at(CONSTANTS, bits);
            }
        }, held, others, computed, sums, behindLasting + fixed.size(), masked).write();
    }

    /** As many vectors of rows as there are; what the last one has too many is nobody's. */
    private void rows() {
        code.mov(ROW, 0);
        frame.told(LEFT, 0);
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
            frame.told(LEFT, 0);
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
        Address first = frame.address(sum.lanes(), 0);
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
