package org.dnn.compiler.optimise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Store;
import org.dnn.compiler.ir.Value;

/** Rewrites a graph from its first equation to its last, while some values are replaced by others. */
final class Substitution {
    private final Map<Value, Value> replaced = new HashMap<>();
    private final List<Equation> equations = new ArrayList<>();

    /** From now on, this value stands for that one. */
    void replace(Value old, Value by) {
        replaced.put(old, by);
    }

    Value current(Value value) {
        return replaced.getOrDefault(value, value);
    }

    /** The equation with its operands as they are now called. */
    Equation current(Equation equation) {
        return replaced.isEmpty()
                ? equation
                : equation.withOperands(equation.operands().stream().map(this::current).toList());
    }

    void keep(Equation equation) {
        equations.add(equation);
    }

    Graph finish(Graph original) {
        return new Graph(original.parameters(), equations, original.results().stream().map(this::current).toList(),
                original.stores().stream().map(s -> new Store(s.variable(), current(s.value()))).toList());
    }
}
