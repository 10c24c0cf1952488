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

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.cpu.NestCode.Kind;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Stride;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector.Width;

/** What a nest in machine code keeps besides its values: where its places begin, in registers as far as they go, and its frame. */
final class NestFrame {
    /** Those that hold where buffers begin; what finds no room waits in the frame. */
    static final List<Register> POINTERS = List.of(RDX, RBX, RSI, RDI, RBP, R8, R9, R10, R11, R12);
    static final Register CONSTANTS = R13;
    static final Register LEFT = R14;
    /** How far the rows have come. */
    static final Register ROW = R15;
    /** How many turns of what is repeated are to come. */
    static final Register TURNS = RCX;
    private static final int MOST_WAITING = 96;

    /** Places in the frame. */
    static final int MEMORY = 0;
    static final int LENGTH = 1;
    static final int TOLD = 2;
    static final int CAPACITY = 3;
    /** How far a place goes that moves. */
    static final int EXTENT = 4;
    static final int ELEMENTS = 5;
    static final int COLUMN = 6;
    static final int COLUMN_BYTES = 7;
    /** The same for what is read by whole vectors alone. */
    static final int WHOLE_EXTENT = 8;
    private static final int FIRST_POINTER = 9;

    /** Places that stay as far from each other as they are, so that one register serves them. */
    record Pointer(Argument argument, Stride stride, int keptOffset) {
        static Pointer of(Place place) {
            return new Pointer(place.argument(), place.stride(), place.argument().isKept() ? place.offset() : 0);
        }

        boolean advances() {
            return !stride.equals(Stride.NONE);
        }
    }

    private final Kind kind;
    private final Width width;
    private final Assembler code;
    private final Map<Pointer, Integer> pointers = new LinkedHashMap<>();

    NestFrame(Kind kind, Width width, Assembler code, Collection<Place> places) {
        this.kind = kind;
        this.width = width;
        this.code = code;
        // Those that what is repeated advances come first: they are in registers.
        places.stream().map(Pointer::of).sorted(Comparator.comparing(p -> !p.advances()))
                .forEach(p -> pointers.putIfAbsent(p, pointers.size()));
    }

    /** The pointers by their numbers. */
    Map<Pointer, Integer> pointers() {
        return pointers;
    }

    private int number(Pointer pointer) {
        return pointers.getOrDefault(pointer, -1);
    }

    /** Whether it goes on in each turn of what is repeated. */
    boolean isRepeated(Pointer pointer) {
        return !kind.hasStridesOfElements() && pointer.advances();
    }

    /** By which it goes on from element to element. */
    Stride ofElements(Pointer pointer) {
        return kind.hasStridesOfElements() ? pointer.stride : pointer.argument.each();
    }

    /** By which it goes on from turn to turn. */
    Stride ofTurns(Pointer pointer) {
        return isRepeated(pointer) ? pointer.stride : Stride.NONE;
    }

    /** How many bytes the frame has. */
    int bytes() {
        return Long.BYTES * (FIRST_POINTER + pointers.size()) + MOST_WAITING * width.bytes();
    }

    static Address slot(int number) {
        return RSP.at(Long.BYTES * number);
    }

    /** Where a value waits. */
    Address waiting(int slot) {
        if (slot >= MOST_WAITING) {
            throw new IllegalStateException("Too many values wait for a register");
        }
        return RSP.at(Long.BYTES * (FIRST_POINTER + pointers.size()) + slot * width.bytes());
    }

    /** Where a pointer waits, for a turn of its own or because it has no register. */
    private static Address slotOf(int pointer) {
        return slot(FIRST_POINTER + pointer);
    }

    /** Reads a number that the nest is told. */
    void told(Register to, int number) {
        code.mov(to, slot(TOLD));
        code.movsxd(to, to.at(Integer.BYTES * (1 + number)));
    }

    /** Says where a pointer is, for the first element and the first turn. */
    void set(Pointer pointer, Register address) {
        int number = number(pointer);
        if (number < POINTERS.size()) {
            code.mov(POINTERS.get(number), address);
        }
        if (number >= POINTERS.size() || isRepeated(pointer)) {
            code.mov(slotOf(number), address);
        }
    }

    /** The address of a place, which may be in RAX; {@code shift} bytes further if it moves. */
    Address address(Place place, int shift) {
        int number = number(Pointer.of(place));
        Register address = RAX;
        if (number < POINTERS.size()) {
            address = POINTERS.get(number);
        } else {
            code.mov(RAX, slotOf(number));
        }
        int bytes = place.argument().role().bytes();
        int offset = place.argument().isKept() ? 0 : Math.multiplyExact(bytes, place.offset());
        return place.moves() ? address.at(ROW, bytes, offset + shift) : address.at(offset);
    }

    /** To the next element. */
    void advance(Pointer pointer) {
        Stride stride = ofElements(pointer);
        if (stride.equals(Stride.NONE)) {
            return;
        }
        int number = number(pointer);
        boolean waits = number >= POINTERS.size() || isRepeated(pointer);
        Register address = waits ? RAX : POINTERS.get(number);
        if (waits) {
            code.mov(RAX, slotOf(number));
        }
        goOn(address, pointer.argument, stride, RCX);
        if (waits) {
            code.mov(slotOf(number), address);
        }
    }

    /** Adds a stride to an address; {@code free} holds nothing. */
    private void goOn(Register address, Argument argument, Stride stride, Register free) {
        int bytes = argument.role().bytes();
        if (stride.isTold()) {
            if (argument.isKept()) {
                throw new IllegalStateException("What is kept has a stride that is known");
            }
            told(free, stride.number());
            code.lea(address, address.at(free, bytes, 0));
        } else if (argument.isKept()) {
            code.mov(free, slot(CAPACITY));
            code.imul(free, free, Math.multiplyExact(bytes, stride.number()));
            code.add(address, free);
        } else {
            code.add(address, Math.multiplyExact(bytes, stride.number()));
        }
    }

    /** Those that go on in each of so many turns. */
    List<Pointer> turning(Argument count) {
        if (pointers.keySet().stream().filter(this::isRepeated).count() > MachineNests.MOST_TURNING) {
            throw new IllegalStateException("Too many places go on with what is repeated");
        }
        return pointers.keySet().stream().filter(p -> isRepeated(p) && p.stride.count() == count.number()).toList();
    }

    /** To where it is in the first turn. */
    void begin(Pointer turning) {
        code.mov(POINTERS.get(number(turning)), slotOf(number(turning)));
    }

    /** To where it is in the next turn. */
    void turn(Pointer turning) {
        goOn(POINTERS.get(number(turning)), turning.argument, turning.stride, RAX);
    }
}
