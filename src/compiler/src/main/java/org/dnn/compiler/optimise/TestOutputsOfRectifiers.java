package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;

/**
 * Where {@code y = x ≤ 0 ? 0 : x}, x is at most 0 exactly where y is. The backward pass can ask y, which is kept anyway, so
 * that neither x nor the answer need be.
 *
 * <pre>
 *   %2 = less_or_equal %1 zero           %2 = less_or_equal %1 zero
 *   %3 = select %2 zero %1        →      %3 = select %2 zero %1
 *   %9 = select %2 zero %8               %5 = less_or_equal %3 zero
 *                                        %9 = select %5 zero %8
 * </pre>
 */
final class TestOutputsOfRectifiers implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        Map<Value, Equation> definitions = new HashMap<>();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = substitution.current(equation);
            substitution.keep(current);
            current.results().forEach(r -> definitions.put(r, current));
            if (isRectifier(current, definitions)) {
                Value condition = current.operand(0);
                Value zero = current.operand(1);
                Value test = new Value(numbering.next(), condition.type(), condition.name());
                Equation asked = new Equation(List.of(test), new Op.Binary(BinaryFunction.LESS_OR_EQUAL),
                        List.of(current.result(), zero), current.origin());
                substitution.keep(asked);
                definitions.put(test, asked);
                substitution.replace(condition, test);
            }
        }
        return substitution.finish(graph);
    }

    /** {@code select (x ≤ 0) 0 x}. */
    private static boolean isRectifier(Equation equation, Map<Value, Equation> definitions) {
        if (!(equation.op() instanceof Op.Select) || !isZero(equation.operand(1), definitions)) {
            return false;
        }
        Equation condition = definitions.get(equation.operand(0));
        return condition != null && condition.op().equals(new Op.Binary(BinaryFunction.LESS_OR_EQUAL))
                && condition.operand(0).equals(equation.operand(2)) && isZero(condition.operand(1), definitions);
    }

    private static boolean isZero(Value value, Map<Value, Equation> definitions) {
        Equation definition = definitions.get(value);
        if (definition == null) {
            return false;
        }
        return switch (definition.op()) {
            case Op.Constant constant -> constant.value() == 0;
            case Op.Broadcast _ -> isZero(definition.operand(0), definitions);
            default -> false;
        };
    }
}
