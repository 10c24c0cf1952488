package org.dnn.compiler.strip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;

/**
 * Puts all kernels that work on rows into one stretch of strips:
 *
 * <pre>
 * for i &lt; rows: a                       strips of 256 rows
 * multiply b = a × w                        for i &lt; rows: a
 * multiply w gradient = aᵀ × b              multiply b = a × w
 * w                                         multiply w gradient = aᵀ × b
 *                                       w
 * </pre>
 *
 * What needs no row is computed before, what needs a sum over the rows, or changes what strips read, after.
 */
public final class Strip {
    /** The name under which this can be left out. */
    public static final String NAME = "RunInStrips";
    /** The longest strip: the calls of its kernels are then a few hundredths of the work. */
    private static final int LONGEST = 256;
    private static final int SHORTEST = 64;
    /** Floats of a strip's values, at most: 128 kB, of the second cache. A strip is as long as they allow. */
    private static final int MOST_VALUES = 1 << 15;
    /**
     * Sums over rows, each of sixteen lanes, and weights of one product, at most. Lanes cost the same however
     * few rows a batch has: with 1,700 sums and batches of 100 rows, products of matrices take half the time of strips.
     */
    private static final int MOST_SUMS = 1 << 10;

    private final List<Kernel> before = new ArrayList<>();
    private final List<Kernel> within = new ArrayList<>();
    private final List<Kernel> after = new ArrayList<>();
    private final Set<Buffer> readByStrips = new HashSet<>();
    private final Set<Buffer> later = new HashSet<>();

    private final boolean sameRows;

    private Strip(boolean sameRows) {
        this.sameRows = sameRows;
    }

    /**
     * The program in strips; empty where its kernels look at several rows in another way than by summing, where rows need a sum
     * over all rows, or where the network is not small.
     *
     * @param program  fused to run in strips
     * @param sameRows whether the program runs again and again for the same rows: what depends on the data alone is computed once
     */
    public static Optional<KernelProgram> strip(KernelProgram program, Buffers buffers, boolean sameRows) {
        Strip strip = new Strip(sameRows);
        boolean sorted = program.steps().stream()
                .allMatch(s -> s instanceof Step.Run run && strip.take(run.kernel()));
        return sorted && !strip.within.isEmpty()
                ? strip.rows().map(r -> strip.program(program, r, buffers))
                : Optional.empty();
    }

    /** Whether the kernel has a place. */
    private boolean take(Kernel kernel) {
        boolean needsLater = kernel.arguments().stream().anyMatch(s -> later.contains(s.buffer()));
        List<Buffer> written = kernel.writtenBuffers().toList();
        return switch (RowWork.of(kernel)) {
            case NONE -> {
                if (needsLater || written.stream().anyMatch(readByStrips::contains)) {
                    after.add(kernel);
                    later.addAll(written);
                } else {
                    before.add(kernel);
                }
                yield true;
            }
            case EACH, SUM -> {
                within.add(kernel);
                kernel.arguments().stream().map(Slot::buffer).forEach(readByStrips::add);
                written.stream().filter(b -> !b.type().hasRows()).forEach(later::add);
                yield !needsLater;
            }
            case OTHER -> false;
        };
    }

    /** How many rows a strip has, where the network is small enough for strips. */
    private Optional<Integer> rows() {
        Step.Strips strips = new Step.Strips(LONGEST, within, Set.of(), Optional.empty());
        long values = strips.values().stream().mapToLong(b -> b.type().elements().rows()).sum();
        boolean small = sums(strips) <= MOST_SUMS && within.stream().allMatch(Strip::isSmall);
        int whole = (int) (MOST_VALUES / Math.max(values, 1)) / Step.Strips.LANES * Step.Strips.LANES;
        return small && whole >= SHORTEST ? Optional.of(Math.min(whole, LONGEST)) : Optional.empty();
    }

    private static boolean isSmall(Kernel kernel) {
        return !(kernel instanceof Kernel.Product product) || product.rows() != TensorType.ROWS
                || (long) product.columns() * product.depth() <= MOST_SUMS;
    }

    private static int sums(Step.Strips strips) {
        return (int) strips.sums().stream().mapToLong(b -> b.type().elements().constant()).sum();
    }

    private KernelProgram program(KernelProgram program, int rows, Buffers buffers) {
        Prepared prepared = sameRows ? Prepared.of(within) : Prepared.NONE;
        List<Kernel> each = within.stream().filter(k -> !prepared.kernels().contains(k)).toList();
        List<Step> preparation = prepared.kernels().isEmpty()
                ? List.of()
                : List.of(new Step.Strips(rows, prepared.kernels(), prepared.kept(), Optional.empty()));
        List<Step> steps = new ArrayList<>();
        before.forEach(k -> steps.add(new Step.Run(k)));
        steps.add(new Step.Strips(rows, each, Set.of(), strands(buffers)));
        after.forEach(k -> steps.add(new Step.Run(k)));
        return new KernelProgram(program.name(), preparation, steps, program.randomStreams());
    }

    private Optional<Buffer> strands(Buffers buffers) {
        int sums = sums(new Step.Strips(LONGEST, within, Set.of(), Optional.empty()));
        return sums == 0
                ? Optional.empty()
                : Optional.of(buffers.temporary("sums of strands",
                        TensorType.of(Step.Strips.STRANDS, sums), Optional.empty()));
    }
}
