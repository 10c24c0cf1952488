package org.dnn.compiler.allocate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Goes through a plan as it will run, turn by turn, and keeps book of whose content stands where, float by float. What is read
 * must have been written, or be a variable, and nothing else must have been written over it since; a kernel must not write
 * over another of its arguments; at the end all variables hold their own. Nothing lies outside of the arena, and the arena is
 * no larger than what lies in it. Knows nothing of how the places were chosen.
 */
final class PlanVerifier {
    private final Plan plan;
    private final Owners fixed = new Owners();
    private final Owners perRow = new Owners();
    private final Set<Buffer> buffers = new HashSet<>();
    private final Map<Integer, Integer> turns = new HashMap<>();

    /** A stretch of the arena: of its fixed part in floats, or of what there is for each row in floats for a row. */
    private record Stretch(Owners owners, long begin, long end) {
        boolean overlaps(Stretch other) {
            return owners == other.owners && begin < other.end && other.begin < end;
        }
    }

    private PlanVerifier(Plan plan) {
        this.plan = plan;
    }

    /**
     * @param layout what is kept outside of the program's own memory
     * @throws CompilerBug if the plan does not keep the rules
     */
    static void verify(Plan plan, Layout layout) {
        PlanVerifier verifier = new PlanVerifier(plan);
        verifier.collect(plan.all());
        verifier.places(layout);
        verifier.buffers.stream().filter(PlanVerifier::isGiven).forEach(b -> verifier.write(Slot.of(b)));
        verifier.steps(plan.all());
        verifier.buffers.stream().filter(b -> b.variable().isPresent())
                .forEach(b -> verifier.read(Slot.of(b), "the end"));
    }

