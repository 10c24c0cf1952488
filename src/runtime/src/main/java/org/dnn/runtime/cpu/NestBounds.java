package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.NestFrame.LEFT;
import static org.dnn.runtime.cpu.NestFrame.ROW;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RCX;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Role;
import org.dnn.runtime.cpu.NestCode.Step;
import org.dnn.runtime.cpu.NestCode.Stride;
import org.dnn.runtime.cpu.NestFrame.Pointer;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;

/** What a nest in machine code does first: it looks whether all that it would read and write is there, and finds where it begins. */
final class NestBounds {
    private final NestCode nest;
    private final int lanes;
    private final Assembler code;
    private final NestFrame frame;
    private final Collection<Place> places;
    private final Label refused;
    private final Label end;

    /**
     * @param refused where it goes on if something is not there
     * @param end     where it goes on if there is nothing to do
     */
    NestBounds(NestCode nest, int lanes, Assembler code, NestFrame frame, Collection<Place> places, Label refused,
            Label end) {
        this.nest = nest;
        this.lanes = lanes;
        this.code = code;
        this.frame = frame;
        this.places = places;
        this.refused = refused;
        this.end = end;
    }

    void write() {
        switch (nest.kind()) {
            case POINTS -> points();
            case ROWS, ELEMENTS, GRID -> rows();
            case NEIGHBOURS -> nest.steps().forEach(step -> {
                if (step instanceof Step.Neighbours neighbours) {
                    frame.told(RAX, neighbours.count().number());
                    requireNotNegative(RAX);
                }
            });
        }
        if (nest.kind().hasElements()) {
            frame.told(RAX, nest.kind().elements());
            code.sub(RAX, 1);
            code.jump(Condition.NEGATIVE, end);
        }
        frame.pointers().keySet().forEach(this::point);
    }

    /** Of points: how many floats are touched from the first on of what moves; the end if there is nothing to do. */
    private void points() {
        frame.told(RAX, 0);
        requireNotNegative(RAX);
        frame.told(RCX, 1);
        code.mov(NestFrame.slot(NestFrame.EXTENT), RCX);
        code.sub(RCX, RAX);
        code.sub(RCX, 1);
        code.jump(Condition.NEGATIVE, end);
        code.add(RCX, lanes);
        code.and(RCX, -lanes);
        code.add(RCX, RAX);
        code.mov(NestFrame.slot(NestFrame.WHOLE_EXTENT), RCX);
    }

    /** The same of rows, or of a grid's points. */
    private void rows() {
        frame.told(RAX, 0);
        code.sub(RAX, 1);
        code.jump(Condition.NEGATIVE, end);
        int together = nest.kind() == Kind.GRID ? 1 : nest.sums().isEmpty() ? lanes : Strips.LANES;
        code.add(RAX, together);
        code.and(RAX, -together);
        code.mov(NestFrame.slot(NestFrame.EXTENT), RAX);
        if (nest.kind() == Kind.GRID) {
            code.add(RAX, lanes - 1);
            code.and(RAX, -lanes);
        }
        code.mov(NestFrame.slot(NestFrame.WHOLE_EXTENT), RAX);
    }

    /** Computes where a pointer begins, and looks whether all that is reached from it is there. */
    private void point(Pointer pointer) {
        List<Place> served = places.stream().filter(p -> Pointer.of(p).equals(pointer)).toList();
        boolean kept = pointer.argument().isKept();
        frame.told(RAX, pointer.argument().number());
        if (kept && pointer.keptOffset() != 0) {
            code.mov(RCX, NestFrame.slot(NestFrame.CAPACITY));
            code.imul(RCX, RCX, pointer.keptOffset());
            code.add(RAX, RCX);
        }
        code.mov(RCX, RAX);
        code.add(RCX, kept ? 0 : served.stream().mapToInt(Place::offset).min().orElseThrow());
        code.jump(Condition.NEGATIVE, refused);
        code.mov(RCX, RAX);
        goesOn(frame.ofElements(pointer), kept);
        goesOn(frame.ofTurns(pointer), kept);
        reach(served).forEach((neighbours, most) -> {
            code.mov(ROW, RCX);
            code.add(ROW, kept ? 0 : most);
            extent(pointer, served, neighbours);
            require(pointer);
        });
        boolean column = pointer.argument().role().isColumn();
        code.mov(RCX, NestFrame.slot(column ? NestFrame.COLUMN : NestFrame.MEMORY));
        code.lea(RAX, RCX.at(RAX, pointer.argument().role().bytes(), 0));
        frame.set(pointer, RAX);
    }

    /** Adds to RCX how far it is to the last element, or turn; strides that are told are not negative. */
    private void goesOn(Stride stride, boolean kept) {
        if (stride.equals(Stride.NONE)) {
            return;
        }
        frame.told(ROW, stride.count());
        code.sub(ROW, 1);
        if (stride.isTold()) {
            frame.told(LEFT, stride.number());
            requireNotNegative(LEFT);
            code.imul(ROW, LEFT);
        } else {
            code.imul(ROW, ROW, stride.number());
        }
        if (kept) {
            code.mov(LEFT, NestFrame.slot(NestFrame.CAPACITY));
            code.imul(ROW, LEFT);
        }
        code.add(RCX, ROW);
    }

    /** The largest offset of places of as many neighbours; what does not move is beside itself alone. */
    private Map<Integer, Integer> reach(List<Place> served) {
        return served.stream().collect(Collectors.toMap(p -> nest.kind() == Kind.NEIGHBOURS && p.moves()
                ? p.neighbours()
                : -1, Place::offset, Math::max, TreeMap::new));
    }

    /** Adds to ROW how many floats are touched from there on. */
    private void extent(Pointer pointer, List<Place> served, int neighbours) {
        if (neighbours >= 0) {
            frame.told(LEFT, neighbours);
            code.add(ROW, LEFT);
            return;
        }
        if (nest.kind() != Kind.NEIGHBOURS && served.stream().anyMatch(Place::moves)) {
            code.mov(LEFT, NestFrame.slot(pointer.argument().role() == Role.BYTES
                    ? NestFrame.WHOLE_EXTENT
                    : NestFrame.EXTENT));
            code.add(ROW, LEFT);
        }
        code.add(ROW, nest.sums().stream().anyMatch(s -> served.contains(s.lanes()))
                ? Strips.LANES
                : served.stream().allMatch(Place::moves) ? 0 : 1);
    }

    /** Refuses where the memory, or the column, ends before ROW. */
    private void require(Pointer pointer) {
        if (!pointer.argument().role().isColumn()) {
            requireNoMore(NestFrame.LENGTH);
            return;
        }
        // First as if each were a byte: so many have no more bytes than a register counts.
        requireNoMore(NestFrame.COLUMN_BYTES);
        code.imul(ROW, ROW, pointer.argument().role().bytes());
        requireNoMore(NestFrame.COLUMN_BYTES);
    }

    private void requireNoMore(int slot) {
        code.mov(LEFT, NestFrame.slot(slot));
        code.sub(LEFT, ROW);
        code.jump(Condition.NEGATIVE, refused);
    }

    private void requireNotNegative(Register number) {
        code.add(number, 0);
        code.jump(Condition.NEGATIVE, refused);
    }
}
