package org.dnn.runtime.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dnn.runtime.cpu.NestCode.Place;
import org.dnn.runtime.cpu.NestCode.Step;
import org.dnn.runtime.cpu.NestCode.Sum;
import org.dnn.runtime.cpu.Value.Source;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Operation;
import org.dnn.runtime.x86.Vector;
import org.dnn.runtime.x86.Vector.Width;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a nest does for one vector of rows, and gives each value a register. There is no jump in it, so it is known when
 * a value is used next; where registers run out, the one that is used last waits in the function's frame (Belady, "A study of
 * replacement algorithms for a virtual-storage computer", 1966).
 */
final class NestBody {
    /** Beside the one of the rows that there are, which is {@link LaneMask}'s. */
    private static final int CONDITION_MASK = 2;
    /** Of four: 1, 0, 3, 2. */
    private static final int NEIGHBOURS_SWAPPED = 0xB1;
    /** Of four: 2, 3, 0, 1. */
    private static final int HALVES_SWAPPED = 0x4E;

    /** Where things lie. */
    interface Places {
        /** What lies at a place for these rows; it may use RAX. */
        Address address(Place place);

        /** Where a value can wait. */
        Address waiting(int slot);

        Address constant(int bits);
    }

    private final Assembler code;
    private final Width width;
    private final List<Step> steps;
    private final Places places;
    /** Registers that hold values when this begins, and later: variables, and what is the same in each turn. */
    private final Map<Value, Vector> fixed;
    /** With 256 bits, of variables that gather of neighbours: the last eight of their sixteen lanes. */
    private final Map<Value, Vector> seconds;
    /** Registers in which values are to be, that are computed here, when this ends. */
    private final Map<Value, Vector> lasting;
    private final Map<Sum, Vector> sums;
    /** Of the rows that there are, where there are fewer than lanes. */
    private final LaneMask mask;
    private final boolean masked;

    private final Map<Value, List<Integer>> uses = new HashMap<>();
    private final Map<Value, Integer> registers = new HashMap<>();
    /** Where values wait, or have waited. */
    private final Map<Value, Integer> slots = new HashMap<>();
    private final BitSet taken = new BitSet();
    private final @Nullable Value[] holders;
    private final boolean[] locked;
    private final int firstFree;
    private final int end;
    private int now;

    /**
     * @param fixed   registers of variables, and of values that are in them already
     * @param seconds registers of variables with a second half
     * @param lasting registers for values that are computed here and used later
     * @param firstFree the first register that is none of those, and no sum's
     * @param masked whether there are fewer rows than lanes
     */
    NestBody(Assembler code, Width width, List<Step> steps, Places places, Map<Value, Vector> fixed,
            Map<Value, Vector> seconds, Map<Value, Vector> lasting, Map<Sum, Vector> sums, int firstFree,
            boolean masked) {
        this.code = code;
        this.width = width;
        this.steps = steps;
        this.places = places;
        this.fixed = fixed;
        this.seconds = seconds;
        this.lasting = lasting;
        this.sums = sums;
        this.firstFree = firstFree;
        this.masked = masked;
        this.mask = new LaneMask(width);
        this.end = width.registers() - mask.vectors(masked);
        this.holders = new Value[width.registers()];
        this.locked = new boolean[width.registers()];
    }

    void write() {
        List<Step> needed = needed();
        for (int n = 0; n < needed.size(); n++) {
            for (Value operand : operands(needed.get(n))) {
                uses.computeIfAbsent(operand, _ -> new ArrayList<>()).add(n);
            }
        }
        for (now = 0; now < needed.size(); now++) {
            Arrays.fill(locked, false);
            operands(needed.get(now)).forEach(this::lock);
            write(needed.get(now));
        }
    }

    /** Without what nobody uses. */
    private List<Step> needed() {
        Map<Value, Boolean> used = new HashMap<>();
        List<Step> needed = new ArrayList<>();
        for (Step step : steps.reversed()) {
            if (!(step instanceof Step.Compute compute) || lasting.containsKey(compute.value())
                    || (used.containsKey(compute.value()) && !fixed.containsKey(compute.value()))) {
                needed.addFirst(step);
                operands(step).forEach(o -> used.put(o, true));
            }
        }
        return needed;
    }

