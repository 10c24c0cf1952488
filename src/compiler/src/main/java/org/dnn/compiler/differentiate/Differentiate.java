package org.dnn.compiler.differentiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation of a list of equations. It goes through them from the last to the first and writes, for each
 * one that what we differentiate by leads to, the equations of its operands' gradients.
 */
public final class Differentiate {
    private final GraphBuilder forward;
    private final GraphBuilder backward;
    private final Set<Value> active;
    private final Map<Value, Value> gradients = new HashMap<>();

    /**
     * @param forward  where the equations to differentiate stand; a repetition among them is replaced by one that also keeps
     *                 what its gradient needs
     * @param backward where the equations of the gradients go; may be the same
     */
    Differentiate(GraphBuilder forward, GraphBuilder backward, List<Value> by) {
        this.forward = forward;
        this.backward = backward;
        this.active = reachable(forward.equations(), by);
    }

    /** The gradients of a scalar by some values, in the builder that holds its equations. Zero where nothing depends. */
    public static List<Value> gradients(GraphBuilder builder, Value scalar, List<Value> by) {
        Differentiate pass = new Differentiate(builder, builder, by);
        pass.seed(scalar, builder.constant(1));
        pass.run();
        return by.stream().map(pass::gradientOrZero).toList();
    }

    void seed(Value value, Value gradient) {
        gradients.put(value, gradient);
    }

    boolean isActive(Value value) {
        return active.contains(value);
    }

    @Nullable
    Value gradient(Value value) {
        return gradients.get(value);
    }

    Value gradientOrZero(Value value) {
        Value gradient = gradients.get(value);
        return gradient != null ? gradient : backward.constant(0, value.type());
    }

    void run() {
        for (Equation equation : forward.equations().reversed()) {
            boolean reached = equation.results().stream().anyMatch(gradients::containsKey);
            if (reached && equation.operands().stream().anyMatch(active::contains)) {
                backward.at(equation.origin());
                propagate(equation);
            }
        }
    }

    private void propagate(Equation equation) {
        int before = backward.size();
        List<@Nullable Value> contributions = equation.op() instanceof Op.Repeat repeat
                ? new RepeatGradient(forward, backward, equation, repeat).write(this)
                : new GradientRules(backward).gradients(equation, gradientOrZero(equation.result()));
        for (int i = 0; i < contributions.size(); i++) {
            Value contribution = contributions.get(i);
            Value operand = equation.operand(i);
            if (contribution != null && active.contains(operand)) {
                String name = operand.name().endsWith(" gradient") ? operand.name() : operand.name() + " gradient";
                Value named = backward.named(contribution, name, before);
                gradients.merge(operand, named, (a, b) -> backward.named(backward.plus(a, b), name));
            }
        }
    }

    private static Set<Value> reachable(List<Equation> equations, List<Value> from) {
        Set<Value> reached = new HashSet<>(from);
        for (Equation equation : equations) {
            if (!(equation.op() instanceof Op.Detach) && equation.operands().stream().anyMatch(reached::contains)) {
                reached.addAll(equation.results());
            }
        }
        return reached;
    }

    /** As many of nothing as an equation has operands. */
    static List<@Nullable Value> none(int count) {
        List<@Nullable Value> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(null);
        }
        return all;
    }
}
