package org.dnn.compiler.plan;

import java.util.List;

/** What a training costs, known before anything runs: the one source of every table of layers and memory. */
public record Costs(List<LayerCost> layers, MemoryMap memory) {
    public Costs {
        layers = List.copyOf(layers);
    }

    /** The same on a GPU, of programs that were planned for it. */
    public Costs onGpu() {
        return new Costs(layers, memory.onGpu());
    }

    /** How many numbers are trained. */
    public long parameters() {
        return layers.stream().mapToLong(LayerCost::parameters).sum();
    }

    /** Floating-point operations forward for one row. */
    public long flops() {
        return layers.stream().mapToLong(LayerCost::flops).sum();
    }
}
