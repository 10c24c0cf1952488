package org.dnn.compiler.lower;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;

/** PyTorch's activations. Where a formula has a kink, the gradient there is PyTorch's. */
final class ActivationFormulas {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private ActivationFormulas() {}

    static Optional<Value> write(String name, LayerContext c) {
        GraphBuilder b = c.b();
        Arguments a = c.arguments();
        Value x = c.x();
        return Optional.ofNullable(switch (name) {
            case "relu" -> relu(b, x);
            case "relu6" -> between(b, x, 0, 6);
            case "threshold" -> b.select(greater(b, x, a.real("threshold")), x, a.real("value"));
            case "hardtanh" -> between(b, x, a.real("min_val"), a.real("max_val"));
            case "sigmoid" -> sigmoid(b, x);
            case "hardsigmoid" -> b.over(between(b, b.plus(x, 3), 0, 6), 6);
            case "tanh" -> b.unary(UnaryFunction.TANH, x);
            case "silu" -> b.times(x, sigmoid(b, x));
            case "mish" -> b.times(x, b.unary(UnaryFunction.TANH, logOnePlusExp(b, x)));
            case "hardswish" -> b.times(x, b.over(between(b, b.plus(x, 3), 0, 6), 6));
            case "elu" -> elu(b, x, a.real("alpha"), 1, 1);
            case "celu" -> elu(b, x, a.real("alpha"), 1, 1 / a.real("alpha"));
            case "selu" -> elu(b, x, SELU_ALPHA, SELU_SCALE, 1);
            case "gelu" -> a.word("approximate").equals("none") ? gelu(b, x) : geluByTanh(b, x);
            case "hardshrink" -> b.select(greater(b, b.unary(UnaryFunction.ABSOLUTE, x), a.real("lambda")), x, 0);
            case "leaky_relu" -> b.select(greater(b, x, 0), x, b.times(x, a.real("negative_slope")));
            case "logsigmoid" -> b.negate(logOnePlusExp(b, b.negate(x)));
            case "softplus" -> softplus(b, x, a.real("beta"), a.real("threshold"));
            case "softshrink" -> softshrink(b, x, a.real("lambda"));
            case "softsign" -> b.over(x, b.plus(b.unary(UnaryFunction.ABSOLUTE, x), 1));
            case "tanhshrink" -> b.minus(x, b.unary(UnaryFunction.TANH, x));
            case "softmax" -> softmax(b, x, axis(c));
            case "softmin" -> softmax(b, b.negate(x), axis(c));
            case "softmax2d" -> softmax(b, x, 1);
            case "log_softmax" -> logSoftmax(b, x, axis(c));
            case "glu" -> glu(b, x, axis(c));
            case "PReLU" -> prelu(c);
            case "RReLU" -> rrelu(c);
            default -> null;
        });
    }

    /** An axis of a row; the rows come first. */
    private static int axis(LayerContext c) {
        int axis = c.arguments().whole("axis");
        return axis < 0 ? axis + c.x().type().rank() : axis + 1;
    }

    private static Value greater(GraphBuilder b, Value x, double than) {
        return b.compare(BinaryFunction.GREATER, x, than);
    }

    /** Not a number stays what it is. */
    private static Value relu(GraphBuilder b, Value x) {
        return b.select(b.compare(BinaryFunction.LESS_OR_EQUAL, x, 0), b.constant(0), x);
    }

    private static Value between(GraphBuilder b, Value x, double low, double high) {
        return b.minimum(b.maximum(x, low), high);
    }

    static Value sigmoid(GraphBuilder b, Value x) {
        return b.unary(UnaryFunction.SIGMOID, x);
    }

    private static Value elu(GraphBuilder b, Value x, double alpha, double scale, double inner) {
        Value below = b.times(b.unary(UnaryFunction.EXPONENTIAL_MINUS_ONE, b.times(b.minimum(x, 0), inner)), alpha);
        Value elu = b.select(greater(b, x, 0), x, below);
        return scale == 1 ? elu : b.times(elu, scale);
    }

    private static Value gelu(GraphBuilder b, Value x) {
        Value erf = b.unary(UnaryFunction.ERROR_FUNCTION, b.times(x, Math.sqrt(0.5)));
        return b.times(b.times(x, 0.5), b.plus(erf, 1));
    }

