package org.dnn.runtime.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop nest as it is to be assembled: what is asked of it here is computed for each vector of neighbouring rows, or points. A
 * loop in the method that asks, as over the classes of a softmax, is written out turn by turn.
 */
public final class NestCode {
    /** What the loops run over, and so what a nest is told before its places. */
    enum Kind {
        /** Rows: how many. */
        ROWS(1),
        /** Elements, and for each of them rows: how many rows, how many elements. */
        ELEMENTS(2),
        /** Points: from which, to which. */
        POINTS(2);

        private final int told;

        Kind(int told) {
            this.told = told;
        }

        /** How many numbers stand before the places. */
        int told() {
            return told;
        }
    }

    /**
     * A place that the nest is told, where a buffer begins.
     *
     * @param number which of what the nest is told
     * @param isKept whether strides and offsets count as many floats as there is room for rows
     */
    public record Argument(int number, boolean isKept) {}

    /**
     * An element of a buffer: at {@code argument + i * stride + offset}, where i counts the elements.
     *
     * @param moves whether it is another one for each row or point, beside the one before
     */
    record Place(Argument argument, int stride, int offset, boolean moves) {}

    /** A sum over all rows for an element, in sixteen lanes. */
    public static final class Sum {
        private final NestCode nest;
        private final Place lanes;

        private Sum(NestCode nest, Place lanes) {
            this.nest = nest;
            this.lanes = lanes;
        }

        /** Adds the rows' terms, one after the other. */
        public void add(Value term) {
            nest.steps.add(new Step.Add(this, term));
        }

        Place lanes() {
            return lanes;
        }
    }

    /** What is done for a vector of rows, in this order. */
    sealed interface Step {
        record Compute(Value value) implements Step {}

        record Store(Value value, Place to) implements Step {}

        record Add(Sum sum, Value term) implements Step {}
    }

    private final Kind kind;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    /** What was loaded since the last store, which may have changed it. */
    private final Map<Place, Value> loaded = new HashMap<>();
    private final Map<Integer, Value> numbers = new HashMap<>();

    NestCode(Kind kind) {
        this.kind = kind;
    }

    /** The next of the places that the nest is told, in the order in which it is told them. */
    public Argument argument() {
        return argument(false);
    }

    /**
     * The same of a buffer that is kept for all rows of a batch: its strides and offsets count as many floats as there is room
     * for rows.
     */
    public Argument kept() {
        return argument(true);
    }

    private Argument argument(boolean isKept) {
        Argument argument = new Argument(kind.told() + arguments.size(), isKept);
        arguments.add(argument);
        return argument;
    }

    /** Of neighbouring rows, or points, what lies at {@code from + i * stride + offset + row}, where i counts the elements. */
    public Value load(Argument from, int stride, int offset) {
        return load(new Place(from, stride, offset, true));
    }

    /** For all of them what lies at {@code from + i * stride + offset}. */
    public Value broadcast(Argument from, int stride, int offset) {
        return load(new Place(from, stride, offset, false));
    }

    private Value load(Place place) {
        Value known = loaded.get(place);
        if (known != null) {
            return known;
        }
        Value value = value(new Value.Source.Load(place));
        loaded.put(place, value);
        return value;
    }

    /** For all of them a number. */
    public Value number(float value) {
        return bits(Float.floatToRawIntBits(value));
    }

    /** For all of them a pattern of bits. */
    Value bits(int bits) {
        return numbers.computeIfAbsent(bits, b -> new Value(this, new Value.Source.Number(b)));
    }

    Value value(Value.Source source) {
        Value value = new Value(this, source);
        steps.add(new Step.Compute(value));
        return value;
    }

    /** Writes what {@link #load} reads. */
    public void store(Value value, Argument to, int stride, int offset) {
        steps.add(new Step.Store(value, new Place(to, stride, offset, true)));
        loaded.clear();
    }

    /** A sum whose sixteen lanes lie at {@code lanes + i * stride + offset}. */
    public Sum sum(Argument lanes, int stride, int offset) {
        Sum sum = new Sum(this, new Place(lanes, stride, offset, false));
        sums.add(sum);
        return sum;
    }

    Kind kind() {
        return kind;
    }

    /** How many numbers the nest is told, with that for how many rows there is room. */
    int numbers() {
        return 1 + kind.told() + arguments.size();
    }

    List<Step> steps() {
        return steps;
    }

    List<Sum> sums() {
        return sums;
    }
}
