package org.dnn.compiler.allocate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Goes through a plan as it will run and holds it to one rule: what is read has been written, and nothing else has been
 * written over it since. Knows nothing of how the places were chosen.
 */
final class PlanVerifier {
    private final Plan plan;
    private final Set<Buffer> intact = new HashSet<>();

    private PlanVerifier(Plan plan) {
        this.plan = plan;
    }

    /** @throws CompilerBug if the plan does not keep the rule */
    static void verify(Plan plan) {
        new PlanVerifier(plan).steps(plan.steps());
    }

    private void steps(List<PlannedStep> steps) {
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Call call -> call(call.kernel());
                case PlannedStep.Repeat repeat -> {
                    /* Twice: the second turn sees what the first has left. */
                    steps(repeat.steps());
                    steps(repeat.steps());
                }
            }
        }
    }

    private void call(Kernel kernel) {
        for (int i = 0; i < kernel.arguments().size(); i++) {
            Buffer buffer = kernel.arguments().get(i).buffer();
            boolean given = buffer.variable().isPresent() || !kernel.arguments().get(i).turns().isEmpty();
            boolean onlyWritten = kernel.written().contains(i);
            if (!given && !onlyWritten && !intact.contains(buffer)) {
                throw new CompilerBug("allocate", kernel.name() + " in " + plan.name() + " reads " + buffer
                        + ", which is not there any more");
            }
        }
        for (int i : kernel.written()) {
            Buffer written = kernel.arguments().get(i).buffer();
            intact.removeIf(b -> !b.equals(written) && overlap(b, written));
            intact.add(written);
        }
    }

    private boolean overlap(Buffer a, Buffer b) {
        return plan.offsets().containsKey(a) && plan.offsets().containsKey(b)
                && Overlap.of(plan.offset(a), a.type(), plan.offset(b), b.type());
    }
}
