package org.dnn.compiler.kernel;

import java.util.Optional;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.source.Origin;

/**
 * A stretch of memory that holds one value, its elements in the order of its axes, the rows first.
 *
 * @param variable what lives here for good; empty for what a program needs only while it runs
 * @param origin   what computes the value, where it is computed in one place
 * @param inHalves whether its elements are bfloat16, two in the place of a float
 */
public record Buffer(int id, String name, TensorType type, Optional<Variable> variable, Optional<Origin> origin,
        boolean inHalves) {
    /** The same value as bfloat16. */
    public Buffer halves() {
        return new Buffer(id, name, type, variable, origin, true);
    }

    /** How many floats it takes. */
    public Extent floats() {
        Extent elements = type.elements();
        return inHalves
                ? new Extent(Math.ceilDiv(elements.constant(), 2), Math.ceilDiv(elements.rows(), 2))
                : elements;
    }

    /** Whether it is a column of the data, which lies in an array of its own. */
    public boolean isColumn() {
        return variable.filter(v -> v.role() == Variable.Role.COLUMN).isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Buffer buffer && buffer.id == id;
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return name + "#" + id;
    }
}