    private static Value geluByTanh(GraphBuilder b, Value x) {
        Value inner = b.times(b.plus(x, b.times(b.times(b.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
        return b.times(b.times(x, 0.5), b.plus(b.unary(UnaryFunction.TANH, inner), 1));
    }

    /** log(1 + exp(x)) without overflow: the larger exponent is taken out, as a number through which no gradient flows. */
    static Value logOnePlusExp(GraphBuilder b, Value x) {
        Value larger = b.detach(b.maximum(x, 0));
        Value sum = b.plus(b.unary(UnaryFunction.EXPONENTIAL, b.negate(larger)),
                b.unary(UnaryFunction.EXPONENTIAL, b.minus(x, larger)));
        return b.plus(larger, b.unary(UnaryFunction.LOGARITHM, sum));
    }

    private static Value softplus(GraphBuilder b, Value x, double beta, double threshold) {
        Value scaled = b.times(x, beta);
        Value linear = greater(b, scaled, threshold);
        Value exponential = b.unary(UnaryFunction.EXPONENTIAL, b.select(linear, b.constant(0), scaled));
        Value soft = b.over(b.unary(UnaryFunction.LOGARITHM_OF_ONE_PLUS, exponential), beta);
        return b.select(linear, x, soft);
    }

    private static Value softshrink(GraphBuilder b, Value x, double lambda) {
        Value above = b.select(greater(b, x, lambda), b.plus(x, -lambda), 0);
        return b.select(b.compare(BinaryFunction.LESS, x, -lambda), b.plus(x, lambda), above);
    }

    static Value softmax(GraphBuilder b, Value x, int axis) {
        Value exponentials = b.named(b.unary(UnaryFunction.EXPONENTIAL, centered(b, x, axis)), "exponential");
        Value sum = b.named(b.sum(exponentials, List.of(axis)), "sum");
        return b.over(exponentials, b.restore(sum, x.type(), List.of(axis)));
    }

    static Value logSoftmax(GraphBuilder b, Value x, int axis) {
        Value centered = centered(b, x, axis);
        Value exponentials = b.named(b.unary(UnaryFunction.EXPONENTIAL, centered), "exponential");
        Value sum = b.named(b.sum(exponentials, List.of(axis)), "sum");
        return b.minus(centered, b.restore(b.unary(UnaryFunction.LOGARITHM, sum), x.type(), List.of(axis)));
    }

    /** Less the maximum, which changes no softmax and no gradient of one, but lets nothing overflow. */
    private static Value centered(GraphBuilder b, Value x, int axis) {
        Value largest = b.detach(b.named(b.reduce(ReduceFunction.MAXIMUM, x, List.of(axis)), "largest"));
        return b.named(b.minus(x, b.restore(largest, x.type(), List.of(axis))), "centered");
    }

    private static Value glu(GraphBuilder b, Value x, int axis) {
        int half = x.type().size(axis) / 2;
        return b.times(b.slice(x, axis, 0, half), sigmoid(b, b.slice(x, axis, half, half)));
    }

    private static Value prelu(LayerContext c) {
        GraphBuilder b = c.b();
        TensorType type = c.x().type();
        Value slope = c.weight("weight");
        Value spread = slope.type().size(0) == 1 && !c.arguments().truth("per_channel")
                ? b.broadcast(b.reshape(slope, TensorType.SCALAR), type)
                : b.broadcast(slope, type, 1);
        return b.select(greater(b, c.x(), 0), c.x(), b.times(c.x(), spread));
    }

    private static Value rrelu(LayerContext c) {
        GraphBuilder b = c.b();
        double lower = c.arguments().real("lower");
        double upper = c.arguments().real("upper");
        Value slope = c.training()
                ? b.plus(b.times(b.add("random", new Op.Uniform(c.type(), c.path())), upper - lower), lower)
                : b.constant((lower + upper) / 2, c.type());
        return b.select(b.compare(BinaryFunction.GREATER_OR_EQUAL, c.x(), 0), c.x(), b.times(c.x(), slope));
    }
}
