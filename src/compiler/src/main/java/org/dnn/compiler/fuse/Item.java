package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.source.Origin;

/** One thing that a loop nest computes. */
sealed interface Item {
    Origin origin();

    String name();

    /** The sizes of what it gives. */
    List<Integer> result();

    /** The sizes over which it reduces. */
    default List<Integer> reduced() {
        return List.of();
    }

    /** Whether it reduces over the rows of the batch. */
    default boolean sumsRows() {
        return reduced().contains(TensorType.ROWS);
    }

    /** All sizes that its loop runs over. */
    default List<Integer> domain() {
        List<Integer> all = new ArrayList<>(result());
        all.addAll(reduced());
        return all;
    }

    /** An element-wise equation, or a reduction. */
    record Compute(Equation equation) implements Item {
        Value value() {
            return equation.result();
        }

        @Override
        public Origin origin() {
            return equation.origin();
        }

        @Override
        public String name() {
            return value().name();
        }

        @Override
        public List<Integer> result() {
            return value().type().sizes();
        }

        @Override
        public List<Integer> reduced() {
            return equation.op() instanceof Op.Reduce reduce
                    ? reduce.axes().stream().sorted().map(a -> equation.operand(0).type().size(a)).toList()
                    : List.of();
        }
    }

    /** A value, whatever it is, put into memory: into a place that is given, or one of its own. */
    record Copy(Value value, java.util.Optional<Slot> into, Origin origin) implements Item {
        @Override
        public String name() {
            return value.name();
        }

        @Override
        public List<Integer> result() {
            return value.type().sizes();
        }
    }

    /** One operand of a concatenation, put where it belongs. */
    record Part(Equation equation, int operand, int start) implements Item {
        Value value() {
            return equation.operand(operand);
        }

        @Override
        public Origin origin() {
            return equation.origin();
        }

        @Override
        public String name() {
            return equation.result().name();
        }

        @Override
        public List<Integer> result() {
            return value().type().sizes();
        }
    }
}
