package org.dnn.compiler.strip;

import java.util.List;
import java.util.stream.IntStream;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/** What a kernel does with the rows of a batch. */
enum RowWork {
    /** Nothing. */
    NONE,
    /** It computes each row from the same row. */
    EACH,
    /** It sums over rows, and does nothing else. */
    SUM,
    /** It looks at several rows in another way, or cannot be cut into strips. */
    OTHER;

    static RowWork of(Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest nest when !touchesRows(nest) -> NONE;
            case Kernel.LoopNest nest when isEach(nest) -> EACH;
            case Kernel.LoopNest nest when isSum(nest) -> SUM;
            case Kernel.LoopNest _ -> OTHER;
            case Kernel.Product product -> product(product);
            case Kernel.Convolve _,Kernel.Slide _ -> OTHER;
        };
    }

    private static boolean touchesRows(Kernel.LoopNest nest) {
        return nest.arguments().stream().anyMatch(s -> s.type().hasRows()) || nest.outer().contains(TensorType.ROWS)
                || nest.loops().stream().anyMatch(l -> l.sizes().contains(TensorType.ROWS));
    }

    private static boolean isEach(Kernel.LoopNest nest) {
        return !nest.outer().isEmpty() && nest.outer().getFirst() == TensorType.ROWS
                && nest.outer().lastIndexOf(TensorType.ROWS) == 0
                && nest.loops().stream().noneMatch(l -> l.sizes().contains(TensorType.ROWS))
                && nest.written().stream().allMatch(w -> nest.arguments().get(w).type().hasRows())
                && keepsToRows(nest, 0);
    }

    private static boolean isSum(Kernel.LoopNest nest) {
        int axis = nest.outer().size();
        return !nest.outer().contains(TensorType.ROWS) && nest.loops().stream().allMatch(l -> isSum(l) || isStore(l))
                && nest.written().stream().noneMatch(w -> nest.arguments().get(w).type().hasRows())
                && keepsToRows(nest, axis);
    }

    private static boolean isSum(Loop loop) {
        return !loop.sizes().isEmpty() && loop.sizes().getFirst() == TensorType.ROWS
                && loop.sizes().lastIndexOf(TensorType.ROWS) == 0
                && loop.statements().stream().allMatch(s -> s instanceof Statement.Accumulate a
                        && a.function() == ReduceFunction.SUM);
    }

    private static boolean isStore(Loop loop) {
        return loop.sizes().isEmpty() && loop.statements().stream()
                .allMatch(s -> s instanceof Statement.Store store && store.term() instanceof Term.Local);
    }

    private static boolean keepsToRows(Kernel.LoopNest nest, int axis) {
        List<Slot> arguments = nest.arguments();
        return IntStream.range(0, arguments.size())
                .filter(a -> arguments.get(a).type().hasRows() && !arguments.get(a).buffer().isColumn())
                .allMatch(a -> arguments.get(a).type().size(0) == TensorType.ROWS && nest.keepsTo(axis, a))
                && nest.terms().allMatch(t -> !(t instanceof Term.Gather gather) || gather.row().isAxis(axis));
    }

    private static RowWork product(Kernel.Product product) {
        List<TensorType> types = product.arguments().stream().map(Slot::type).toList();
        boolean outside = product.arguments().stream()
                .anyMatch(s -> s.type().hasRows() && s.buffer().variable().isPresent());
        if (outside) {
            return OTHER;
        }
        boolean a = types.get(0).hasRows();
        boolean b = types.get(1).hasRows();
        boolean c = types.get(2).hasRows();
        if (product.rows() == TensorType.ROWS && a && !b && c && product.a().columnStride() == 1) {
            return EACH;
        }
        boolean transposed = product.a().rowStride() == 1 && product.b().columnStride() == 1;
        return product.depth() == TensorType.ROWS && a && b && !c && transposed ? SUM : OTHER;
    }
}
