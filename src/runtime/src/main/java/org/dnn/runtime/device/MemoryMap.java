package org.dnn.runtime.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What lies in the arena of a training: how large each part of it is. The compiler's {@code plan.MemoryMap} computes the same
 * before anything runs; a test holds the two together.
 *
 * @param arena      the sizes of the programs
 * @param parameters floats that are trained
 * @param buffers    floats that are kept with them: running means, statistics of columns
 * @param state      floats that the optimizer remembers
 * @param numbers    floats that the host puts in and reads at each step: learning rates, sums
 */
public record MemoryMap(ArenaSetup arena, long parameters, long buffers, long state, long numbers) {
    /** The most floats of one Java array, which is what the arena is. */
    public static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** One kind of contents. */
    public record Part(String name, long bytes) {}

    /** All parts that there are with such a batch; they sum to {@link #arenaBytes}. */
    public List<Part> parts(int batch, int threads) {
        long variables = parameters + buffers + state + numbers;
        long activations = arena.stepPerRow() * ArenaSetup.rounded(batch);
        long step = arena.stepFixed() + activations;
        List<Part> parts = new ArrayList<>();
        add(parts, "parameters", parameters);
        add(parts, "buffers", buffers);
        add(parts, "optimizer state", state);
        add(parts, "copy to go back to", arena.copied() ? parameters + buffers + state : 0);
        add(parts, "numbers of a step", numbers);
        add(parts, "gradients", arena.stepFixed() - variables);
        add(parts, "activations", activations);
        add(parts, "room for evaluation", arena.copy(batch) - step);
        add(parts, "scratch", arena.scratch() * threads);
        return parts;
    }

    private static void add(List<Part> parts, String name, long floats) {
        if (floats > 0) {
            parts.add(new Part(name, Float.BYTES * floats));
        }
    }

    /** All of it, in bytes. */
    public long arenaBytes(int batch, int threads) {
        return Float.BYTES * arena.floats(batch, threads);
    }
}
