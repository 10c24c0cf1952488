package org.dnn.compiler.catalog;

import java.util.List;

import org.dnn.compiler.type.ValueType;

/** What a layer does to the types of its operands, which weights it has, and what it costs. */
public interface LayerRule {
    /** How many tensors it takes: one, or {@link Integer#MAX_VALUE} for as many as there are. */
    default int operands() {
        return 1;
    }

    /**
     * The type of the result.
     *
     * @throws Mismatch if the operands do not fit
     */
    ValueType result(List<ValueType> operands, Arguments arguments);

    /** Whether the layer has weights. */
    default boolean hasWeights() {
        return false;
    }

    /** The weights, in the order in which they are saved. */
    default List<Weight> weights(List<ValueType> operands, Arguments arguments) {
        return List.of();
    }

    /**
     * Floating-point operations for one row, forward, as it is evaluated. An addition, a multiplication, a comparison and a
     * function of one number ({@code relu} as {@code gelu}) count one each, so a multiply-add counts two. A Linear has
     * 2 · in · out, and out for its bias; a convolution 2 · outputs · channels / groups · kernel, and outputs for its bias; a
     * pool one for each number in each window; what only moves numbers, such as {@code flatten}, none.
     */
    default long flops(List<ValueType> operands, Arguments arguments) {
        return result(operands, arguments).elements();
    }

    /** Operands do not fit a layer: says why, and what to do. */
    final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String message;
        private final String help;

        public Mismatch(String message, String help) {
            super(message, null, false, false);
            this.message = message;
            this.help = help;
        }

        public String message() {
            return message;
        }

        public String help() {
            return help;
        }
    }
}
