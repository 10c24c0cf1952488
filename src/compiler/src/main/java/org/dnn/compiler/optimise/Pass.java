package org.dnn.compiler.optimise;

import java.util.List;
import java.util.function.UnaryOperator;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;

/** One change of a graph that keeps what it means. */
public interface Pass {
    /** The name by which it can be left out: {@code -Ddnn.without=FoldConstants}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The changed graph; {@code numbering} gives numbers to new values. */
    Graph run(Graph graph, Numbering numbering);

    /** The graph with this pass run on the body of each repetition. */
    default Graph inBodies(Graph graph, Numbering numbering) {
        return inBodies(graph, body -> run(body, numbering));
    }

    /** The graph with the body of each repetition changed. */
    static Graph inBodies(Graph graph, UnaryOperator<Graph> change) {
        List<Equation> equations = graph.equations().stream()
                .map(e -> e.op() instanceof Op.Repeat repeat
                        ? new Equation(e.results(),
                                new Op.Repeat(repeat.count(), repeat.reversed(), repeat.carried(), repeat.shared(),
                                        change.apply(repeat.body())),
                                e.operands(), e.origin())
                        : e)
                .toList();
        return graph.withEquations(equations);
    }
}
