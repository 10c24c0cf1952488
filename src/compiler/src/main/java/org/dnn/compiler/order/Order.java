package org.dnn.compiler.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    /** Elements of one from which on its update takes so long that one more meeting of a team is nothing beside it. */
    private static final long LARGE = 1 << 16;
    private static final int BEFORE_ALL = -1;

    private final List<Step> steps;
    /** By the number of a step, which updates come right after it. */
    private final Map<Integer, List<Step>> updates = new HashMap<>();
    /** The numbers of the steps behind which a buffer was last written, and last touched. */
    private final Map<Buffer, Integer> written = new HashMap<>();
    private final Map<Buffer, Integer> touched = new HashMap<>();

    private Order(List<Step> steps) {
        this.steps = steps;
    }

    /** The same kernels, with the same results. */
    public static KernelProgram updatesEarly(KernelProgram program) {
        long weights = program.steps().stream().filter(Order::isUpdate).flatMap(Order::kernels)
                .mapToLong(Order::largestWritten).sum();
        if (weights < MANY) {
            return program;
        }
        return new KernelProgram(program.name(), program.preparation(), new Order(program.steps()).ordered(),
                program.randomStreams());
    }

    private List<Step> ordered() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int place = isUpdate(step) ? kernels(step).mapToInt(this::earliest).max().orElse(i) : i;
            if (isUpdate(step)) {
                updates.computeIfAbsent(place, _ -> new ArrayList<>()).add(step);
            }
            kernels(step).forEach(kernel -> touch(kernel, place));
        }
        List<Step> ordered = new ArrayList<>(updates.getOrDefault(BEFORE_ALL, List.of()));
        for (int i = 0; i < steps.size(); i++) {
            if (!isUpdate(steps.get(i))) {
                ordered.add(steps.get(i));
            }
            ordered.addAll(updates.getOrDefault(i, List.of()));
        }
        return ordered;
    }

    /** Whether it does nothing but give a large weight, and what the optimizer remembers of it, their next value. */
    private static boolean isUpdate(Step step) {
        return step instanceof Step.Run run && run.kernel() instanceof Kernel.LoopNest nest
                && nest.written().stream().map(w -> nest.arguments().get(w).buffer().variable())
                        .allMatch(v -> v.filter(Order::isLearnt).isPresent())
                && largestWritten(nest) >= LARGE;
    }

    private static long largestWritten(Kernel kernel) {
        return kernel.written().stream()
                .mapToLong(w -> kernel.arguments().get(w).buffer().type().elements().constant()).max().orElse(0);
    }

    private static boolean isLearnt(Variable variable) {
        return variable.role() == Variable.Role.PARAMETER || variable.role() == Variable.Role.OPTIMIZER_STATE;
    }

    /** The last step that writes what the kernel reads, or touches what it writes; before the first one if there is none. */
    private int earliest(Kernel kernel) {
        int last = BEFORE_ALL;
        for (int i = 0; i < kernel.arguments().size(); i++) {
            Map<Buffer, Integer> before = kernel.written().contains(i) ? touched : written;
            last = Math.max(last, before.getOrDefault(kernel.arguments().get(i).buffer(), BEFORE_ALL));
        }
        return last;
    }

    private void touch(Kernel kernel, int place) {
        for (int i = 0; i < kernel.arguments().size(); i++) {
            Buffer buffer = kernel.arguments().get(i).buffer();
            touched.merge(buffer, place, Math::max);
            if (kernel.written().contains(i)) {
                written.merge(buffer, place, Math::max);
            }
        }
    }

    private static Stream<Kernel> kernels(Step step) {
        return switch (step) {
            case Step.Run run -> Stream.of(run.kernel());
            case Step.Repeat repeat -> repeat.steps().stream().flatMap(Order::kernels);
            case Step.Strips strips -> strips.kernels().stream();
        };
    }
}