    static List<Value> operands(Step step) {
        return switch (step) {
            case Step.Compute compute -> compute.value().source().operands();
            case Step.Store store -> List.of(store.value());
            case Step.Add add -> List.of(add.term());
            case Step.Become become -> List.of(become.value());
            case Step.Repeat _,Step.Neighbours _ ->
                throw new IllegalStateException("What is repeated is another body");
        };
    }

    private void write(Step step) {
        switch (step) {
            case Step.Compute compute -> {
                compute(compute.value());
                Vector lasts = lasting.get(compute.value());
                if (lasts != null) {
                    code.vmovups(lasts, register(compute.value()));
                    release(compute.value());
                }
            }
            case Step.Become become -> {
                become(become);
                release(become.value());
            }
            case Step.Repeat _,Step.Neighbours _ ->
                throw new IllegalStateException("What is repeated is another body");
            case Step.Store store -> {
                Vector value = register(store.value());
                Address to = places.address(store.to());
                if (store.to().moves()) {
                    mask.write(code, to, value, masked);
                } else {
                    code.vmovss(to, value);
                }
                release(store.value());
            }
            case Step.Add add -> {
                Vector sum = sum(add.sum());
                Vector term = register(add.term());
                if (!masked) {
                    code.calculate(Operation.VADDPS, sum, sum, term);
                } else if (mask.isFree()) {
                    code.vaddps(sum, term, LaneMask.NUMBER);
                } else {
                    Vector all = take();
                    code.calculate(Operation.VADDPS, all, sum, term);
                    code.vblendvps(sum, sum, all, mask.vector());
                }
                release(add.term());
            }
        }
    }

    private void become(Step.Become become) {
        Vector variable = fixed(become.variable());
        Vector value = register(become.value());
        if (!masked || !become.gathers()) {
            code.vmovups(variable, value);
        } else if (mask.isFree()) {
            code.vblendmps(variable, variable, value, LaneMask.NUMBER);
        } else {
            code.vblendvps(variable, variable, value, mask.vector());
        }
        Vector second = seconds.get(become.variable());
        if (second != null) {
            code.vmovups(second, value);
        }
    }

    private Vector fixed(Value value) {
        Vector register = fixed.get(value);
        if (register == null) {
            throw new IllegalStateException("The variable has no register");
        }
        return register;
    }

    private Vector sum(Sum sum) {
        Vector register = sums.get(sum);
        if (register == null) {
            throw new IllegalStateException("The sum has no register");
        }
        return register;
    }

    private void compute(Value value) {
        switch (value.source()) {
            case Source.Number _,Source.Variable _ -> throw new IllegalStateException("It is no step");
            case Source.Load load -> {
                Vector to = take();
                load(to, load.place());
                hold(to, value);
            }
            case Source.Calculation calculation -> calculate(value, calculation);
            case Source.MultiplyAdd sum -> multiplyAdd(value, sum.x(), sum.y(), sum.added());
            case Source.SquareRoot root -> unary(value, root.x(), code::vsqrtps);
            case Source.Shift shift -> unary(value, shift.x(), (to, x) -> {
                if (shift.left() >= 0) {
                    code.vpslld(to, x, shift.left());
                } else {
                    code.vpsrad(to, x, -shift.left());
                }
            });
            case Source.Swap swap -> swap(value, swap);
            case Source.Choice choice -> choose(value, choice);
        }
    }

    private void load(Vector to, Place place) {
        Address from = places.address(place);
        if (place.argument().role() == NestCode.Role.BYTES) {
            // Of whole vectors: what lies behind the last point is in the column too.
            code.vpmovzxbd(to, from);
            code.vcvtdq2ps(to, to);
        } else if (!place.moves()) {
            code.vbroadcastss(to, from);
        } else {
            mask.read(code, to, from, masked);
        }
    }

    @FunctionalInterface
    private interface Unary {
        void write(Vector to, Vector x);
    }

    private void unary(Value value, Value x, Unary instruction) {
        Vector from = register(x);
        release(x);
        Vector to = take();
        instruction.write(to, from);
        hold(to, value);
    }

