package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.plan.Partition;

/** How a kernel can be shared, and which of its arguments each member then touches in its own part only. */
final class Partitions {
    /** With fewer columns, their parts are too narrow for a tile. */
    private static final int FEWEST_COLUMNS = 64;

    private Partitions() {}

    static Partition of(Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest nest -> nest.outer().isEmpty()
                    ? Partition.ONE
                    : new Partition(nest.outer().getFirst());
            case Kernel.Product product -> new Partition(isByColumns(product) ? product.columns() : product.rows());
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> new Partition(TensorType.ROWS);
                case WEIGHT_GRADIENT -> new Partition(convolve.arguments().get(2).type().size(0));
            };
            case Kernel.Slide _ -> new Partition(TensorType.ROWS);
        };
    }

    /**
     * Whether each member has some columns of all rows. So a tile has enough rows although a batch is small, no two members
     * copy the same columns, and of a layer's weights a member meets those that it updates itself.
     */
    private static boolean isByColumns(Kernel.Product product) {
        return product.rows() == TensorType.ROWS && product.columns() >= FEWEST_COLUMNS;
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
            case Kernel.LoopNest nest -> nest.keepsTo(0, argument);
            case Kernel.Product product when isByColumns(product) -> argument == 1 && product.b().rowStride() == 1;
            case Kernel.Product product -> argument == 2 || (argument == 0 && product.a().columnStride() == 1);
            case Kernel.Convolve convolve -> switch (convolve.kind()) {
                case FORWARD, INPUT_GRADIENT -> argument != 1;
                case WEIGHT_GRADIENT -> argument == 2;
            };
            case Kernel.Slide _ -> true;
        };
    }
}
