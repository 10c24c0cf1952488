package org.dnn.compiler.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.dnn.compiler.source.Origin;

/** One entry in the list of what runs. */
public sealed interface Step {
    /** Its kernels, in order; those of a repetition once. */
    default Stream<Kernel> allKernels() {
        return switch (this) {
            case Run run -> Stream.of(run.kernel());
            case Repeat repeat -> repeat.steps().stream().flatMap(Step::allKernels);
            case Strips strips -> strips.kernels().stream();
        };
    }

    /** Run a kernel. */
    record Run(Kernel kernel) implements Step {}

    /** Run these steps {@code count} times; {@code turn} is the name under which slots refer to the turn. */
    record Repeat(int turn, int count, boolean reversed, List<Step> steps, Origin origin) implements Step {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Run all of these kernels for a strip of rows, then for the next one. What they give for each row is gone with the strip,
     * but for the program's outputs and what is kept; what they give without rows is a sum over the rows of all strips, there when the last one
     * is through.
     *
     * @param rows    the most rows of a strip
     * @param kept    what is given for each row of the batch and stays, for other strips
     * @param strands where the strands' sums go: [strands, sums]; empty where nothing is summed
     */
    record Strips(int rows, List<Kernel> kernels, Set<Buffer> kept, Optional<Buffer> strands) implements Step {
        /** Sums over the rows of a strand have so many lanes. */
        public static final int LANES = 16;
        /** The most strands. */
        public static final int STRANDS = 8;

        public Strips {
            kernels = List.copyOf(kernels);
            kept = Set.copyOf(kept);
        }

        /** What is there for the rows of a strip alone, in the order in which it is computed. */
        public List<Buffer> values() {
            return written().filter(b -> b.type().hasRows() && b.variable().isEmpty() && !kept.contains(b)).toList();
        }

        /** What is summed over the rows of all strips; those that need memory of their own first. */
        public List<Buffer> sums() {
            return written().filter(b -> !b.type().hasRows())
                    .sorted(Comparator.comparing(b -> b.variable().isPresent())).toList();
        }

        private Stream<Buffer> written() {
            return kernels.stream().flatMap(Kernel::writtenBuffers)
                    .distinct();
        }
    }
}
