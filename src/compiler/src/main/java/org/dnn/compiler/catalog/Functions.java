package org.dnn.compiler.catalog;

import static org.dnn.compiler.catalog.Parameter.of;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.LayerRule.Mismatch;
import org.dnn.compiler.catalog.Parameter.Type;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** Functions: no weights, the same in training and evaluation. Names, defaults and formulas are PyTorch's. */
final class Functions {
    private static final Parameter AXIS = of("axis", Type.WHOLE, "along which axis; -1 is the last").standard(-1)
            .in(Range.atLeast(-3));

    static final List<Entry> ALL = List.of(
            activation("relu", "max(0, x)").alsoKnownAs("ReLU"),
            activation("relu6", "min(max(0, x), 6)").alsoKnownAs("ReLU6"),
            activation("threshold", "x above the threshold, else the value",
                    of("threshold", Type.REAL, "the threshold").byPosition(),
                    of("value", Type.REAL, "what replaces the rest").byPosition()).alsoKnownAs("Threshold"),
            activation("hardtanh", "min(max(min_val, x), max_val)",
                    of("min_val", Type.REAL, "the lowest value").standard(-1.0),
                    of("max_val", Type.REAL, "the highest value").standard(1.0)).alsoKnownAs("Hardtanh"),
            kind("sigmoid", "1 / (1 + exp(-x))", Kind.PROBABILITY).alsoKnownAs("Sigmoid", "logistic"),
            activation("hardsigmoid", "relu6(x + 3) / 6").alsoKnownAs("Hardsigmoid"),
            activation("tanh", "tanh(x)").alsoKnownAs("Tanh"),
            activation("silu", "x · sigmoid(x)").alsoKnownAs("SiLU", "swish"),
            activation("mish", "x · tanh(softplus(x))").alsoKnownAs("Mish"),
            activation("hardswish", "x · relu6(x + 3) / 6").alsoKnownAs("Hardswish"),
            activation("elu", "x above 0, else alpha · (exp(x) - 1)",
                    of("alpha", Type.REAL, "the scale below 0").standard(1.0)).alsoKnownAs("ELU"),
            activation("celu", "max(0, x) + min(0, alpha · (exp(x / alpha) - 1))",
                    of("alpha", Type.REAL, "the scale below 0").standard(1.0).in(Range.POSITIVE)).alsoKnownAs("CELU"),
            activation("selu", "an elu with the constants of Klambauer et al. 2017").alsoKnownAs("SELU"),
            activation("gelu", "x · Φ(x)",
                    of("approximate", Type.WORD, "exact, or by tanh").standard("none").oneOf("none", "tanh"))
                    .alsoKnownAs("GELU"),
            activation("hardshrink", "x outside of ±lambda, else 0",
                    of("lambda", Type.REAL, "the border").standard(0.5).in(Range.NOT_NEGATIVE))
                    .alsoKnownAs("Hardshrink"),
            activation("leaky_relu", "x above 0, else negative_slope · x",
                    of("negative_slope", Type.REAL, "the slope below 0").standard(0.01)).alsoKnownAs("LeakyReLU"),
            activation("logsigmoid", "log(sigmoid(x))").alsoKnownAs("LogSigmoid", "log_sigmoid"),
            activation("softplus", "log(1 + exp(beta · x)) / beta; x itself where beta · x is above the threshold",
                    of("beta", Type.REAL, "the sharpness").standard(1.0).in(Range.POSITIVE),
                    of("threshold", Type.REAL, "from where on it is x").standard(20.0)).alsoKnownAs("Softplus"),
            activation("softshrink", "x ∓ lambda outside of ±lambda, else 0",
                    of("lambda", Type.REAL, "the border").standard(0.5).in(Range.NOT_NEGATIVE))
                    .alsoKnownAs("Softshrink"),
            activation("softsign", "x / (1 + |x|)").alsoKnownAs("Softsign"),
            activation("tanhshrink", "x - tanh(x)").alsoKnownAs("Tanhshrink"),
            normalised("softmax", "exp(x) / Σ exp(x)", Kind.PROBABILITY).alsoKnownAs("Softmax"),
            normalised("softmin", "softmax(-x)", Kind.PROBABILITY).alsoKnownAs("Softmin"),
            Entry.of(Group.LAYER, "softmax2d", "softmax over the channels of an image, for each pixel.")
                    .rule(new Counted((operands, _) -> {
                        Layers.requireRank(operands.getFirst(), 3, "softmax2d", "an image [channels, height, width]",
                                "use softmax");
                        return operands.getFirst().withKind(Kind.PROBABILITY);
                    }, Functions::normalisation)).alsoKnownAs("Softmax2d"),
            normalised("log_softmax", "x - log Σ exp(x)", Kind.LOG_PROBABILITY).alsoKnownAs("LogSoftmax"),
            Entry.of(Group.LAYER, "glu", "a · sigmoid(b), a and b the halves of an axis (Dauphin et al. 2017).", AXIS)
                    .rule(new Counted(Functions::glu, ValueType::elements)).alsoKnownAs("GLU"),
            Entry.of(Group.LAYER, "flatten", "All axes become one.")
                    .rule(Counted.free((operands, _) -> operands.getFirst().withShape(operands.getFirst().elements())))
                    .alsoKnownAs("Flatten"),
            Entry.of(Group.LAYER, "global_avg_pool", "The mean of each channel over the image.")
                    .rule(new Counted(Functions::globalPool, ValueType::elements))
                    .alsoKnownAs("GlobalAveragePooling2D", "AdaptiveAvgPool2d", "adaptive_avg_pool2d"),
            Entry.of(Group.LAYER, "concat", "Tensors one after the other along the first axis.").rule(new Concat())
                    .alsoKnownAs("cat", "Concatenate"));

