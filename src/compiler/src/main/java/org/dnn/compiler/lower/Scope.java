package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Where equations are being written: a program, or the body of a repetition. Inside a body, a weight is the turn's element of
 * a stack, which the body gets as a parameter.
 */
final class Scope {
    private final GraphBuilder builder;
    private final @Nullable Scope outer;
    private final Map<Variable, Value> stacked = new LinkedHashMap<>();
    private final List<Variable> updated = new ArrayList<>();
    private final List<Value> updates = new ArrayList<>();

    private Scope(GraphBuilder builder, @Nullable Scope outer) {
        this.builder = builder;
        this.outer = outer;
    }

    static Scope program(GraphBuilder builder) {
        return new Scope(builder, null);
    }

    /** The body of a repetition within this scope. */
    Scope body(GraphBuilder bodyBuilder) {
        return new Scope(bodyBuilder, this);
    }

    GraphBuilder builder() {
        return builder;
    }

    private int depth() {
        return outer == null ? 0 : outer.depth() + 1;
    }

    /** A variable's value here. */
    Value weight(Variable variable) {
        if (outer == null) {
            return builder.read(variable);
        }
        Value known = stacked.get(variable);
        if (known != null) {
            return known;
        }
        TensorType type = new TensorType(variable.type().sizes().subList(depth(), variable.type().rank()));
        Value element = new Value(builder.numbering().next(), type, variable.name());
        stacked.put(variable, element);
        return element;
    }

    /** What a variable will hold when the program is through. */
    void update(Variable variable, Value value) {
        if (outer == null) {
            builder.store(variable, value);
        } else {
            updated.add(variable);
            updates.add(value);
        }
    }

    /** The parameters that the body takes from stacks, and the stacks they come from. */
    Map<Variable, Value> stacked() {
        return stacked;
    }

    List<Variable> updated() {
        return updated;
    }

    List<Value> updates() {
        return updates;
    }
}