    private void swap(Value value, Source.Swap swap) {
        Vector second = seconds.get(swap.x());
        if (second != null) {
            Vector to = take();
            code.vmovups(to, second);
            hold(to, value);
            return;
        }
        unary(value, swap.x(), (to, x) -> {
            switch (swap.distance()) {
                case 1 -> code.vshufps(to, x, x, NEIGHBOURS_SWAPPED);
                case 2 -> code.vshufps(to, x, x, HALVES_SWAPPED);
                case 4 -> {
                    if (width == Width.ZMM) {
                        code.vshuff32x4(to, x, x, NEIGHBOURS_SWAPPED);
                    } else {
                        code.vperm2f128(to, x, x, 1);
                    }
                }
                default -> code.vshuff32x4(to, x, x, HALVES_SWAPPED);
            }
        });
    }

    private void calculate(Value value, Source.Calculation calculation) {
        boolean swapped = isInMemory(calculation.left()) && commutes(calculation.operation());
        Value left = swapped ? calculation.right() : calculation.left();
        Value right = swapped ? calculation.left() : calculation.right();
        Vector x = register(left);
        if (isInMemory(right)) {
            release(left);
            Vector to = take();
            code.calculate(calculation.operation(), to, x, constant(right));
            hold(to, value);
            return;
        }
        Vector y = register(right);
        release(left);
        release(right);
        Vector to = take();
        code.calculate(calculation.operation(), to, x, y);
        hold(to, value);
    }

    private static boolean commutes(Operation operation) {
        return switch (operation) {
            case VADDPS, VMULPS, VPADDD, VPAND, VPOR, VPXOR -> true;
            case VSUBPS, VDIVPS, VMINPS, VMAXPS, VPSUBD, VFMADD132PS, VFMADD213PS, VFMADD231PS -> false;
        };
    }

    /** The instruction writes over one of its operands: best over one that is not needed again. */
    private void multiplyAdd(Value value, Value first, Value second, Value added) {
        Value x = isNumber(first) ? second : first;
        Value y = isNumber(first) ? first : second;
        if (isLast(added)) {
            Vector to = register(added);
            Vector factor = register(x);
            if (isInMemory(y)) {
                code.calculate(Operation.VFMADD231PS, to, factor, constant(y));
            } else {
                code.calculate(Operation.VFMADD231PS, to, factor, register(y));
            }
            over(to, added, value, x, y);
            return;
        }
        if (!isLast(x) && isLast(y)) {
            Value swapped = x;
            x = y;
            y = swapped;
        }
        if (isInMemory(y) && !isInMemory(added)) {
            Vector plus = register(added);
            Vector to = over(x);
            code.calculate(Operation.VFMADD132PS, to, plus, constant(y));
            over(to, x, value, y, added);
        } else {
            Vector factor = register(y);
            if (isInMemory(added)) {
                Vector to = over(x);
                code.calculate(Operation.VFMADD213PS, to, factor, constant(added));
                over(to, x, value, y, added);
            } else {
                Vector plus = register(added);
                Vector to = over(x);
                code.calculate(Operation.VFMADD213PS, to, factor, plus);
                over(to, x, value, y, added);
            }
        }
    }

    /** A register with a value that may be written over. */
    private Vector over(Value x) {
        Vector from = register(x);
        if (isLast(x)) {
            return from;
        }
        Vector copy = take();
        locked[copy.number()] = true;
        code.vmovups(copy, from);
        return copy;
    }

    /** A value stands where another one was. */
    private void over(Vector register, Value before, Value value, Value... others) {
        if (isLast(before)) {
            release(before);
        }
        for (Value other : others) {
            release(other);
        }
        hold(register, value);
    }

    private void choose(Value value, Source.Choice choice) {
        Optional<Vector> condition = condition(choice.condition());
        Vector otherwise = register(choice.whenFalse());
        boolean inMemory = isInMemory(choice.whenTrue());
        Vector chosen = inMemory ? otherwise : register(choice.whenTrue());
        choice.operands().forEach(this::release);
        Vector to = condition.orElseGet(this::take);
        if (condition.isPresent() && inMemory) {
            code.vblendvps(to, otherwise, constant(choice.whenTrue()), to);
        } else if (condition.isPresent()) {
            code.vblendvps(to, otherwise, chosen, to);
        } else if (inMemory) {
            code.vblendmps(to, otherwise, constant(choice.whenTrue()), CONDITION_MASK);
        } else {
            code.vblendmps(to, otherwise, chosen, CONDITION_MASK);
        }
        hold(to, value);
    }

