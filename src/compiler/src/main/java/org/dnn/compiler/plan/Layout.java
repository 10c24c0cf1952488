package org.dnn.compiler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Variable;

/**
 * Where the variables lie that a class's programs share, in floats from the beginning of the arena: first what is saved with
 * a model, in the same order in every class that uses the model, then the rest.
 */
public record Layout(Map<Variable, Long> offsets, long size) {
    public Layout {
        offsets = new LinkedHashMap<>(offsets);
    }

    /** @throws CompilerBug if it has no place */
    public long offset(Variable variable) {
        Long offset = offsets.get(variable);
        if (offset == null) {
            throw new CompilerBug("plan", variable + " has no place");
        }
        return offset;
    }

    /** Variables of the same role stay in the order in which they are given. Columns and row-wise outputs have no place here. */
    public static Layout of(List<Variable> variables) {
        List<Variable> ordered = new ArrayList<>(variables.stream()
                .filter(v -> v.role() != Variable.Role.COLUMN && !v.type().hasRows()).distinct().toList());
        ordered.sort(Comparator.comparing(Variable::role));
        Map<Variable, Long> offsets = new LinkedHashMap<>();
        long next = 0;
        for (Variable variable : ordered) {
            offsets.put(variable, next);
            next += Plan.aligned(variable.type().elements().constant());
        }
        return new Layout(offsets, next);
    }
}
