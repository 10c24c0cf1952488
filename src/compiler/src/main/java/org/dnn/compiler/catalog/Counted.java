package org.dnn.compiler.catalog;

import java.util.List;
import java.util.function.ToLongFunction;

import org.dnn.compiler.type.ValueType;

/**
 * A rule of a layer without weights, with a count of its operations that is not one for each output.
 *
 * @param flops the operations for one row, of the operand's type
 */
record Counted(LayerRule rule, ToLongFunction<ValueType> flops) implements LayerRule {
    /** What only moves numbers. */
    static LayerRule free(LayerRule rule) {
        return new Counted(rule, _ -> 0);
    }

    @Override
    public ValueType result(List<ValueType> operands, Arguments arguments) {
        return rule.result(operands, arguments);
    }

    @Override
    public long flops(List<ValueType> operands, Arguments arguments) {
        return flops.applyAsLong(operands.getFirst());
    }
}
