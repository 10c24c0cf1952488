package org.dnn.compiler.narrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.kernel.Term;
import org.dnn.compiler.source.Origin;

/**
 * Gives large products factors that are bfloat16, for {@code precision: bf16}. A value that loop nests compute, and that is a factor
 * of such products alone, is stored so, and whoever else reads it reads what is stored, as with PyTorch's autocast. Of other
 * factors, as weights, there are copies, each made where the first product needs it. A product gives bfloat16 where all that is
 * computed of its result is such values, and floats otherwise.
 */
public final class Narrow {
    /** Multiplications that take a large GPU longer than two or three more kernels take to start. */
    private static final long LARGE = 1 << 26;

    private final Buffers buffers;
    private final long rows;
    private final Set<Buffer> narrowed;

    private Narrow(List<Step> steps, Buffers buffers, long rows) {
        this.buffers = buffers;
        this.rows = rows;
        // What loop nests give large products alone; then what such products give nests that compute nothing else.
        this.narrowed = only(steps, this::isFactor, (kernel, _) -> kernel instanceof Kernel.LoopNest);
        narrowed.addAll(only(steps, this::isResult, (kernel, _) -> computesFactors(kernel)));
    }

    /** The buffers that are in some place that is wanted, and otherwise only where others may be. */
    private static Set<Buffer> only(List<Step> steps, BiPredicate<Kernel, Integer> wanted,
            BiPredicate<Kernel, Integer> allowed) {
        Set<Buffer> found = new HashSet<>();
        Set<Buffer> others = new HashSet<>();
        steps.stream().flatMap(Step::allKernels).forEach(kernel -> {
            for (int i = 0; i < kernel.arguments().size(); i++) {
                Slot slot = kernel.arguments().get(i);
                if (wanted.test(kernel, i)) {
                    found.add(slot.buffer());
                }
                if (!isFree(slot) || !wanted.or(allowed).test(kernel, i)) {
                    others.add(slot.buffer());
                }
            }
        });
        found.removeAll(others);
        return found;
    }

    /** Whether nobody else knows how it is stored. */
    private static boolean isFree(Slot slot) {
        return slot.buffer().variable().isEmpty() && slot.turns().isEmpty();
    }

    private boolean isFactor(Kernel kernel, int argument) {
        return isLarge(kernel) && !kernel.written().contains(argument);
    }

    private boolean isResult(Kernel kernel, int argument) {
        return isLarge(kernel) && kernel.written().contains(argument);
    }

    private boolean computesFactors(Kernel kernel) {
        return kernel instanceof Kernel.LoopNest
                && kernel.writtenBuffers().allMatch(narrowed::contains);
    }

    /**
     * The same program with such factors.
     *
     * @param program without strips
     * @param rows    of most batches
     */
    public static KernelProgram factors(KernelProgram program, Buffers buffers, long rows) {
        if (!program.preparation().isEmpty()) {
            throw new CompilerBug("narrow", "a program that prepares something");
        }
        return new KernelProgram(program.name(), List.of(),
                new Narrow(program.steps(), buffers, rows).steps(program.steps()), program.randomStreams());
    }

    private boolean isLarge(Kernel kernel) {
        return kernel instanceof Kernel.Product product
                && size(product.rows()) * size(product.columns()) * size(product.depth()) >= LARGE;
    }

    private long size(int size) {
        return size == TensorType.ROWS ? rows : size;
    }

    private List<Step> steps(List<Step> steps) {
        List<Step> narrow = new ArrayList<>();
        Map<Slot, Slot> copies = new HashMap<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Run run -> {
                    Kernel kernel = run.kernel();
                    List<Slot> arguments = new ArrayList<>(kernel.arguments().stream().map(this::narrowed).toList());
                    for (int i = 0; i < arguments.size(); i++) {
                        Slot slot = arguments.get(i);
                        if (isFactor(kernel, i) && !slot.buffer().inHalves()) {
                            arguments.set(i, copies.computeIfAbsent(slot, s -> copy(s, kernel.origin(), narrow)));
                        }
                    }
                    narrow.add(new Step.Run(kernel.with(arguments)));
                    kernel.written().forEach(
                            w -> copies.keySet().removeIf(s -> s.buffer().equals(kernel.arguments().get(w).buffer())));
                }
                case Step.Repeat repeat -> {
                    narrow.add(new Step.Repeat(repeat.turn(), repeat.count(), repeat.reversed(), steps(repeat.steps()),
                            repeat.origin()));
                    // Its steps may have written what was copied.
                    copies.clear();
                }
                case Step.Strips _ -> throw new CompilerBug("narrow", "a program in strips");
            }
        }
        return narrow;
    }

    private Slot narrowed(Slot slot) {
        return narrowed.contains(slot.buffer()) ? new Slot(slot.buffer().halves(), slot.turns()) : slot;
    }

    /** Adds a kernel that copies a factor. */
    private Slot copy(Slot factor, Origin origin, List<Step> steps) {
        TensorType type = factor.type();
        Slot copy = Slot
                .of(buffers.temporary(factor.buffer().name() + " factor", type, factor.buffer().origin()).halves());
        Index place = new Index(0,
                IntStream.range(0, type.rank()).mapToObj(a -> type.elements(a + 1).constant()).toList());
        steps.add(new Step.Run(new Kernel.LoopNest(copy.buffer().name(), List.of(factor, copy), type.sizes(),
                List.of(new Loop(List.of(), List.of(new Statement.Store(1, place, new Term.Load(0, place))))),
                origin)));
        return copy;
    }
}
