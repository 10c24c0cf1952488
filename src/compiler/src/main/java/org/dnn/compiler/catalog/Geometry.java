package org.dnn.compiler.catalog;

import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.catalog.LayerRule.Mismatch;

/** How many places a sliding window has, by PyTorch's rule. */
public final class Geometry {
    private Geometry() {}

    /**
     * Places along one axis.
     *
     * @throws Mismatch if there is none
     */
    static int positions(String layer, int size, int kernel, int stride, int padding, int dilation, boolean ceil) {
        int room = size + 2 * padding - dilation * (kernel - 1) - 1;
        int count = Math.floorDiv(room + (ceil ? stride - 1 : 0), stride) + 1;
        if (ceil && (count - 1) * stride >= size + padding) {
            count--;
        }
        if (room < 0 || count < 1) {
            throw new Mismatch(layer + " is larger than the image: " + (dilation * (kernel - 1) + 1)
                    + " points do not fit into " + size + (padding > 0 ? " + 2 × " + padding : ""),
                    "use a smaller kernel, or more padding");
        }
        return count;
    }

    /** A pool's stride is its kernel where none is given. */
    public static Pair poolStride(Arguments arguments) {
        Pair stride = arguments.pair("stride");
        return stride.equals(new Pair(0, 0)) ? arguments.pair("kernel") : stride;
    }
}
