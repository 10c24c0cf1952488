package org.dnn.compiler.optimise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;

/**
 * Equations whose results nobody uses, and results of repetitions that nobody uses.
 *
 * <pre>
 *   %1 = exponential %0
 *   %2 = negate %0           →      %2 = negate %0
 *   store y = %2                    store y = %2
 * </pre>
 */
final class RemoveDeadEquations implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Set<Value> used = new HashSet<>(graph.outputs());
        List<Equation> kept = new ArrayList<>();
        for (Equation equation : graph.equations().reversed()) {
            if (equation.results().stream().anyMatch(used::contains)) {
                Equation needed = equation.op() instanceof Op.Repeat repeat
                        ? repeat(equation, repeat, used, numbering)
                        : equation;
                kept.addFirst(needed);
                used.addAll(needed.operands());
            }
        }
        return graph.withEquations(kept);
    }

    /** A repetition without the stacks that nobody reads, its body without what only they needed. */
    private Equation repeat(Equation equation, Op.Repeat repeat, Set<Value> used, Numbering numbering) {
        Graph old = repeat.body();
        List<Integer> results = IntStream.range(0, equation.results().size())
                .filter(i -> i < repeat.carried() || used.contains(equation.results().get(i))).boxed().toList();
        Graph body = run(new Graph(old.parameters(), old.equations(), results.stream().map(old.results()::get).toList(),
                List.of()), numbering);
        Set<Value> read = new HashSet<>(body.results());
        body.equations().forEach(e -> read.addAll(e.operands()));
        List<Integer> parameters = IntStream.range(0, old.parameters().size())
                .filter(i -> i < repeat.carried() || read.contains(old.parameters().get(i))).boxed().toList();
        int shared = (int) parameters.stream()
                .filter(i -> i >= repeat.carried() && i < repeat.carried() + repeat.shared()).count();
        Graph narrowed = new Graph(parameters.stream().map(old.parameters()::get).toList(), body.equations(),
                body.results(), List.of());
        return new Equation(results.stream().map(equation.results()::get).toList(),
                new Op.Repeat(repeat.count(), repeat.reversed(), repeat.carried(), shared, narrowed),
                parameters.stream().map(equation.operands()::get).toList(), equation.origin());
    }
}
