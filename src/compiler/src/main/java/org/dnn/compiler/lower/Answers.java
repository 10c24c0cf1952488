package org.dnn.compiler.lower;

import java.util.List;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.Node.ColumnPart;
import org.dnn.compiler.model.Predictor;

/** What a network's output says: a probability, or numbers as they stand in the data. */
final class Answers {
    private Answers() {}

    static Value write(GraphBuilder b, Predictor predictor, Value output) {
        Value answer = switch (predictor.link()) {
            case IDENTITY -> output;
            case SIGMOID -> ActivationFormulas.sigmoid(b, output);
            case SOFTMAX -> ActivationFormulas.softmax(b, output, 1);
            case EXPONENTIAL -> b.unary(UnaryFunction.EXPONENTIAL, output);
        };
        return asInData(b, predictor.target(), answer);
    }

    /** The transforms of a column, undone from the last to the first. */
    private static Value asInData(GraphBuilder b, ColumnPart target, Value answer) {
        List<Transform> transforms = target.group().transforms();
        Value value = answer;
        for (int i = transforms.size() - 1; i >= 0; i--) {
            value = undone(b, value, transforms.get(i), learnt(b, target, i));
        }
        return value;
    }

    /** What was learnt for a transform of the target: its own columns' part, where there is a number for each column. */
    private static List<Value> learnt(GraphBuilder b, ColumnPart target, int transform) {
        boolean part = target.count() < target.group().names().size();
        return Columns.statistics(target.group()).stream().filter(s -> s.transform() == transform)
                .map(s -> b.read(s.variable()))
                .map(v -> part && v.type().size(0) > 1 ? b.slice(v, 0, target.from(), target.count()) : v).toList();
    }

    private static Value undone(GraphBuilder b, Value y, Transform transform, List<Value> learnt) {
        Arguments a = transform.arguments();
        return switch (transform.entry().name()) {
            case "scale" -> b.over(y, a.real("factor"));
            case "log1p" -> b.unary(UnaryFunction.EXPONENTIAL_MINUS_ONE, y);
            case "impute" -> y;
            case "standardize", "normalize" -> {
                Columns.Moments moments = Columns.moments(b, transform, learnt, y.type());
                yield b.plus(b.times(y, moments.standardDeviation()), moments.mean());
            }
            default -> throw new CompilerBug("lower", "no way back from " + transform.entry().name());
        };
    }
}
