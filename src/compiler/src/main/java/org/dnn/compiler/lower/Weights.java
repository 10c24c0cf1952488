package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.Network;

/** The variables that hold a network's weights: one for each, with an axis in front for each repetition around it. */
public final class Weights {
    private Weights() {}

    /** By the pattern of their names, in the order of the network. */
    public static Map<String, Variable> variables(Network network) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (Network.NamedWeight weight : network.weights()) {
            List<Integer> sizes = new ArrayList<>(weight.counts());
            sizes.addAll(weight.weight().shape());
            Variable.Role role = weight.weight().trained() ? Variable.Role.PARAMETER : Variable.Role.BUFFER;
            variables.put(weight.pattern(), new Variable(role, weight.pattern(), new TensorType(sizes)));
        }
        return variables;
    }
}