    private void collect(List<PlannedStep> steps) {
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Call call -> call.kernel().arguments().stream().map(Slot::buffer)
                        .filter(b -> !b.isColumn()).forEach(buffers::add);
                case PlannedStep.Strips strips -> {
                    strips.step().strands().ifPresent(buffers::add);
                    outside(strips).forEach(buffers::add);
                }
                case PlannedStep.Repeat repeat -> collect(repeat.steps());
            }
        }
    }

    /** Whether a program finds content when it begins. */
    private static boolean isGiven(Buffer buffer) {
        return buffer.variable().isPresent() && switch (buffer.variable().get().role()) {
            case PARAMETER, BUFFER, STATISTIC, OPTIMIZER_STATE, HYPERPARAMETER -> true;
            case COLUMN, OUTPUT, REPORT -> false;
        };
    }

    private void places(Layout layout) {
        long floats = layout.size();
        long floatsPerRow = 0;
        for (Buffer buffer : buffers) {
            Stretch place = place(Slot.of(buffer));
            boolean kept = buffer.variable().isPresent() && layout.offsets().containsKey(buffer.variable().get());
            boolean inLayout = place.owners() == fixed && place.begin() < layout.size();
            require(place.begin() >= 0 && kept == inLayout,
                    buffer + " lies among the variables, or not where it should");
            if (place.owners() == fixed) {
                floats = Math.max(floats, Plan.aligned(place.end()));
            } else {
                floatsPerRow = Math.max(floatsPerRow, place.end());
            }
        }
        require(floats == plan.fixed() && floatsPerRow == plan.perRow(),
                "the arena is " + new Extent(plan.fixed(), plan.perRow()) + ", its content "
                        + new Extent(floats, floatsPerRow));
    }

    private void steps(List<PlannedStep> steps) {
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Call call -> call(call.kernel());
                case PlannedStep.Strips strips -> strips(strips);
                case PlannedStep.Repeat repeat -> {
                    for (int i = 0; i < repeat.count(); i++) {
                        turns.put(repeat.turn(), repeat.reversed() ? repeat.count() - 1 - i : i);
                        steps(repeat.steps());
                    }
                }
            }
        }
    }

    private void call(Kernel kernel) {
        List<Slot> arguments = kernel.arguments();
        widths(kernel);
        for (int i = 0; i < arguments.size(); i++) {
            if (!arguments.get(i).buffer().isColumn() && reads(kernel, i)) {
                read(arguments.get(i), kernel.name());
            }
        }
        for (int i : kernel.written()) {
            Stretch written = place(arguments.get(i));
            for (Slot other : arguments) {
                require(other.equals(arguments.get(i)) || other.buffer().isColumn() || !written.overlaps(place(other)),
                        kernel.name() + " writes " + arguments.get(i) + " over " + other);
            }
        }
        kernel.written().forEach(i -> write(arguments.get(i)));
    }

    /** Loop nests take bfloat16 and floats, products factors that are alike, all others floats. */
    private void widths(Kernel kernel) {
        List<Boolean> halves = kernel.arguments().stream().map(s -> s.buffer().inHalves()).toList();
        require(switch (kernel) {
            case Kernel.LoopNest _ -> true;
            case Kernel.Product _ -> halves.get(0).equals(halves.get(1)) && (halves.get(0) || !halves.get(2));
            case Kernel.Convolve _,Kernel.Slide _ -> !halves.contains(true);
        }, kernel.name() + " takes floats beside bfloat16");
    }

    /** What strips touch beside their own memory. */
    private static Stream<Buffer> outside(PlannedStep.Strips strips) {
        return strips.step().kernels().stream().flatMap(k -> k.arguments().stream()).map(Slot::buffer)
                .filter(b -> !b.isColumn() && !strips.values().containsKey(b)).distinct();
    }

    /** The values of a strip have places of their own; what a kernel reads has been computed in the same strip, or before all. */
    private void strips(PlannedStep.Strips strips) {
        List<Buffer> sums = strips.step().sums();
        apart(strips.values(), b -> b.type().elements().rows() * strips.step().rows(), strips.lanes(),
                "a strip's values");
        apart(strips.sums(), b -> b.type().elements().constant(), strips.sumCount(), "the sums over strips");
        strips.step().strands().ifPresent(b -> write(Slot.of(b)));
        Set<Buffer> computed = new HashSet<>();
        for (Kernel kernel : strips.step().kernels()) {
            for (int i = 0; i < kernel.arguments().size(); i++) {
                Slot slot = kernel.arguments().get(i);
                if (slot.buffer().isColumn() || !reads(kernel, i)) {
                    continue;
                }
                require(!sums.contains(slot.buffer()), kernel.name() + " reads the unfinished sum " + slot);
                if (strips.values().containsKey(slot.buffer())) {
                    require(computed.contains(slot.buffer()), kernel.name() + " reads " + slot + " before it is there");
                } else if (!computed.contains(slot.buffer())) {
                    read(slot, kernel.name());
                }
            }
            kernel.written().forEach(w -> computed.add(kernel.arguments().get(w).buffer()));
        }
        strips.step().strands().ifPresent(b -> read(Slot.of(b), "the end of the strips"));
        outside(strips).filter(computed::contains).forEach(b -> write(Slot.of(b)));
    }

    private void apart(Map<Buffer, Long> places, ToLongFunction<Buffer> size, long room, String what) {
        long next = 0;
        for (Map.Entry<Buffer, Long> place : places.entrySet().stream()
                .sorted(Map.Entry.comparingByValue()).toList()) {
            require(place.getValue() >= next, what + " overlap at " + place.getKey());
            next = place.getValue() + size.applyAsLong(place.getKey());
        }
        require(next <= room, what + " need more room than there is");
    }

    /** Whether a kernel needs what an argument holds before it runs. */
    private static boolean reads(Kernel kernel, int argument) {
        if (!(kernel instanceof Kernel.LoopNest nest)) {
            return !kernel.written().contains(argument);
        }
        for (Loop loop : nest.loops()) {
            if (loop.statements().stream().anyMatch(s -> loads(s.term(), argument))) {
                return true;
            }
            if (loop.statements().stream().anyMatch(s -> s instanceof Statement.Store t && t.argument() == argument)) {
                return false;
            }
        }
        return false;
    }

    private static boolean loads(Term term, int argument) {
        return term.all().anyMatch(t -> t instanceof Term.Load load && load.argument() == argument);
    }

    private void read(Slot slot, String reader) {
        Stretch place = place(slot);
        Optional<String> other = place.owners().other(place.begin(), place.end(), slot.buffer());
        require(other.isEmpty(), reader + " reads " + slot + ", where there is " + other.orElse(""));
    }

    private void write(Slot slot) {
        Stretch place = place(slot);
        place.owners().put(place.begin(), place.end(), slot.buffer());
    }

    /** Where a slot lies in this turn. */
    private Stretch place(Slot slot) {
        Extent place = plan.offset(slot.buffer());
        for (int i = 0; i < slot.turns().size(); i++) {
            int turn = turns.getOrDefault(slot.turns().get(i), 0);
            place = place.plus(slot.buffer().type().elements(i + 1).times(turn));
        }
        Extent size = slot.turns().isEmpty() ? slot.buffer().floats() : slot.type().elements();
        return slot.buffer().type().hasRows()
                ? new Stretch(perRow, place.rows(), place.rows() + size.rows())
                : new Stretch(fixed, place.constant(), place.constant() + size.constant());
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new CompilerBug("allocate", plan.name() + ": " + message);
        }
    }
}
