package org.dnn.compiler.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Step;
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

    /**
     * Run these kernels strip by strip, and come together when the last strip is through. The calls before it are done before
     * all members begin, those after it by one of them alone.
     *
     * @param values  where in a strip's own memory each of its values begins, in floats; element j of row r lies at
     *                {@code j * rows + r} from there
     * @param sums    the number of each sum's first element among all
     */
    record Strips(Step.Strips step, Map<Buffer, Long> values, Map<Buffer, Long> sums) implements PlannedStep {
        public Strips {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
        }

        /** How many sums there are. */
        public long sumCount() {
            return sums.keySet().stream().mapToLong(b -> b.type().elements().constant()).sum();
        }

        /** Multiply-adds for each row, and one for each value that is computed otherwise. */
        public long work() {
            return step.kernels().stream().mapToLong(k -> k instanceof Kernel.Product product
                    ? elements(product.columns()) * elements(product.depth()) * elements(product.rows())
                    : k.written().stream().mapToLong(w -> k.arguments().get(w).type().elements().rows()).sum()).sum();
        }

        private static long elements(int size) {
            return size == TensorType.ROWS ? 1 : size;
        }

        /** Where in a strip's own memory the lanes of the sums begin: behind its values. */
        public long lanes() {
            return values.keySet().stream().mapToLong(b -> b.type().elements().rows()).sum() * step.rows();
        }

        /** The floats of a strip's own memory. */
        public long floats() {
            return lanes() + sumCount() * Step.Strips.LANES;
        }
    }
}
