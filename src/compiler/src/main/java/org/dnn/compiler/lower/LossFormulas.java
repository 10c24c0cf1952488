package org.dnn.compiler.lower;

import java.util.List;
import java.util.stream.IntStream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.type.Kind;

/** PyTorch's losses, as a sum over the batch and what that sum is divided by. */
final class LossFormulas {
    /** PyTorch lets no logarithm of a probability be below this. */
    private static final double LEAST_LOGARITHM = -100;
    /** The smallest float above 0: its logarithm is lower still, and no gradient is divided by 0. */
    private static final double LEAST_PROBABILITY = Float.MIN_VALUE;

    private final GraphBuilder b;
    private final Value prediction;
    private final Value target;
    private final Arguments arguments;

    /** The loss of a batch is {@code sum / weight}. */
    record Parts(Value sum, Value weight) {}

    private LossFormulas(GraphBuilder builder, Value prediction, Value target, Arguments arguments) {
        this.b = builder;
        this.prediction = prediction;
        this.target = target;
        this.arguments = arguments;
    }

    static Parts write(GraphBuilder builder, Training.Loss loss, Value prediction, Value target) {
        builder.at(loss.origin());
        Arguments arguments = loss.arguments();
        LossFormulas formulas = new LossFormulas(builder, prediction, target, arguments);
        boolean classes = loss.target().group().kind() instanceof Kind.ClassOf;
        Parts mean = formulas.mean(loss.entry().name(), classes);
        boolean sum = arguments.word("reduction").equals("sum");
        return new Parts(builder.named(mean.sum(), "loss"), sum ? builder.constant(1) : mean.weight());
    }

    private Parts mean(String name, boolean classes) {
        return switch (name) {
            case "mse" -> elements(b.square(difference()));
            case "l1" -> elements(distance());
            case "smooth_l1" -> elements(smoothL1(arguments.real("beta")));
            case "huber" -> elements(huber(arguments.real("delta")));
            case "bce" -> elements(binaryCrossEntropy());
            case "bce_with_logits" -> elements(binaryCrossEntropyWithLogits());
            case "cross_entropy" -> {
                Value logs = ActivationFormulas.logSoftmax(b, prediction, 1);
                yield classes
                        ? ofClasses(logs, arguments.real("smoothing"))
                        : ofShares(logs, arguments.real("smoothing"));
            }
            case "nll" -> classes ? ofClasses(prediction, 0) : ofShares(prediction, 0);
            default -> throw new CompilerBug("lower", "no formula for " + name);
        };
    }

    /** Over all numbers of all rows. */
    private Parts elements(Value each) {
        return new Parts(b.sumAll(each), b.count(each.type()));
    }

    private Value difference() {
        return b.named(b.minus(prediction, target), "difference");
    }

    private Value distance() {
        return b.unary(UnaryFunction.ABSOLUTE, difference());
    }

    private Value smoothL1(double beta) {
        if (beta == 0) {
            return distance();
        }
        Value squared = b.times(b.square(difference()), 0.5 / beta);
        return b.select(b.compare(BinaryFunction.LESS, distance(), beta), squared, b.plus(distance(), -0.5 * beta));
    }

    private Value huber(double delta) {
        Value squared = b.times(b.square(difference()), 0.5);
        Value linear = b.times(b.plus(distance(), -0.5 * delta), delta);
        return b.select(b.compare(BinaryFunction.LESS_OR_EQUAL, distance(), delta), squared, linear);
    }

    private Value binaryCrossEntropy() {
        Value whenTrue = b.times(target, logarithm(prediction));
        Value whenFalse = b.times(b.minus(1, target), logarithm(b.minus(1, prediction)));
        return b.negate(b.plus(whenTrue, whenFalse));
    }

    private Value logarithm(Value probability) {
        Value logarithm = b.unary(UnaryFunction.LOGARITHM, b.maximum(probability, LEAST_PROBABILITY));
        return b.maximum(logarithm, LEAST_LOGARITHM);
    }

    /** (1 - t) · x + (1 + (w - 1) · t) · log(1 + exp(-x)), w the weight of true. */
    private Value binaryCrossEntropyWithLogits() {
        Value soft = ActivationFormulas.logOnePlusExp(b, b.negate(prediction));
        List<Double> weights = arguments.reals("pos_weight");
        Value weighted = weights.isEmpty()
                ? soft
                : b.times(soft, b.plus(b.times(target, b.plus(numbers(weights, target.type()), -1)), 1));
        return b.plus(b.times(b.minus(1, target), prediction), weighted);
    }

    /** The target is the number of a class: of each row the logarithm at its class, over the sum of the classes' weights. */
    private Parts ofClasses(Value logs, double smoothing) {
        TensorType type = logs.type();
        Value number = b.broadcast(b.reshape(target, TensorType.of(TensorType.ROWS)), type, 0);
        Value chosen = b.named(b.binary(BinaryFunction.EQUAL, b.add("class number", new Op.Iota(type, 1)), number),
                "actual");
        List<Double> weights = arguments.has("weight") ? arguments.reals("weight") : List.of();
        Value weighted = weights.isEmpty() ? logs : b.times(logs, numbers(weights, type));
        Value sum = b.negate(b.sumAll(b.select(chosen, weighted, 0)));
        if (smoothing > 0) {
            Value all = b.negate(b.sumAll(weighted));
            sum = b.plus(b.times(sum, 1 - smoothing), b.times(all, smoothing / type.size(1)));
        }
        Value weight = weights.isEmpty() ? b.rowCount() : b.sumAll(b.select(chosen, numbers(weights, type), 0));
        return new Parts(sum, weight);
    }

    /** The target is a share for each class; what it is divided by is the number of rows, as PyTorch has it. */
    private Parts ofShares(Value logs, double smoothing) {
        TensorType type = logs.type();
        Value shares = smoothing == 0
                ? target
                : b.plus(b.times(target, 1 - smoothing), smoothing / type.size(1));
        List<Double> weights = arguments.has("weight") ? arguments.reals("weight") : List.of();
        Value weighted = weights.isEmpty() ? logs : b.times(logs, numbers(weights, type));
        return new Parts(b.negate(b.sumAll(b.times(weighted, shares))), b.rowCount());
    }

    /** A list of numbers along the first axis of a row: chosen by place. */
    private Value numbers(List<Double> numbers, TensorType type) {
        if (numbers.stream().distinct().count() == 1) {
            return b.constant(numbers.getFirst(), type);
        }
        Value place = b.add("class number", new Op.Iota(type, 1));
        return IntStream.range(0, numbers.size() - 1).boxed().reduce(b.constant(numbers.getLast(), type),
                (chosen, i) -> b.select(b.compare(BinaryFunction.EQUAL, place, i),
                        b.constant(numbers.get(i), type), chosen),
                (x, _) -> x);
    }
}
