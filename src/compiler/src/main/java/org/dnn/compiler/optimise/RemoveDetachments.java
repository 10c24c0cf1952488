package org.dnn.compiler.optimise;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;

/**
 * What no gradient may flow through is, once gradients are written, the value itself.
 *
 * <pre>
 *   %2 = detach %1
 *   %3 = subtract %0 %2      →      %3 = subtract %0 %1
 * </pre>
 */
final class RemoveDetachments implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = substitution.current(equation);
            if (current.op() instanceof Op.Detach) {
                substitution.replace(current.result(), current.operand(0));
            } else {
                substitution.keep(current);
            }
        }
        return substitution.finish(graph);
    }
}