    /** Where it holds: a register of its own with 256 bits, else a mask. */
    private Optional<Vector> condition(Value.Condition condition) {
        Vector x = register(condition.left);
        if (width == Width.ZMM) {
            if (isInMemory(condition.right)) {
                code.vcmpps(CONDITION_MASK, x, constant(condition.right), condition.predicate);
            } else {
                code.vcmpps(CONDITION_MASK, x, register(condition.right), condition.predicate);
            }
            return Optional.empty();
        }
        Vector to = take();
        locked[to.number()] = true;
        if (isInMemory(condition.right)) {
            code.vcmpps(to, x, constant(condition.right), condition.predicate);
        } else {
            code.vcmpps(to, x, register(condition.right), condition.predicate);
        }
        return Optional.of(to);
    }

    private static boolean isNumber(Value value) {
        return value.source() instanceof Source.Number;
    }

    /** Whether it is a number that an instruction reads from memory. */
    private boolean isInMemory(Value value) {
        return isNumber(value) && !registers.containsKey(value);
    }

    private Address constant(Value value) {
        if (value.source() instanceof Source.Number number) {
            return places.constant(number.bits());
        }
        throw new IllegalStateException("Not a number");
    }

    /** Whether it is not used after this step, and its register can be written over. */
    private boolean isLast(Value value) {
        return !isNumber(value) && !fixed.containsKey(value) && nextUse(value) == Integer.MAX_VALUE;
    }

    private int nextUse(Value value) {
        for (int use : uses.getOrDefault(value, List.of())) {
            if (use > now) {
                return use;
            }
        }
        return Integer.MAX_VALUE;
    }

    private void lock(Value value) {
        Integer register = registers.get(value);
        if (register != null) {
            locked[register] = true;
        }
    }

    /** The register of a value, into which it comes if it is not there. */
    private Vector register(Value value) {
        Vector always = fixed.get(value);
        if (always != null) {
            return always;
        }
        Integer known = registers.get(value);
        if (known != null) {
            return vector(known);
        }
        Vector register = take();
        Integer slot = slots.get(value);
        code.vmovups(register, isNumber(value) ? constant(value) : places.waiting(required(slot)));
        hold(register, value);
        locked[register.number()] = true;
        return register;
    }

    private static int required(@Nullable Integer slot) {
        if (slot == null) {
            throw new IllegalStateException("A value is used before it is computed");
        }
        return slot;
    }

    private Vector vector(int number) {
        return new Vector(width, number);
    }

    private void hold(Vector register, Value value) {
        holders[register.number()] = value;
        registers.put(value, register.number());
    }

    /** Its register is free if it is not used again. */
    private void release(Value value) {
        Integer register = registers.get(value);
        if (register != null && nextUse(value) == Integer.MAX_VALUE) {
            registers.remove(value);
            holders[register] = null;
            locked[register] = false;
            Integer slot = slots.remove(value);
            if (slot != null) {
                taken.clear(slot);
            }
        }
    }

    /** A free register. */
    private Vector take() {
        int farthest = -1;
        int next = -1;
        for (int r = firstFree; r < end; r++) {
            Value holder = holders[r];
            if (holder == null && !locked[r]) {
                return vector(r);
            }
            if (holder != null && !locked[r] && nextUse(holder) > next) {
                farthest = r;
                next = nextUse(holder);
            }
        }
        Value waits = farthest < 0 ? null : holders[farthest];
        if (waits == null) {
            throw new IllegalStateException("There are too few registers");
        }
        if (!isNumber(waits) && !slots.containsKey(waits)) {
            int slot = taken.nextClearBit(0);
            taken.set(slot);
            slots.put(waits, slot);
            code.vmovups(places.waiting(slot), vector(farthest));
        }
        registers.remove(waits);
        holders[farthest] = null;
        return vector(farthest);
    }
}
