package org.dnn.compiler.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.plan.Partition;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Where the members of a team must wait for each other: before a kernel that touches what another member's part of an earlier
 * kernel has written or read. Kernels shared in the same way that keep to their own parts need no waiting. Beside strips, what
 * needs no row is so little that one member does it.
 */
final class Barriers {
    private record Touch(Slot slot, boolean writes, boolean own, Partition partition) {}

    private final Map<Buffer, Extent> offsets;
    /** What has been touched since the team last met. */
    private final List<Touch> pending = new ArrayList<>();

    Barriers(Map<Buffer, Extent> offsets) {
        this.offsets = offsets;
    }

    List<PlannedStep> plan(List<Step> steps) {
        List<PlannedStep> planned = new ArrayList<>();
        boolean inStrips = steps.stream().anyMatch(s -> s instanceof Step.Strips);
        for (Step step : steps) {
            switch (step) {
                case Step.Run run when inStrips ->
                    planned.add(new PlannedStep.Call(run.kernel(), Partition.ONE, false));
                case Step.Run run -> planned.add(call(run.kernel()));
                case Step.Strips strips -> planned.add(StripPlaces.of(strips));
                case Step.Repeat repeat -> {
                    pending.clear();
                    List<PlannedStep> body = plan(repeat.steps());
                    pending.clear();
                    planned.add(new PlannedStep.Repeat(repeat.turn(), repeat.count(), repeat.reversed(), body,
                            repeat.origin()));
                }
            }
        }
        return planned;
    }

    private PlannedStep.Call call(Kernel kernel) {
        Partition partition = Partitions.of(kernel);
        List<Touch> touches = new ArrayList<>();
        for (int i = 0; i < kernel.arguments().size(); i++) {
            touches.add(new Touch(kernel.arguments().get(i), kernel.written().contains(i),
                    Partitions.isOwn(kernel, i), partition));
        }
        boolean barrier = touches.stream().anyMatch(t -> pending.stream().anyMatch(p -> conflict(p, t)));
        if (barrier) {
            pending.clear();
        }
        pending.addAll(touches);
        return new PlannedStep.Call(kernel, partition, barrier);
    }

    private boolean conflict(Touch earlier, Touch later) {
        if (!earlier.writes() && !later.writes()) {
            return false;
        }
        if (earlier.slot().buffer().equals(later.slot().buffer())) {
            return !(earlier.own() && later.own() && earlier.partition().equals(later.partition()));
        }
        return !bothAlone(earlier, later) && !sameParts(earlier, later)
                && overlap(earlier.slot().buffer(), later.slot().buffer());
    }

    /** Whether each member touches the same stretch of memory in both, under two names. */
    private boolean sameParts(Touch earlier, Touch later) {
        Slot a = earlier.slot();
        Slot b = later.slot();
        return earlier.own() && later.own() && earlier.partition().isShared()
                && earlier.partition().equals(later.partition()) && a.turns().isEmpty() && b.turns().isEmpty()
                && a.type().elements(1).equals(b.type().elements(1))
                && Objects.equals(offsets.get(a.buffer()), offsets.get(b.buffer()));
    }

    /** What one member does alone, it does in order. */
    private static boolean bothAlone(Touch earlier, Touch later) {
        return !earlier.partition().isShared() && !later.partition().isShared();
    }

    private boolean overlap(Buffer a, Buffer b) {
        Extent from = offsets.get(a);
        Extent other = offsets.get(b);
        return from != null && other != null && Overlap.of(from, a, other, b);
    }
}
