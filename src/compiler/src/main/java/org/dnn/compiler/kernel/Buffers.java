package org.dnn.compiler.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.source.Origin;

/** Makes buffers, numbered; each variable has one, whichever program asks. */
public final class Buffers {
    private final Map<Variable, Buffer> variables = new LinkedHashMap<>();
    private int next;

    public Buffer of(Variable variable) {
        return variables.computeIfAbsent(variable,
                v -> new Buffer(next++, v.name(), v.type(), Optional.of(v), Optional.empty(), false));
    }

    public Buffer temporary(String name, TensorType type, Optional<Origin> origin) {
        return new Buffer(next++, name, type, Optional.empty(), origin, false);
    }
}
