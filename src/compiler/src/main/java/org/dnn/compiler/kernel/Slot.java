package org.dnn.compiler.kernel;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.ir.TensorType;

/**
 * What a kernel works on: a buffer, or, inside repetitions, the element of a stack that the turn is at. {@code turns} names
 * the repetitions that choose the leading axes of the buffer, outermost first.
 */
public record Slot(Buffer buffer, List<Integer> turns) {
    public Slot {
        turns = List.copyOf(turns);
    }

    public static Slot of(Buffer buffer) {
        return new Slot(buffer, List.of());
    }

    /** The element that a repetition's turn is at. */
    public Slot at(int turn) {
        List<Integer> all = new ArrayList<>(turns);
        all.add(turn);
        return new Slot(buffer, all);
    }

    public TensorType type() {
        return new TensorType(buffer.type().sizes().subList(turns.size(), buffer.type().rank()));
    }

    @Override
    public String toString() {
        return turns.isEmpty() ? buffer.name() : buffer.name() + turns;
    }
}
