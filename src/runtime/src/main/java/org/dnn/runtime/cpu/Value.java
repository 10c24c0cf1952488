package org.dnn.runtime.cpu;

import java.util.List;
import java.util.function.BinaryOperator;
import org.dnn.runtime.x86.Operation;

/** What machine code computes: a vector of floats, one for each of neighbouring rows or points. */
public final class Value {
    /** How two values are compared. Where one is NaN, only {@code NE} holds. */
    public enum Comparison {
        LT(0x11), LE(0x12), GT(0x1E), GE(0x1D), EQ(0x00), NE(0x04);

        private final int predicate;

        Comparison(int predicate) {
            this.predicate = predicate;
        }
    }

    /** The lanes in which two values compare so. */
    public static final class Condition {
        final int predicate;
        final Value left;
        final Value right;

        private Condition(int predicate, Value left, Value right) {
            this.predicate = predicate;
            this.left = left;
            this.right = right;
        }
    }

    /** How a value comes to be. */
    sealed interface Source {
        /** The same number, or pattern of bits, in every lane. */
        record Number(int bits) implements Source {}

        /** What it has become. */
        record Variable() implements Source {}

        /** What lies at a place: neighbours, or the same for all lanes. */
        record Load(NestCode.Place place) implements Source {}

        record Calculation(Operation operation, Value left, Value right) implements Source {}

        /** {@code x * y + added}. */
        record MultiplyAdd(Value x, Value y, Value added) implements Source {}

        record SquareRoot(Value x) implements Source {}

        /** The bits moved to the left or, with the sign kept, to the right. */
        record Shift(Value x, int left) implements Source {}

        /** In each lane that of the lane whose number differs from its own by so much, a power of two; of sixteen lanes. */
        record Swap(Value x, int distance) implements Source {}

        record Choice(Condition condition, Value whenTrue, Value whenFalse) implements Source {}

        /** What it is computed of. */
        default List<Value> operands() {
            return switch (this) {
                case Number _,Variable _,Load _ -> List.of();
                case Calculation c -> List.of(c.left, c.right);
                case MultiplyAdd m -> List.of(m.x, m.y, m.added);
                case SquareRoot r -> List.of(r.x);
                case Shift s -> List.of(s.x);
                case Swap s -> List.of(s.x);
                case Choice c -> List.of(c.condition.left, c.condition.right, c.whenTrue, c.whenFalse);
            };
        }
    }

    /** Of the manual's predicates: one is NaN. */
    private static final int UNORDERED = 0x03;

    private final NestCode nest;
    private final Source source;

    Value(NestCode nest, Source source) {
        this.nest = nest;
        this.source = source;
    }

    Source source() {
        return source;
    }

    public Value add(Value other) {
        return calculate(Operation.VADDPS, other);
    }

    public Value add(float other) {
        return add(nest.number(other));
    }

    public Value sub(Value other) {
        return calculate(Operation.VSUBPS, other);
    }

    public Value sub(float other) {
        return sub(nest.number(other));
    }

    public Value mul(Value other) {
        return calculate(Operation.VMULPS, other);
    }

    public Value mul(float other) {
        return mul(nest.number(other));
    }

    public Value div(Value other) {
        return calculate(Operation.VDIVPS, other);
    }

    public Value div(float other) {
        return div(nest.number(other));
    }

    /** NaN where one is, and 0 is more than -0, as {@link Math#max}. */
    public Value max(Value other) {
        return extreme(Operation.VMAXPS, Operation.VPAND, other);
    }

    /** Of two zeros, and of what is not a number, the processor takes the second: asked both ways, it gives both. */
    private Value extreme(Operation extreme, Operation ofZeros, Value other) {
        return calculate(extreme, other).calculate(ofZeros, other.calculate(extreme, this))
                .blend(add(other), new Condition(UNORDERED, this, other));
    }

    /** As {@link #max(Value)}. */
    public Value max(float other) {
        if (isUsual(other)) {
            return nest.number(other).calculate(Operation.VMAXPS, this);
        }
        // What is left as -0 becomes 0.
        return isZero(other) ? nest.number(0).calculate(Operation.VMAXPS, this).add(0) : max(nest.number(other));
    }

