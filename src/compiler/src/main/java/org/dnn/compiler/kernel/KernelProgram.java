package org.dnn.compiler.kernel;

import java.util.List;

/**
 * All that one program runs, in order.
 *
 * @param preparation   what runs before the steps, but only once as long as the rows of the batch stay the same
 * @param randomStreams what it draws random numbers from, by path
 */
public record KernelProgram(String name, List<Step> preparation, List<Step> steps, List<String> randomStreams) {
    public KernelProgram {
        preparation = List.copyOf(preparation);
        steps = List.copyOf(steps);
        randomStreams = List.copyOf(randomStreams);
    }
}
