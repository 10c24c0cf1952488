package org.dnn.compiler.strip;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Slot;

/**
 * The kernels whose results depend on the data's rows alone, and those of their results that other kernels read.
 *
 * @param kernels in their order
 */
record Prepared(List<Kernel> kernels, Set<Buffer> kept) {
    static final Prepared NONE = new Prepared(List.of(), Set.of());

    static Prepared of(List<Kernel> all) {
        Set<Buffer> known = new HashSet<>();
        Set<Kernel> prepared = new LinkedHashSet<>();
        for (Kernel kernel : all) {
            if (kernel instanceof Kernel.LoopNest nest && RowWork.of(nest) == RowWork.EACH && !nest.isRandom()
                    && read(nest).allMatch(b -> known.contains(b) || isData(b))
                    && nest.writtenBuffers().allMatch(b -> b.variable().isEmpty())) {
                prepared.add(nest);
                nest.writtenBuffers().forEach(known::add);
            }
        }
        Set<Buffer> kept = new LinkedHashSet<>();
        all.stream().filter(k -> !prepared.contains(k)).flatMap(Prepared::read).filter(known::contains)
                .forEach(kept::add);
        return new Prepared(List.copyOf(prepared), kept);
    }

    private static Stream<Buffer> read(Kernel kernel) {
        List<Buffer> written = kernel.writtenBuffers().toList();
        return kernel.arguments().stream().map(Slot::buffer).filter(b -> !written.contains(b));
    }

    /** Whether it stays the same throughout a training. */
    private static boolean isData(Buffer buffer) {
        return buffer.variable().map(Variable::role)
                .filter(r -> r == Variable.Role.COLUMN || r == Variable.Role.STATISTIC).isPresent();
    }
}
