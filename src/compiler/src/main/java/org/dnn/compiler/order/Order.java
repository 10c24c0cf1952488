package org.dnn.compiler.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Step;

/**
 * Weights are updated as soon as their gradient is there and nobody needs the old ones, instead of after the backward pass. The
 * gradient is still in a cache then, and the next layer's takes its memory: there is room for the largest, not for all. Where all of
 * them stay in a cache anyway, they are updated at the end: a team meets less often so.
 *
 * <pre>
 *   gradient2 = …, from weight2          gradient2 = …, from weight2
 *   gradient1 = …               →        weight2 = …, from gradient2
 *   weight1 = …, from gradient1          gradient1 = …
 *   weight2 = …, from gradient2          weight1 = …, from gradient1
 * </pre>
 */
public final class Order {
    /** The name by which it can be left out, as a pass: {@code -Ddnn.without=UpdateEarly}. */
    public static final String NAME = "UpdateEarly";

    /** Elements of all weights from which on not everything stays in a cache: with gradients and Adam's moments, 16 MiB. */
    private static final long MANY = 1 << 20;
    /** Elements of one from which on its update takes so long that one more meeting of a team is little beside it. */
    private static final long LARGE = 1 << 14;

    /** The steps by the place behind which they come: each has its own, and updates one before. */
    private final SortedMap<Integer, List<Step>> places = new TreeMap<>();
    /** The places behind which a buffer was last written, and last touched. */
    private final Map<Buffer, Integer> written = new HashMap<>();
    private final Map<Buffer, Integer> touched = new HashMap<>();

    private Order() {}

    /** The same kernels, with the same results. */
    public static KernelProgram updatesEarly(KernelProgram program) {
        long weights = program.steps().stream().flatMap(s -> update(s).stream()).mapToLong(Order::elements).sum();
        return weights < MANY
                ? program
                : new KernelProgram(program.name(), program.preparation(), new Order().ordered(program.steps()),
                        program.randomStreams());
    }

    private List<Step> ordered(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int place = update(step).filter(u -> elements(u) >= LARGE).map(this::earliest).orElse(i);
            places.computeIfAbsent(place, _ -> new ArrayList<>()).add(step);
            step.allKernels().forEach(kernel -> touch(kernel, place));
        }
        return places.values().stream().flatMap(List::stream).toList();
    }

    /** What does nothing but give a weight, and what the optimizer remembers of it, their next value. */
    private static Optional<Kernel.LoopNest> update(Step step) {
        return step instanceof Step.Run run && run.kernel() instanceof Kernel.LoopNest nest
                && nest.writtenBuffers().allMatch(b -> b.variable().filter(Order::isLearnt).isPresent())
                        ? Optional.of(nest)
                        : Optional.empty();
    }

    private static boolean isLearnt(Variable variable) {
        return variable.role() == Variable.Role.PARAMETER || variable.role() == Variable.Role.OPTIMIZER_STATE;
    }

    /** Of the weight. */
    private static long elements(Kernel.LoopNest update) {
        return update.writtenBuffers().mapToLong(b -> b.type().elements().constant()).max().orElse(0);
    }

    /** That of the last step that writes what the kernel reads, or touches what it writes; before all if there is none. */
    private int earliest(Kernel kernel) {
        int last = -1;
        for (int i = 0; i < kernel.arguments().size(); i++) {
            Map<Buffer, Integer> before = kernel.written().contains(i) ? touched : written;
            last = Math.max(last, before.getOrDefault(kernel.arguments().get(i).buffer(), -1));
        }
        return last;
    }

    private void touch(Kernel kernel, int place) {
        kernel.arguments().forEach(slot -> touched.merge(slot.buffer(), place, Math::max));
        kernel.writtenBuffers().forEach(buffer -> written.merge(buffer, place, Math::max));
    }
}
