package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Buffer;

/** Whether two stretches of the arena share memory, whatever the batch. */
final class Overlap {
    private Overlap() {}

    static boolean of(Extent a, Buffer first, Extent b, Buffer second) {
        if (first.type().hasRows() != second.type().hasRows()) {
            return false;
        }
        Extent sizeA = first.floats();
        Extent sizeB = second.floats();
        return first.type().hasRows()
                ? a.rows() < b.rows() + sizeB.rows() && b.rows() < a.rows() + sizeA.rows()
                : a.constant() < b.constant() + sizeB.constant() && b.constant() < a.constant() + sizeA.constant();
    }
}
