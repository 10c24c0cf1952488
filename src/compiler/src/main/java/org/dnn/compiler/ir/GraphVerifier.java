package org.dnn.compiler.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.dnn.compiler.CompilerBug;

/** Holds a graph to its rules: every value is defined once and before its use, every type is what the op says. */
public final class GraphVerifier {
    private final String stage;
    private final Set<Value> defined = new HashSet<>();

    private GraphVerifier(String stage) {
        this.stage = stage;
    }

    /**
     * The graph itself, when it keeps the rules.
     *
     * @throws CompilerBug naming the stage that made it, if not
     */
    public static Graph verified(String stage, Graph graph) {
        new GraphVerifier(stage).graph(graph);
        return graph;
    }

    private void graph(Graph graph) {
        Set<Value> visible = new HashSet<>();
        graph.parameters().forEach(p -> define(p, visible));
        for (Equation equation : graph.equations()) {
            equation.operands()
                    .forEach(o -> require(visible.contains(o), o + " is used before it is defined", equation));
            types(equation);
            if (equation.op() instanceof Op.Repeat repeat) {
                graph(repeat.body());
            }
            equation.results().forEach(r -> define(r, visible));
        }
        graph.outputs().forEach(o -> require(visible.contains(o), o + " is put out but not defined", graph.results()));
        graph.stores().forEach(s -> require(s.variable().type().equals(s.value().type()),
                s.variable() + " is " + s.variable().type() + ", what is stored is " + s.value().type(), s));
    }

    private void types(Equation equation) {
        try {
            List<TensorType> types = TypeRules.results(equation.op(),
                    equation.operands().stream().map(Value::type).toList());
            require(types.equals(equation.results().stream().map(Value::type).toList()), "types should be " + types,
                    equation);
        } catch (IllegalArgumentException e) {
            throw new CompilerBug(stage, e.getMessage() + " in " + equation);
        }
    }

    private void define(Value value, Set<Value> visible) {
        require(defined.add(value), "defined twice", value);
        visible.add(value);
    }

    private void require(boolean holds, String message, Object about) {
        if (!holds) {
            throw new CompilerBug(stage, message + ": " + about);
        }
    }
}
