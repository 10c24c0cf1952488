package org.dnn.runtime.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program writes, in order, from one meeting of its team to the next. Generated programs fill it, for the search for
 * the first value that is not finite.
 */
public final class Trace {
    /**
     * What holds a value in the arena.
     *
     * @param place    in floats
     * @param count    of its numbers
     * @param width    numbers for each row, or 0 where it has no rows
     * @param inHalves whether they are bfloat16, two in the place of a float
     */
    public record Value(String name, int line, int place, int count, int width, boolean inHalves) {
        /** The floats in whose place it is. */
        public int floats() {
            return inHalves ? Math.ceilDiv(count, 2) : count;
        }

        private boolean overlaps(Value other) {
            return place < other.place + other.floats() && other.place < place + floats();
        }
    }

    /** Floats of a strip that hold a value: {@code width} times {@code stride}, the rows beside each other. */
    public record StripValue(String name, int line, int place, int stride, int width) {}

    private final List<StripValue> strips = new ArrayList<>();
    private final List<StripValue> kept = new ArrayList<>();
    private final List<Value> begun = new ArrayList<>();
    private final List<List<Value>> meetings = new ArrayList<>(List.of(new ArrayList<>()));

    public Trace() {}

    /** A value without rows is written. */
    public void value(String name, int line, int place, int count) {
        write(new Value(name, line, place, count, 0, false));
    }

    /** A value is written that has so many numbers for each row of the batch. */
    public void rows(String name, int line, int place, int rows, int width) {
        write(new Value(name, line, place, rows * width, width, false));
    }

    /** A value without rows is written as bfloat16. */
    public void halfValue(String name, int line, int place, int count) {
        write(new Value(name, line, place, count, 0, true));
    }

    /** One that has so many numbers for each row of the batch is written as bfloat16. */
    public void halfRows(String name, int line, int place, int rows, int width) {
        write(new Value(name, line, place, rows * width, width, true));
    }

    /** A value is written that has so many numbers for each row of a strip, the next one {@code stride} floats on. */
    public void strip(String name, int line, int place, int stride, int width) {
        strips.add(new StripValue(name, line, place, stride, width));
    }

    /** The preparation writes such a value for all rows of the batch, before anything else. */
    public void kept(String name, int line, int place, int stride, int width) {
        kept.add(new StripValue(name, line, place, stride, width));
    }

    /** What can be seen when the preparation is through. */
    public List<StripValue> kept() {
        return kept;
    }

    /** What can be seen when a strip is through. */
    public List<StripValue> strips() {
        return strips;
    }

    /** All that has been written so far is there when the batch is set. */
    public void begun() {
        begun.addAll(meetings.getLast());
        meetings.getLast().clear();
    }

    /** What can be seen when the batch is set. */
    public List<Value> atBeginning() {
        return begun;
    }

    /** The team meets. */
    public void barrier() {
        meetings.add(new ArrayList<>());
    }

    /** What is overwritten before the team meets cannot be seen. */
    private void write(Value value) {
        List<Value> since = meetings.getLast();
        since.removeIf(value::overlaps);
        since.add(value);
    }

    /** What can be seen when the team meets, for the first time, the second, and at last at the program's end. */
    public List<Value> meeting(int number) {
        return meetings.get(number);
    }
}
