package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;

/**
 * The same op on the same operands is computed once.
 *
 * <pre>
 *   %1 = exponential %0
 *   %2 = exponential %0      →      %1 = exponential %0
 *   %3 = add %1 %2                  %3 = add %1 %1
 * </pre>
 */
final class MergeCommonSubexpressions implements Pass {
    private record Key(Op op, List<Value> operands) {}

    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        Map<Key, Value> known = new HashMap<>();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = substitution.current(equation);
            if (current.results().size() != 1) {
                substitution.keep(current);
                continue;
            }
            Value first = known.putIfAbsent(new Key(current.op(), current.operands()), current.result());
            if (first == null) {
                substitution.keep(current);
            } else {
                substitution.replace(current.result(), first);
            }
        }
        return substitution.finish(graph);
    }
}