    private Functions() {}

    private static Entry activation(String name, String formula, Parameter... parameters) {
        return kind(name, formula, Kind.REAL, parameters);
    }

    /** Along an axis, brought to a sum of 1. */
    private static Entry normalised(String name, String formula, Kind kind) {
        Entry entry = kind(name, formula, kind, AXIS);
        return entry.rule(new Counted(entry.rule().orElseThrow(), Functions::normalisation));
    }

    /** Of each number: the maximum, taken off, exp, the sum, and a division or subtraction. */
    private static long normalisation(ValueType x) {
        return 5L * x.elements();
    }

    private static Entry kind(String name, String formula, Kind kind, Parameter... parameters) {
        UnaryOperator<ValueType> change = type -> type.withKind(kind);
        boolean hasAxis = List.of(parameters).contains(AXIS);
        return Entry.of(Group.LAYER, name, formula + ".", parameters).rule((operands, arguments) -> {
            if (hasAxis) {
                axis(operands.getFirst(), arguments);
            }
            return change.apply(operands.getFirst());
        });
    }

    /** The axis that is meant, from 0. */
    static int axis(ValueType type, Arguments arguments) {
        int axis = arguments.whole("axis");
        int positive = axis < 0 ? axis + type.rank() : axis;
        if (positive < 0 || positive >= type.rank()) {
            throw new Mismatch("there is no axis " + axis + " in " + type,
                    (type.rank() == 1 ? "use 0" : "use 0 to " + (type.rank() - 1)) + ", or -1 for the last");
        }
        return positive;
    }

    private static ValueType glu(List<ValueType> operands, Arguments arguments) {
        ValueType x = operands.getFirst();
        int axis = axis(x, arguments);
        if (x.size(axis) % 2 != 0) {
            throw new Mismatch("glu halves an axis of " + x.size(axis), "make it an even number");
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(axis, x.size(axis) / 2);
        return new ValueType(Kind.REAL, shape);
    }

    private static ValueType globalPool(List<ValueType> operands, Arguments arguments) {
        ValueType x = operands.getFirst();
        Layers.requireRank(x, 3, "global_avg_pool", "an image [channels, height, width]", "pool before flatten");
        return ValueType.real(x.size(0));
    }

    private static final class Concat implements LayerRule {
        @Override
        public int operands() {
            return Integer.MAX_VALUE;
        }

        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            return 0;
        }

        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            ValueType first = operands.getFirst();
            int total = 0;
            for (ValueType type : operands) {
                boolean fits = type.rank() == first.rank()
                        && type.shape().subList(1, type.rank()).equals(first.shape().subList(1, first.rank()));
                if (!fits) {
                    throw new Mismatch("concat joins the first axis; the others must agree: " + first + ", " + type,
                            "bring them to the same size first");
                }
                total += type.size(0);
            }
            boolean sameKind = operands.stream().map(ValueType::kind).distinct().count() == 1;
            List<Integer> shape = new ArrayList<>(first.shape());
            shape.set(0, total);
            return new ValueType(sameKind ? first.kind() : Kind.REAL, shape);
        }
    }
}
