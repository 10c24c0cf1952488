package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.plan.Partition;

/** How a kernel can be shared, and which of its arguments each member then touches in its own part only. */
final class Partitions {
    /** With fewer columns or rows, the pieces of a product are too small. */
    private static final int FEWEST = 64;

    private Partitions() {}

    static Partition of(Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest nest -> nest.outer().isEmpty()
                    ? Partition.ONE
                    : Partition.parts(nest.outer().getFirst());
            case Kernel.Product product when isOfBatch(product) -> new Partition(product.columns(), true);
            case Kernel.Product product -> new Partition(product.rows(), isOverRows(product));
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> Partition.parts(TensorType.ROWS);
                case WEIGHT_GRADIENT -> Partition.parts(convolve.arguments().get(2).type().size(0));
            };
            case Kernel.Slide _ -> Partition.parts(TensorType.ROWS);
        };
    }

    /**
     * Whether members take pieces of a product of a batch and weights: the runtime cuts by columns or rows, whichever has less
     * copied.
     */
    private static boolean isOfBatch(Kernel.Product product) {
        return product.rows() == TensorType.ROWS && product.columns() >= FEWEST;
    }

    /** Whether the batch is summed over, as in a weight's gradient, and there is enough of the result to take pieces of. */
    private static boolean isOverRows(Kernel.Product product) {
        return product.depth() == TensorType.ROWS && product.rows() >= FEWEST;
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
        if (partition.taken() || type.rank() == 0 || type.size(0) != partition.size()) {
            return false;
        }
        return switch (kernel) {
            case Kernel.LoopNest nest -> nest.keepsTo(0, argument);
            case Kernel.Product product -> argument == 2 || (argument == 0 && product.a().columnStride() == 1);
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> argument != 1;
                case WEIGHT_GRADIENT -> argument == 2;
            };
            case Kernel.Slide _ -> true;
        };
    }
}
