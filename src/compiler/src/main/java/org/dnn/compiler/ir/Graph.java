package org.dnn.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Equations in an order in which they can be computed.
 *
 * @param parameters values given from outside; empty but for the body of a {@link Op.Repeat}
 * @param results    what the body of a repetition hands on; empty for a whole program
 * @param stores     what a whole program leaves behind; empty for a body
 */
public record Graph(List<Value> parameters, List<Equation> equations, List<Value> results, List<Store> stores) {
    public Graph {
        parameters = List.copyOf(parameters);
        equations = List.copyOf(equations);
        results = List.copyOf(results);
        stores = List.copyOf(stores);
    }

    public Graph withEquations(List<Equation> changed) {
        return new Graph(parameters, changed, results, stores);
    }

    /** What must not disappear: results, and what is stored. */
    public List<Value> outputs() {
        List<Value> all = new ArrayList<>(results);
        stores.forEach(s -> all.add(s.value()));
        return all;
    }
}
