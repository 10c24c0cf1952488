package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.ir.Variable.Role;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Training;

/**
 * Programs that are one layer or one loss and its gradients, for tests. The result is stored as {@code out}, a gradient as
 * {@code grad.} and the name of what it is by.
 */
public final class OperationGraphs {
    private OperationGraphs() {}

    /** A network, and the gradients of the sum of its output times the column {@code grad} by its columns and parameters. */
    public static Graph network(Network network, boolean training) {
        GraphBuilder b = new GraphBuilder(new Numbering(), network.origin());
        Value out = NetworkEquations.write(b, network, training);
        Value weights = b.read(new Variable(Role.COLUMN, "grad", out.type()));
        List<Variable> by = new ArrayList<>();
        for (ColumnGroup group : network.inputs()) {
            by.add(Columns.stored(group));
        }
        Weights.variables(network).values().stream().filter(v -> v.role() == Role.PARAMETER).forEach(by::add);
        return finish(b, out, b.sumAll(b.times(out, weights)), by);
    }

    /** A loss of the column {@code prediction}, whatever the training's network is, and the gradient of {@code grad} times it. */
    public static Graph loss(Training training) {
        GraphBuilder b = new GraphBuilder(new Numbering(), training.origin());
        TensorType type = TensorType.perRow(training.network().outputType().shape());
        Variable prediction = new Variable(Role.COLUMN, "prediction", type);
        Value target = Columns.value(b, training.loss().target());
        LossFormulas.Parts parts = LossFormulas.write(b, training.loss(), b.read(prediction), target);
        Value loss = b.over(parts.sum(), parts.weight());
        Value factor = b.read(new Variable(Role.HYPERPARAMETER, "grad", TensorType.SCALAR));
        return finish(b, loss, b.times(loss, factor), List.of(prediction));
    }

    private static Graph finish(GraphBuilder b, Value out, Value scalar, List<Variable> by) {
        Map<Variable, Value> results = new LinkedHashMap<>();
        results.put(result("out", out.type()), out);
        List<Value> gradients = Differentiate.gradients(b, scalar, by.stream().map(b::read).toList());
        for (int i = 0; i < by.size(); i++) {
            results.put(result("grad." + by.get(i).name(), by.get(i).type()), gradients.get(i));
        }
        results.forEach(b::store);
        return b.program();
    }

    private static Variable result(String name, TensorType type) {
        return new Variable(type.hasRows() ? Role.OUTPUT : Role.REPORT, name, type);
    }
}
