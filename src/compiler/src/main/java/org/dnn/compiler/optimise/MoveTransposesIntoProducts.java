package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;

/**
 * A product that is only used transposed is computed so: transposed operands cost nothing, a transposed result does.
 *
 * <pre>
 *   %2 = matmul %0 %1                    %4 = transpose %1
 *   %3 = transpose %2          →         %5 = transpose %0
 *                                        %3 = matmul %4 %5
 * </pre>
 */
final class MoveTransposesIntoProducts implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Map<Value, Equation> definitions = new HashMap<>();
        graph.equations().forEach(e -> e.results().forEach(r -> definitions.put(r, e)));
        Set<Value> usedAsTheyAre = new HashSet<>(graph.outputs());
        graph.equations().stream().filter(e -> !isTranspose(e)).forEach(e -> usedAsTheyAre.addAll(e.operands()));
        Substitution substitution = new Substitution();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = substitution.current(equation);
            Equation product = isTranspose(current) ? definitions.get(current.operand(0)) : null;
            if (product != null && product.op() instanceof Op.MatMul && !usedAsTheyAre.contains(current.operand(0))) {
                Value right = transposed(product.operand(1), definitions, substitution, numbering, current);
                Value left = transposed(product.operand(0), definitions, substitution, numbering, current);
                substitution.keep(new Equation(current.results(), new Op.MatMul(), List.of(right, left),
                        product.origin()));
            } else {
                substitution.keep(current);
            }
        }
        return substitution.finish(graph);
    }

    private static boolean isTranspose(Equation equation) {
        return equation.op() instanceof Op.Transpose transpose && transpose.order().equals(List.of(1, 0));
    }

    /** The transposed operand; what was transposed already is what it was before. */
    private static Value transposed(Value operand, Map<Value, Equation> definitions, Substitution out,
            Numbering numbering, Equation at) {
        Equation definition = definitions.get(operand);
        if (definition != null && isTranspose(definition)) {
            return out.current(definition.operand(0));
        }
        Value value = out.current(operand);
        Value result = new Value(numbering.next(), TensorType.of(value.type().size(1), value.type().size(0)),
                value.name());
        out.keep(new Equation(List.of(result), new Op.Transpose(List.of(1, 0)), List.of(value), at.origin()));
        return result;
    }
}
