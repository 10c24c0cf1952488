package org.dnn.compiler.emit;

import java.util.function.Predicate;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;

/**
 * The columns that a nest reads.
 *
 * @param inBytes whether a column is stored as bytes
 */
record MachineColumns(Kernel.LoopNest nest, Predicate<Buffer> inBytes) {
    boolean isBytes(int argument) {
        return inBytes.test(nest.arguments().get(argument).buffer());
    }

    /** Elements of a row. */
    long width(int argument) {
        return nest.arguments().get(argument).buffer().type().elements(1).constant();
    }
}
