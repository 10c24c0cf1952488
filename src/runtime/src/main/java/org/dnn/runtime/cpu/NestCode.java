package org.dnn.runtime.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        POINTS(2),
        /** Elements, and for each of them points: how many points, how many elements. */
        GRID(2),
        /** Elements, and for each of them neighbours, again and again if it says so: how many elements. */
        NEIGHBOURS(1);

        private final int told;

        Kind(int told) {
            this.told = told;
        }

        /** Whether it goes from element to element. */
        boolean hasElements() {
            return this == ELEMENTS || this == GRID || this == NEIGHBOURS;
        }

        /** Which of what it is told says how many elements there are. */
        int elements() {
            return this == NEIGHBOURS ? 0 : 1;
        }

        /** Whether strides go from element to element; they go from turn to turn of what is repeated otherwise. */
        boolean hasStridesOfElements() {
            return this == ELEMENTS || this == GRID;
        }

        /** How many numbers stand before the places. */
        int told() {
            return told;
        }
    }

    /** What an argument is. */
    enum Role {
        /** Where in the memory a buffer begins. */
        PLACE(Float.BYTES),
        /** The same, of a buffer whose strides and offsets count as many floats as there is room for rows. */
        KEPT(Float.BYTES),
        /** Where in the column the bytes begin, each of which is a number from 0 to 255. */
        BYTES(Byte.BYTES),
        /** Where in the column the floats begin. */
        FLOATS(Float.BYTES);

        private final int bytes;

        Role(int bytes) {
            this.bytes = bytes;
        }

        boolean isColumn() {
            return this == BYTES || this == FLOATS;
        }

        /** How many bytes an element has. */
        int bytes() {
            return bytes;
        }
    }

    /**
     * A number that the nest is told: where something begins, how often something is repeated, or how far its places are apart.
     *
     * @param number which of what the nest is told
     * @param each   how far what it says is from what it says for the next element, in a nest of neighbours
     */
    public record Argument(int number, Role role, Stride each) {
        boolean isKept() {
            return role == Role.KEPT;
        }
    }

    /**
     * How far places are apart: so many floats, or as many as the nest is told.
     *
     * @param number of floats; if it is told, which of what the nest is told
     * @param count  which of what the nest is told says how many places there are
     */
    record Stride(int number, boolean isTold, int count) {
        /** Of what is there once. */
        static final Stride NONE = new Stride(0, false, 0);
    }

    /**
     * An element of a buffer: at {@code argument + i * stride + offset}, where i counts the elements, or the turns of what is
     * repeated.
     *
     * @param moves      whether it is another one for each row, point or neighbour, beside the one before
     * @param neighbours of how many neighbours, if it moves along them: which of what the nest is told says it
     */
    record Place(Argument argument, Stride stride, int offset, boolean moves, int neighbours) {}

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
            nest.current.add(new Step.Add(this, term));
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

        /** A variable becomes a value, in the lanes of the neighbours that there are if it gathers of them. */
        record Become(Value variable, Value value, boolean gathers) implements Step {}

        /** All of this as often as the nest is told. */
        record Repeat(Argument count, List<Step> steps) implements Step {}

        /** All of this for so many neighbours, as often as the nest is told, or once. */
        record Neighbours(Argument count, @Nullable Argument turns, List<Step> steps) implements Step {}
    }

    private final Kind kind;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    /** Where the next step goes: to all steps, or to what is repeated. */
    private List<Step> current = steps;
    /** How often that is repeated. */
    private @Nullable Argument turns;
    /** The number of the turn, if it has been asked for. */
    private @Nullable Value turn;
    /** For how many neighbours the next step is done. */
    private @Nullable Argument neighbours;
    private final List<Sum> sums = new ArrayList<>();
    /** What was loaded since the last store, which may have changed it. */
    private final Map<Place, Value> loaded = new HashMap<>();
    private final Map<Integer, Value> numbers = new HashMap<>();

    NestCode(Kind kind) {
        this.kind = kind;
    }

    /** The next of the places that the nest is told, in the order in which it is told them. */
    public Argument argument() {
        return argument(Role.PLACE, Stride.NONE);
    }

    /** The same in a nest of neighbours: with each element it lies so many floats further. */
    public Argument argument(int each) {
        return argument(Role.PLACE, each == 0 ? Stride.NONE : new Stride(each, false, ofNeighbours().elements()));
    }

    /** The same by as many floats as the nest is told. */
    public Argument argument(Argument each) {
        return argument(Role.PLACE, new Stride(each.number(), true, ofNeighbours().elements()));
    }

    private Kind ofNeighbours() {
        if (kind != Kind.NEIGHBOURS) {
            throw new IllegalStateException("Not of neighbours");
        }
        return kind;
    }

    /**
     * The same of a buffer that is kept for all rows of a batch: its strides and offsets count as many floats as there is room
     * for rows.
     */
    public Argument kept() {
        return argument(Role.KEPT, Stride.NONE);
    }

    /** The same of a column of bytes, which is not in the memory: each is a number from 0 to 255. */
    public Argument bytes() {
        return argument(Role.BYTES, Stride.NONE);
    }

    /** The same of a column of floats. A nest has one column at most. */
    public Argument floats() {
        return argument(Role.FLOATS, Stride.NONE);
    }

    private Argument argument(Role role, Stride each) {
        if (kind == Kind.NEIGHBOURS && role != Role.PLACE) {
            throw new IllegalStateException("Neighbours are in the memory, and not kept");
        }
        if (role.isColumn() && arguments.stream().anyMatch(a -> a.role().isColumn())) {
            throw new IllegalStateException("A second column");
        }
        Argument argument = new Argument(kind.told() + arguments.size(), role, each);
        arguments.add(argument);
        return argument;
    }

    /**
     * Of neighbouring rows, or points, what lies at {@code from + i * stride + offset + row}, where i counts the elements, or the
     * turns of what is repeated.
     */
    public Value load(Argument from, int stride, int offset) {
        return load(moving(from, stride(stride), offset));
    }

    /** The same, with a stride that the nest is told. */
    public Value load(Argument from, Argument stride, int offset) {
        return load(moving(from, stride(stride), offset));
    }

    /** For all of them what lies at {@code from + i * stride + offset}. */
    public Value broadcast(Argument from, int stride, int offset) {
        return load(new Place(from, stride(stride), offset, false, 0));
    }

    /** The same, with a stride that the nest is told. */
    public Value broadcast(Argument from, Argument stride, int offset) {
        return load(new Place(from, stride(stride), offset, false, 0));
    }

    private Place moving(Argument argument, Stride stride, int offset) {
        if (kind != Kind.NEIGHBOURS) {
            return new Place(argument, stride, offset, true, 0);
        }
        if (neighbours == null) {
            throw new IllegalStateException("Here are no neighbours");
        }
        return new Place(argument, stride, offset, true, neighbours.number());
    }

    private Stride stride(int floats) {
        return floats == 0 ? Stride.NONE : new Stride(floats, false, counted());
    }

    private Stride stride(Argument floats) {
        return new Stride(floats.number(), true, counted());
    }

    /** Which of what the nest is told says how many elements there are, or turns. */
    private int counted() {
        if (kind.hasStridesOfElements()) {
            return kind.elements();
        }
        if (turns == null) {
            throw new IllegalStateException("There is no turn");
        }
        return turns.number();
    }

    private Value load(Place place) {
        if (place.argument().role() == Role.BYTES && !place.moves()) {
            throw new IllegalStateException("Bytes are read side by side");
        }
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
        current.add(new Step.Compute(value));
        return value;
    }

    /** Writes what {@link #load(Argument, int, int)} reads. */
    public void store(Value value, Argument to, int stride, int offset) {
        store(value, moving(to, stride(stride), offset));
    }

    /** Writes what {@link #load(Argument, Argument, int)} reads. */
    public void store(Value value, Argument to, Argument stride, int offset) {
        store(value, moving(to, stride(stride), offset));
    }

    /** Writes what {@link #broadcast(Argument, int, int)} reads, of an element: the value's first lane. */
    public void put(Value value, Argument to, int offset) {
        if (ofNeighbours() != kind || neighbours != null) {
            throw new IllegalStateException("There are many neighbours");
        }
        store(value, new Place(to, Stride.NONE, offset, false, 0));
    }

    private void store(Value value, Place to) {
        current.add(new Step.Store(value, to));
        loaded.clear();
    }

    /** A value that becomes another one with what is repeated, or gathers of neighbours; at first it is a number. */
    public Value variable(float first) {
        Value variable = new Value(this, new Value.Source.Variable());
        become(variable, number(first));
        return variable;
    }

    /** From here on a variable is this. */
    public void become(Value variable, Value value) {
        current.add(new Step.Become(variable, value, neighbours != null));
    }

    /**
     * What is asked from here on, until {@link #end}, is done again and again for each vector of rows, or points, as often as the
     * nest is told.
     */
    public void repeat(Argument count) {
        if ((kind != Kind.POINTS && kind != Kind.ROWS) || turns != null) {
            throw new IllegalStateException("Nothing is repeated here");
        }
        current = new ArrayList<>();
        turns = count;
        steps.add(new Step.Repeat(count, current));
        loaded.clear();
    }

    /** The number of the turn of what is repeated: 0, 1, … */
    public Value turn() {
        if (turns == null || kind == Kind.NEIGHBOURS) {
            throw new IllegalStateException("There is no turn");
        }
        if (turn == null) {
            turn = new Value(this, new Value.Source.Variable());
            steps.add(steps.size() - 1, new Step.Become(turn, number(0), false));
        }
        return turn;
    }

    /**
     * What is asked from here on, until {@link #end}, is done for so many neighbours of the element. A variable has sixteen lanes
     * there: neighbour j belongs to lane j mod 16.
     */
    public void neighbours(Argument count) {
        beginNeighbours(count, null);
    }

    /** The same again and again, as often as the nest is told; strides go from turn to turn. */
    public void neighbours(Argument count, Argument turns) {
        beginNeighbours(count, turns);
    }

    private void beginNeighbours(Argument count, @Nullable Argument turns) {
        if (ofNeighbours() != kind || neighbours != null) {
            throw new IllegalStateException("Neighbours of neighbours");
        }
        current = new ArrayList<>();
        neighbours = count;
        this.turns = turns;
        steps.add(new Step.Neighbours(count, turns, current));
        loaded.clear();
    }

    /** Ends what is repeated, or done for neighbours. */
    public void end() {
        if (turn != null) {
            become(turn, turn.add(1));
        }
        current = steps;
        turn = null;
        turns = null;
        neighbours = null;
        loaded.clear();
    }

    /** A sum whose sixteen lanes lie at {@code lanes + i * stride + offset}. */
    public Sum sum(Argument lanes, int stride, int offset) {
        Sum sum = new Sum(this, new Place(lanes, stride(stride), offset, false, 0));
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
