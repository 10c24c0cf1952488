package org.dnn.compiler.optimise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;

/**
 * What changes nothing disappears: times one, divided by one, plus or minus zero, a transposition undone, a reshape of a
 * reshape, a slice of everything. Never what would lose a NaN: {@code x * 0} stays.
 *
 * <pre>
 *   %1 = constant 1.0
 *   %2 = multiply %0 %1      →      %3 = negate %0
 *   %3 = negate %2
 * </pre>
 */
final class SimplifyAlgebra implements Pass {
    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        Map<Value, Equation> definitions = new HashMap<>();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            Equation current = merged(substitution.current(equation), definitions);
            Optional<Value> simpler = current.results().size() == 1
                    ? simpler(current, definitions)
                    : Optional.empty();
            if (simpler.isPresent()) {
                substitution.replace(current.result(), simpler.get());
                continue;
            }
            current.results().forEach(r -> definitions.put(r, current));
            substitution.keep(current);
        }
        return substitution.finish(graph);
    }

    /** A value that is already there and the same. */
    private static Optional<Value> simpler(Equation equation, Map<Value, Equation> definitions) {
        return switch (equation.op()) {
            case Op.Binary binary -> neutral(binary.function(), equation, definitions);
            case Op.Reshape _,Op.Broadcast _,Op.Slice _ -> Optional.of(equation.operand(0))
                    .filter(v -> v.type().equals(equation.result().type()));
            case Op.Transpose outer -> definitions.get(equation.operand(0)) instanceof Equation inner
                    && inner.op() instanceof Op.Transpose first && undoes(first.order(), outer.order())
                            ? Optional.of(inner.operand(0))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Value> neutral(BinaryFunction function, Equation equation,
            Map<Value, Equation> definitions) {
        Value left = equation.operand(0);
        Value right = equation.operand(1);
        return switch (function) {
            case MULTIPLY -> is(1, right, definitions)
                    ? Optional.of(left)
                    : is(1, left, definitions) ? Optional.of(right) : Optional.empty();
            case DIVIDE -> is(1, right, definitions) ? Optional.of(left) : Optional.empty();
            case SUBTRACT -> is(0, right, definitions) ? Optional.of(left) : Optional.empty();
            case ADD -> is(0, right, definitions)
                    ? Optional.of(left)
                    : is(0, left, definitions) ? Optional.of(right) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A reshape of a reshape is one reshape. */
    private static Equation merged(Equation equation, Map<Value, Equation> definitions) {
        if (!(equation.op() instanceof Op.Reshape)) {
            return equation;
        }
        Equation inner = definitions.get(equation.operand(0));
        return inner != null && inner.op() instanceof Op.Reshape
                ? equation.withOperands(inner.operands())
                : equation;
    }

    private static boolean undoes(List<Integer> first, List<Integer> second) {
        for (int i = 0; i < second.size(); i++) {
            if (first.get(second.get(i)) != i) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(double number, Value value, Map<Value, Equation> definitions) {
        Equation definition = definitions.get(value);
        if (definition == null) {
            return false;
        }
        return switch (definition.op()) {
            case Op.Constant constant -> constant.value() == number;
            case Op.Broadcast _ -> is(number, definition.operand(0), definitions);
            default -> false;
        };
    }
}
