package org.dnn.compiler.allocate;

import java.util.List;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;
import org.dnn.compiler.plan.Partition;

/** How a kernel can be shared, and which of its arguments each member then touches in its own part only. */
final class Partitions {
    private Partitions() {}

    static Partition of(Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest nest -> nest.outer().isEmpty()
                    ? Partition.ONE
                    : new Partition(nest.outer().getFirst());
            case Kernel.Product product -> new Partition(product.rows());
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> new Partition(TensorType.ROWS);
                case WEIGHT_GRADIENT -> new Partition(convolve.convolution().filters());
            };
            case Kernel.Slide _ -> new Partition(TensorType.ROWS);
        };
    }

    /**
     * Whether a member that has part [from, to) of the partition touches of an argument only what belongs to that part: the
     * elements whose first axis is in [from, to).
     */
    static boolean isOwn(Kernel kernel, int argument) {
        TensorType type = kernel.arguments().get(argument).type();
        Partition partition = of(kernel);
        if (!partition.isShared()) {
            return true;
        }
        if (type.rank() == 0 || type.size(0) != partition.size()) {
            return false;
        }
        return switch (kernel) {
            case Kernel.LoopNest nest -> nest.loops().stream().allMatch(l -> isOwn(nest, l, argument, type));
            case Kernel.Product product -> argument == 2 || (argument == 0 && product.a().columnStride() == 1);
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> argument != 1;
                case WEIGHT_GRADIENT -> argument == 2;
            };
            case Kernel.Slide _ -> true;
        };
    }

    private static boolean isOwn(Kernel.LoopNest nest, Loop loop, int argument, TensorType type) {
        return loop.statements().stream().allMatch(s -> switch (s) {
            case Statement.Let let -> isOwn(nest, loop, let.term(), argument, type);
            case Statement.Accumulate accumulate -> isOwn(nest, loop, accumulate.term(), argument, type);
            case Statement.Store store -> isOwn(nest, loop, store.term(), argument, type)
                    && (store.argument() != argument || stays(nest, loop, store.index(), type));
        });
    }

    private static boolean isOwn(Kernel.LoopNest nest, Loop loop, Term term, int argument, TensorType type) {
        return switch (term) {
            case Term.Load load -> load.argument() != argument || stays(nest, loop, load.index(), type);
            case Term.Number _,Term.Local _,Term.Rows _,Term.Position _,Term.Uniform _,Term.Gather _ -> true;
            case Term.Unary unary -> isOwn(nest, loop, unary.operand(), argument, type);
            case Term.Binary binary -> isOwn(nest, loop, binary.left(), argument, type)
                    && isOwn(nest, loop, binary.right(), argument, type);
            case Term.Select select -> isOwn(nest, loop, select.condition(), argument, type)
                    && isOwn(nest, loop, select.whenTrue(), argument, type)
                    && isOwn(nest, loop, select.whenFalse(), argument, type);
        };
    }

    /** Whether an index, whatever the other axes do, stays in the elements of the first axis. */
    private static boolean stays(Kernel.LoopNest nest, Loop loop, Index index, TensorType type) {
        long room = type.elements(1).constant();
        List<Integer> outer = nest.outer();
        long farthest = index.constant();
        for (int a = 1; a < index.strides().size(); a++) {
            int size = a < outer.size() ? outer.get(a) : loop.sizes().get(a - outer.size());
            if (size == TensorType.ROWS && index.stride(a) != 0) {
                return false;
            }
            farthest += index.stride(a) * (size == TensorType.ROWS ? 0 : size - 1);
        }
        return index.stride(0) == room && farthest < room;
    }
}
