package org.dnn.compiler.model;

import java.util.List;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Weight;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.ValueType;

/** One value of a network. Operands are the ids of earlier nodes. */
public sealed interface Node {
    int id();

    ValueType type();

    Origin origin();

    /** Columns of the data, as their transforms leave them. */
    record Input(int id, List<ColumnPart> columns, ValueType type, Origin origin) implements Node {
        public Input {
            columns = List.copyOf(columns);
        }
    }

    /** Some columns of a group. */
    record ColumnPart(ColumnGroup group, int from, int count) {}

    /** What the body of a repetition begins with: the operand, or what the turn before gave. */
    record Turn(int id, ValueType type, Origin origin) implements Node {}

    /**
     * A layer or function.
     *
     * @param path the name under which its weights are saved; {@code *} stands for the turn of a repetition
     */
    record Layer(int id, Entry entry, Arguments arguments, List<Integer> operands, List<ValueType> operandTypes,
            String path, ValueType type, Origin origin) implements Node {
        public Layer {
            operands = List.copyOf(operands);
            operandTypes = List.copyOf(operandTypes);
        }

        public List<Weight> weights() {
            return entry.rule().orElseThrow().weights(operandTypes, arguments);
        }

        public long flops() {
            return entry.rule().orElseThrow().flops(operandTypes, arguments);
        }
    }

    /** Two tensors of the same shape, number by number. */
    record Combine(int id, BinaryOperator operator, int left, int right, ValueType type, Origin origin)
            implements
                Node {}

    /** A tensor and a number. */
    record Scale(int id, BinaryOperator operator, int tensor, double number, boolean numberFirst, ValueType type,
            Origin origin) implements Node {}

    /**
     * A body, some times over.
     *
     * @param first  the number of the first turn in the names of weights
     * @param turn   the body's beginning
     * @param result the body's end
     */
    record Repeat(int id, int count, int first, int operand, Turn turn, List<Node> body, int result, ValueType type,
            Origin origin) implements Node {
        public Repeat {
            body = List.copyOf(body);
        }
    }
}
