package org.dnn.compiler.allocate;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.TensorType;

/** Whether two stretches of the arena share memory, whatever the batch. */
final class Overlap {
    private Overlap() {}

    static boolean of(Extent a, TensorType typeA, Extent b, TensorType typeB) {
        if (typeA.hasRows() != typeB.hasRows()) {
            return false;
        }
        Extent sizeA = typeA.elements();
        Extent sizeB = typeB.elements();
        return typeA.hasRows()
                ? a.rows() < b.rows() + sizeB.rows() && b.rows() < a.rows() + sizeA.rows()
                : a.constant() < b.constant() + sizeB.constant() && b.constant() < a.constant() + sizeA.constant();
    }
}