    /** NaN where one is, and -0 is less than 0, as {@link Math#min}. */
    public Value min(Value other) {
        return extreme(Operation.VMINPS, Operation.VPOR, other);
    }

    /** As {@link #min(Value)}. */
    public Value min(float other) {
        return isUsual(other) || isZero(other)
                ? nest.number(other).calculate(Operation.VMINPS, this)
                : min(nest.number(other));
    }

    /** Whether it equals no other pattern of bits. */
    private static boolean isUsual(float number) {
        return number != 0 && !Float.isNaN(number);
    }

    /** Not of -0. */
    private static boolean isZero(float number) {
        return Float.floatToRawIntBits(number) == 0;
    }

    public Value neg() {
        return calculate(Operation.VPXOR, nest.bits(Elementary.SIGN));
    }

    public Value abs() {
        return calculate(Operation.VPAND, nest.bits(~Elementary.SIGN));
    }

    public Value sqrt() {
        return nest.value(new Source.SquareRoot(this));
    }

    /** What the sixteen lanes of a variable, which has gathered of neighbours, are together: as {@link LaneSums}. */
    public Value sumOfLanes() {
        return together(Value::add);
    }

    /** The largest of them. */
    public Value maxOfLanes() {
        return together(Value::max);
    }

    /** The least of them. */
    public Value minOfLanes() {
        return together(Value::min);
    }

    /** The order of two operands is nothing to the result, so that all lanes come to the same. */
    private Value together(BinaryOperator<Value> operation) {
        if (!(source instanceof Source.Variable)) {
            throw new IllegalStateException("A variable alone has sixteen lanes");
        }
        Value all = this;
        for (int distance = Strips.LANES / 2; distance > 0; distance /= 2) {
            all = operation.apply(all, nest.value(new Source.Swap(all, distance)));
        }
        return all;
    }

    public Condition compare(Comparison comparison, Value other) {
        return new Condition(comparison.predicate, this, other);
    }

    public Condition compare(Comparison comparison, float other) {
        return compare(comparison, nest.number(other));
    }

    /** Another value where a condition holds, else this one. */
    public Value blend(Value other, Condition where) {
        return nest.value(new Source.Choice(where, other, this));
    }

    /** As {@link #blend(Value, Condition)}. */
    public Value blend(float other, Condition where) {
        return blend(nest.number(other), where);
    }

    /** {@code this * factor + added}, rounded once. */
    Value fma(Value factor, Value added) {
        return nest.value(new Source.MultiplyAdd(this, factor, added));
    }

    Value fma(Value factor, float added) {
        return fma(factor, nest.number(added));
    }

    Value fma(float factor, float added) {
        return fma(nest.number(factor), nest.number(added));
    }

    Value fma(float factor, Value added) {
        return fma(nest.number(factor), added);
    }

    /** The same number in every lane. */
    Value like(float number) {
        return nest.number(number);
    }

    /** Of the bits as whole numbers: their sum. */
    Value plusBits(int bits) {
        return calculate(Operation.VPADDD, nest.bits(bits));
    }

    Value minusBits(int bits) {
        return calculate(Operation.VPSUBD, nest.bits(bits));
    }

    Value minusBits(Value other) {
        return calculate(Operation.VPSUBD, other);
    }

    Value andBits(int bits) {
        return calculate(Operation.VPAND, nest.bits(bits));
    }

    Value orBits(Value other) {
        return calculate(Operation.VPOR, other);
    }

    Value shiftLeft(int count) {
        return nest.value(new Source.Shift(this, count));
    }

    /** With the sign kept. */
    Value shiftRight(int count) {
        return nest.value(new Source.Shift(this, -count));
    }

    /** The bits of a number less this value's, as whole numbers. */
    Value bitsLess(int bits) {
        return nest.bits(bits).minusBits(this);
    }

    private Value calculate(Operation operation, Value other) {
        return nest.value(new Source.Calculation(operation, this, other));
    }
}
