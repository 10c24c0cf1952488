package org.dnn.compiler.plan;

import java.util.List;

import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.source.Origin;

/** One entry of a plan. */
public sealed interface PlannedStep {
    /**
     * Run a kernel.
     *
     * @param barrier whether all members of the team must have come this far first
     */
    record Call(Kernel kernel, Partition partition, boolean barrier) implements PlannedStep {}

    /** Run these steps {@code count} times, all members together at the beginning of each turn and at the end. */
    record Repeat(int turn, int count, boolean reversed, List<PlannedStep> steps, Origin origin)
            implements
                PlannedStep {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }
}
