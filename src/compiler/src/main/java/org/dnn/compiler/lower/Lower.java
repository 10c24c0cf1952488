package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Predictor;
import org.dnn.compiler.model.Training;

/** Writes the programs of a file. */
public final class Lower {
    private static final Variable LOSS_SUM = new Variable(Variable.Role.REPORT, "loss_sum", TensorType.SCALAR);
    private static final Variable LOSS_WEIGHT = new Variable(Variable.Role.REPORT, "loss_weight", TensorType.SCALAR);

    private Lower() {}

    /** What a network says of each row: {@code output}, as evaluation sees it, and {@code answer}, which is made of it. */
    public static Graph prediction(Predictor predictor, Numbering numbering) {
        GraphBuilder b = new GraphBuilder(numbering, predictor.network().origin());
        Value output = NetworkEquations.write(b, predictor.network(), false);
        b.store(new Variable(Variable.Role.OUTPUT, "output", output.type()), output);
        Value answer = Answers.write(b, predictor, output);
        b.store(new Variable(Variable.Role.OUTPUT, "answer", answer.type()), answer);
        return b.program();
    }

    /** The rows of a data set that is made up by formulas. */
    public static Graph generation(DataSet data, Numbering numbering) {
        return new GeneratedRows(new GraphBuilder(numbering, data.origin()), data).write();
    }

    /** A group's values as they are when a statistic is learnt of them. */
    public static Graph beforeStatistic(Columns.Statistic statistic, Numbering numbering) {
        GraphBuilder b = new GraphBuilder(numbering, statistic.group().origin());
        Value value = Columns.transformed(b, statistic.group(), statistic.transform());
        b.store(new Variable(Variable.Role.OUTPUT, "values", value.type()), value);
        return b.program();
    }

    /** How gradients are written, which is another stage's business. */
    public interface Gradients {
        /** The gradients of a scalar by some values, written where its equations stand. */
        List<Value> of(GraphBuilder builder, Value scalar, List<Value> by);
    }

    public static TrainingGraphs training(Training training, Numbering numbering, Gradients gradients) {
        List<Variable> reports = new ArrayList<>(List.of(LOSS_SUM, LOSS_WEIGHT));
        GraphBuilder b = new GraphBuilder(numbering, training.origin());
        Value prediction = NetworkEquations.write(b, training.network(), true);
        Value target = Columns.value(b, training.loss().target());
        LossFormulas.Parts loss = LossFormulas.write(b, training.loss(), prediction, target);
        List<Variable> stepReports = new ArrayList<>(reports);
        OptimizerFormulas optimizer = update(b, training, loss, gradients);
        report(b, loss);
        if (!training.data().split().hasValidation()) {
            stepReports.addAll(MetricFormulas.write(b, training, prediction, target));
        }
        Graph step = b.program();

        GraphBuilder e = new GraphBuilder(numbering, training.origin());
        Value evaluated = NetworkEquations.write(e, training.network(), false);
        Value actual = Columns.value(e, training.loss().target());
        report(e, LossFormulas.write(e, training.loss(), evaluated, actual));
        reports.addAll(MetricFormulas.write(e, training, evaluated, actual));
        if (training.metrics().stream().anyMatch(m -> m.entry().name().equals("auc"))) {
            e.store(new Variable(Variable.Role.OUTPUT, "scores", evaluated.type()), evaluated);
        }
        return new TrainingGraphs(step, e.program(), optimizer.hyperparameters(), optimizer.states(), stepReports,
                reports);
    }

    private static void report(GraphBuilder b, LossFormulas.Parts loss) {
        b.store(LOSS_SUM, loss.sum());
        b.store(LOSS_WEIGHT, loss.weight());
    }

    /** Backward pass and update. */
    private static OptimizerFormulas update(GraphBuilder b, Training training, LossFormulas.Parts loss,
            Gradients rules) {
        Map<String, Variable> parameters = new LinkedHashMap<>(Weights.variables(training.network()));
        parameters.values().removeIf(v -> v.role() != Variable.Role.PARAMETER);
        List<Value> weights = parameters.values().stream().map(b::read).toList();
        List<Value> gradients = rules.of(b, b.over(loss.sum(), loss.weight()), weights);
        b.at(training.optimizer().origin());
        List<Value> clipped = training.clip().map(c -> Clipping.clip(b, gradients, c)).orElse(gradients);
        OptimizerFormulas optimizer = new OptimizerFormulas(b, training.optimizer());
        Set<String> exempt = exempt(training);
        int next = 0;
        for (Variable parameter : parameters.values()) {
            optimizer.update(parameter, clipped.get(next++), !exempt.contains(parameter.name()));
        }
        return optimizer;
    }

    /** The parameters that do not shrink. */
    private static Set<String> exempt(Training training) {
        Set<String> names = new HashSet<>();
        List<String> kinds = training.optimizer().exempt();
        exempt(training.network().nodes(), kinds, names);
        return names;
    }

    private static void exempt(List<Node> nodes, List<String> kinds, Set<String> names) {
        for (Node node : nodes) {
            if (node instanceof Node.Repeat repeat) {
                exempt(repeat.body(), kinds, names);
            } else if (node instanceof Node.Layer layer) {
                boolean norm = layer.entry().name().endsWith("Norm");
                layer.weights().forEach(w -> {
                    boolean bias = w.name().equals("bias");
                    if ((norm && kinds.contains("norm")) || (bias && kinds.contains("bias"))) {
                        names.add(layer.path() + "." + w.name());
                    }
                });
            }
        }
    }

}
