package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.type.Kind;

/**
 * What is measured, as sums over the rows of a batch: the host adds them up over all batches, and makes the metric of the
 * totals.
 */
public final class MetricFormulas {
    private final GraphBuilder b;
    private final Value prediction;
    private final Value target;
    private final Kind predicted;
    private final Kind kind;
    private final Map<String, Value> sums = new LinkedHashMap<>();

    private MetricFormulas(GraphBuilder builder, Training training, Value prediction, Value target) {
        this.b = builder;
        this.prediction = prediction;
        this.target = target;
        this.predicted = training.network().outputType().kind();
        this.kind = training.loss().target().group().kind();
    }

    /** The names of the sums that a metric is made of. */
    public static List<String> sums(Training.Metric metric) {
        return switch (metric.entry().name()) {
            case "accuracy" -> List.of("right");
            case "top_k" -> List.of("among_" + metric.arguments().whole("k"));
            case "precision", "recall", "f1", "confusion_matrix" -> List.of("confusion");
            case "mae" -> List.of("absolute_error");
            case "rmse" -> List.of("squared_error");
            case "r2" -> List.of("squared_error", "target_sum", "target_squares");
            case "auc" -> List.of();
            default -> throw new CompilerBug("lower", "no sums for " + metric.entry().name());
        };
    }

    /** Writes the sums that the metrics need, and stores them; gives their variables. */
    static List<Variable> write(GraphBuilder builder, Training training, Value prediction, Value target) {
        MetricFormulas formulas = new MetricFormulas(builder, training, prediction, target);
        List<Variable> variables = new ArrayList<>();
        for (Training.Metric metric : training.metrics()) {
            builder.at(metric.origin());
            for (String name : sums(metric)) {
                if (!formulas.sums.containsKey(name)) {
                    Value sum = formulas.sum(name, metric);
                    formulas.sums.put(name, sum);
                    Variable variable = new Variable(Variable.Role.REPORT, name, sum.type());
                    builder.store(variable, sum);
                    variables.add(variable);
                }
            }
        }
        return variables;
    }

    private Value sum(String name, Training.Metric metric) {
        return switch (name) {
            case "right" -> b.sumAll(right());
            case "confusion" -> confusion();
            case "absolute_error" -> b.sumAll(b.unary(UnaryFunction.ABSOLUTE, b.minus(prediction, target)));
            case "squared_error" -> b.sumAll(b.square(b.minus(prediction, target)));
            case "target_sum" -> b.sumAll(target);
            case "target_squares" -> b.sumAll(b.square(target));
            default -> b.sumAll(among(metric.arguments().whole("k")));
        };
    }

    /** 1 for each row that is right. */
    private Value right() {
        if (kind instanceof Kind.Bool) {
            Value same = b.binary(BinaryFunction.EQUAL, called(), target);
            return b.reduce(ReduceFunction.MINIMUM, same, axes(same.type()));
        }
        return b.named(b.binary(BinaryFunction.EQUAL, first(prediction), actual()), "right");
    }

    private static List<Integer> axes(TensorType type) {
        return java.util.stream.IntStream.range(1, type.rank()).boxed().toList();
    }

    /** Whether a bool is called true: at a probability of one half, which is a logit of 0. */
    private Value called() {
        double border = predicted instanceof Kind.Probability ? 0.5 : 0;
        return b.compare(BinaryFunction.GREATER_OR_EQUAL, prediction, border);
    }

    /** The class of each row, by number. */
    private Value actual() {
        return kind instanceof Kind.ClassOf ? b.reshape(target, TensorType.of(TensorType.ROWS)) : first(target);
    }

    /** The place of the largest number of each row; of several, the lowest. */
    private Value first(Value x) {
        Value largest = b.restore(b.reduce(ReduceFunction.MAXIMUM, x, List.of(1)), x.type(), List.of(1));
        Value place = b.add("class number", new Op.Iota(x.type(), 1));
        Value candidates = b.select(b.binary(BinaryFunction.EQUAL, x, largest), place,
                b.constant(x.type().size(1), x.type()));
        return b.named(b.reduce(ReduceFunction.MINIMUM, candidates, List.of(1)), "predicted class");
    }

    /** 1 for each row whose class has fewer than k others before it; others count before it when they are equal and lower. */
    private Value among(int k) {
        TensorType type = prediction.type();
        Value place = b.add("class number", new Op.Iota(type, 1));
        Value actual = b.broadcast(actual(), type, 0);
        Value chosen = b.binary(BinaryFunction.EQUAL, place, actual);
        Value score = b.sum(b.select(chosen, prediction, 0), List.of(1));
        Value scores = b.broadcast(score, type, 0);
        Value before = b.binary(BinaryFunction.MAXIMUM, b.binary(BinaryFunction.GREATER, prediction, scores),
                b.times(b.binary(BinaryFunction.EQUAL, prediction, scores),
                        b.binary(BinaryFunction.LESS, place, actual)));
        return b.compare(BinaryFunction.LESS, b.sum(before, List.of(1)), k);
    }

    /** Rows by actual class and by what they are called. */
    private Value confusion() {
        Value actual;
        Value called;
        int classes;
        if (kind instanceof Kind.Bool) {
            classes = 2;
            actual = b.reshape(target, TensorType.of(TensorType.ROWS));
            called = b.reshape(called(), TensorType.of(TensorType.ROWS));
        } else {
            classes = prediction.type().size(1);
            actual = actual();
            called = first(prediction);
        }
        TensorType type = TensorType.of(TensorType.ROWS, classes);
        Value place = b.add("class number", new Op.Iota(type, 1));
        Value actualOneHot = b.named(b.binary(BinaryFunction.EQUAL, place, b.broadcast(actual, type, 0)), "actual");
        Value calledOneHot = b.named(b.binary(BinaryFunction.EQUAL, place, b.broadcast(called, type, 0)), "predicted");
        return b.matMul(b.transpose(actualOneHot, 1, 0), calledOneHot);
    }
}
