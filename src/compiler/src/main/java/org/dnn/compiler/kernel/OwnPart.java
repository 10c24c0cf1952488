package org.dnn.compiler.kernel;

import java.util.List;

import org.dnn.compiler.ir.TensorType;

/** Whether a loop nest touches of an argument, at each place of one of its axes, only what belongs to that place. */
record OwnPart(Kernel.LoopNest nest, int axis, int argument) {
    boolean isAll() {
        return nest.loops().stream().allMatch(l -> l.statements().stream().allMatch(s -> holds(l, s)));
    }

    private boolean holds(Loop loop, Statement statement) {
        return holds(loop, statement.term()) && !(statement instanceof Statement.Store store
                && store.argument() == argument && !stays(loop, store.index()));
    }

    private boolean holds(Loop loop, Term term) {
        return !(term instanceof Term.Load load && load.argument() == argument && !stays(loop, load.index()))
                && term.operands().stream().allMatch(t -> holds(loop, t));
    }

    /** Whether an index, whatever the other axes do, stays in the elements of the axis' place. */
    private boolean stays(Loop loop, Index index) {
        long room = nest.arguments().get(argument).type().elements(1).constant();
        List<Integer> outer = nest.outer();
        long farthest = index.constant();
        for (int a = 0; a < index.strides().size(); a++) {
            int size = a < outer.size() ? outer.get(a) : loop.sizes().get(a - outer.size());
            if (a != axis && size == TensorType.ROWS && index.stride(a) != 0) {
                return false;
            }
            farthest += a == axis || size == TensorType.ROWS ? 0 : index.stride(a) * (size - 1);
        }
        return index.strides().size() > axis && index.stride(axis) == room && farthest < room;
    }
}
