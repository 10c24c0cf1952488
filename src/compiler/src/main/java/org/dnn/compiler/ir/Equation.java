package org.dnn.compiler.ir;

import java.util.List;

import org.dnn.compiler.source.Origin;

/** {@code results = op(operands)}. All ops but {@link Op.Repeat} have one result. */
public record Equation(List<Value> results, Op op, List<Value> operands, Origin origin) {
    public Equation {
        results = List.copyOf(results);
        operands = List.copyOf(operands);
    }

    public Value result() {
        if (results.size() != 1) {
            throw new IllegalStateException("one result expected: " + this);
        }
        return results.getFirst();
    }

    public Value operand(int index) {
        return operands.get(index);
    }

    public Equation withOperands(List<Value> changed) {
        return new Equation(results, op, changed, origin);
    }
}
