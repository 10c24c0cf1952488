package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.jspecify.annotations.Nullable;

/** The equations that are fused together: a program's, or those of the body of a repetition; and what is known of each. */
final class Region {
    /** Ops in one expression, at most. */
    private static final int LONGEST_EXPRESSION = 8;

    private final Graph graph;
    private final Map<Value, Equation> definitions = new HashMap<>();
    private final Map<Value, List<Equation>> uses = new HashMap<>();
    private final Set<Value> lazy = new HashSet<>();

    Region(Graph graph) {
        this.graph = graph;
        for (Equation equation : graph.equations()) {
            equation.results().forEach(r -> definitions.put(r, equation));
            equation.operands().forEach(o -> uses.computeIfAbsent(o, _ -> new ArrayList<>()).add(equation));
        }
        findLazy();
    }

    Graph graph() {
        return graph;
    }

    /** The equation of a value; null for a parameter of a body. */
    @Nullable
    Equation definition(Value value) {
        return definitions.get(value);
    }

    List<Equation> uses(Value value) {
        return uses.getOrDefault(value, List.of());
    }

    /** Whether a value is another way of looking at its operands, which costs nothing. */
    static boolean isView(Op op) {
        return switch (op) {
            case Op.Constant _,Op.RowCount _,Op.Iota _,Op.Read _,Op.Broadcast _,Op.Reshape _,Op.Transpose _,Op.Slice _,Op.Detach _ ->
                true;
            case Op.Uniform _,Op.Unary _,Op.Binary _,Op.Select _,Op.Concat _,Op.Reduce _,Op.MatMul _,Op.Convolve _,Op.ConvolveInputGradient _,Op.ConvolveWeightGradient _,Op.WindowMaximum _,Op.WindowMaximumGradient _,Op.WindowSum _,Op.WindowSumGradient _,Op.Repeat _ ->
                false;
        };
    }

    /** What a matrix is the transposed of, which is read with its strides changed about; any other value as it is. */
    Value untransposed(Value value) {
        Equation definition = definition(value);
        return definition != null && definition.op() instanceof Op.Transpose transpose
                && transpose.order().equals(List.of(1, 0)) ? definition.operand(0) : value;
    }

    /** Whether an op gives each element from the elements of its operands at the same place. */
    static boolean isElementwise(Op op) {
        return op instanceof Op.Unary || op instanceof Op.Binary || op instanceof Op.Select
                || op instanceof Op.Uniform;
    }

    /** A value that is computed where it is used, because it is used once. */
    boolean isLazy(Value value) {
        return lazy.contains(value);
    }

    static boolean isColumn(@Nullable Equation definition) {
        return definition != null && definition.op() instanceof Op.Read read
                && read.variable().role() == Variable.Role.COLUMN;
    }

    /**
     * Element-wise values with one user, which is element-wise or a reduction: they are written into its expression, so that
     * neither they nor the loop that would compute them need be. Expressions that would become unreadable are cut.
     */
    private void findLazy() {
        Set<Value> outputs = new HashSet<>(graph.outputs());
        Map<Value, Integer> sizes = new HashMap<>();
        for (Equation equation : graph.equations()) {
            if (!isElementwise(equation.op()) || outputs.contains(equation.result())) {
                continue;
            }
            int size = 1 + equation.operands().stream().mapToInt(o -> sizes.getOrDefault(o, 0)).sum();
            List<Equation> users = uses(equation.result());
            boolean one = users.size() == 1
                    && (users.getFirst().op() instanceof Op.Reduce || isElementwise(users.getFirst().op()));
            if (one && size <= LONGEST_EXPRESSION) {
                lazy.add(equation.result());
                sizes.put(equation.result(), size);
            }
        }
    }
}
