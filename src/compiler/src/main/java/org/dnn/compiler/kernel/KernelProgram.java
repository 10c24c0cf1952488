package org.dnn.compiler.kernel;

import java.util.List;

/** All that one program runs, in order; the random streams that it draws from, by path. */
public record KernelProgram(String name, List<Step> steps, List<String> randomStreams) {
    public KernelProgram {
        steps = List.copyOf(steps);
        randomStreams = List.copyOf(randomStreams);
    }
}
