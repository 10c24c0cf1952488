package org.dnn.compiler.kernel;

import java.util.List;

import org.dnn.compiler.source.Origin;

/** One entry in the list of what runs. */
public sealed interface Step {
    /** Run a kernel. */
    record Run(Kernel kernel) implements Step {}

    /** Run these steps {@code count} times; {@code turn} is the name under which slots refer to the turn. */
    record Repeat(int turn, int count, boolean reversed, List<Step> steps, Origin origin) implements Step {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }
}
