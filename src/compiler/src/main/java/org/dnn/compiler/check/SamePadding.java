package org.dnn.compiler.check;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.LayerRule.Mismatch;

/** {@code padding: same} as a number: what keeps the size of the image, for odd kernels and stride 1. */
final class SamePadding {
    private SamePadding() {}

    /** @throws Mismatch if no padding keeps the size */
    static Arguments resolved(Entry entry, Arguments arguments) {
        if (entry.parameter("padding").isEmpty() || !"same".equals(arguments.get("padding"))) {
            return arguments;
        }
        Pair kernel = arguments.pair("kernel");
        Pair dilation = arguments.pair("dilation");
        if (!arguments.pair("stride").equals(new Pair(1, 1)) || kernel.y() % 2 == 0 || kernel.x() % 2 == 0) {
            throw new Mismatch("padding: same needs an odd kernel and stride 1, found kernel " + kernel
                    + " and stride " + arguments.pair("stride"), "give the padding as a number");
        }
        return arguments.with("padding",
                new Pair(dilation.y() * (kernel.y() - 1) / 2, dilation.x() * (kernel.x() - 1) / 2));
    }
}
