package org.dnn.compiler.optimise;

import java.util.List;
import java.util.Set;

import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.GraphVerifier;

/** The list of passes, in order. */
public final class Passes {
    private static final List<Pass> ALL = List.of(new RemoveDetachments(), new RemoveDeadEquations(),
            new FoldConstants(), new SimplifyAlgebra(), new FlushVanishingGradients(),
            new MergeCommonSubexpressions(), new MoveTransposesIntoProducts(),
            new TestOutputsOfRectifiers(), new CutWeightGradients(), new RemoveDeadEquations());

    private Passes() {}

    /** In the order in which they run; one of them runs twice. */
    public static List<Pass> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(Pass::name).distinct().toList();
    }

    /** Runs all passes but those left out, and verifies the graph after each. */
    public static Graph run(Graph graph, Numbering numbering, Set<String> without) {
        Graph current = GraphVerifier.verified("differentiate", graph);
        for (Pass pass : ALL) {
            if (!without.contains(pass.name())) {
                current = GraphVerifier.verified(pass.name(), pass.run(current, numbering));
            }
        }
        return current;
    }
}
