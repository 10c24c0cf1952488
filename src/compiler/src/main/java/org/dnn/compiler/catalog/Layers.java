package org.dnn.compiler.catalog;

import static org.dnn.compiler.catalog.Parameter.of;

import java.util.ArrayList;
import java.util.List;
import org.dnn.compiler.catalog.Arguments.Initialiser;
import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.LayerRule.Mismatch;
import org.dnn.compiler.catalog.Parameter.Type;
import org.dnn.compiler.catalog.Weight.Fill;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** Layers: what has weights, or looks at neighbours, or is different in training. Names and defaults are PyTorch's. */
final class Layers {
    private static final Parameter INIT = of("init", Type.INITIALISER, "how the weights are set at first")
            .standard("default");
    private static final Parameter BIAS = of("bias", Type.TRUTH, "whether something is added to each output")
            .standard(true);
    private static final Parameter EPS = of("eps", Type.REAL, "added to the variance").standard(1e-5)
            .in(Range.POSITIVE);

    static final List<Entry> ALL = List.of(
            layer("Linear", "Every output is a weighted sum of all inputs: y = x · Wᵀ + b.", new Linear(),
                    of("features", Type.WHOLE, "how many outputs").byPosition().in(Range.atLeast(1)), BIAS, INIT)
                    .alsoKnownAs("Dense", "FullyConnected", "fc", "InnerProduct"),
            layer("Conv2d", "Filters slide over an image [channels, height, width].", new Conv2d(),
                    of("filters", Type.WHOLE, "how many output channels").byPosition().in(Range.atLeast(1)),
                    of("kernel", Type.PAIR, "the size of a filter").byPosition().in(Range.atLeast(1)),
                    of("stride", Type.PAIR, "how far a filter moves").standard(new Pair(1, 1)).in(Range.atLeast(1)),
                    of("padding", Type.PADDING, "zeros around the image").standard(new Pair(0, 0))
                            .in(Range.atLeast(0)),
                    of("dilation", Type.PAIR, "the distance between a filter's points").standard(new Pair(1, 1))
                            .in(Range.atLeast(1)),
                    of("groups", Type.WHOLE, "into how many independent parts the channels fall").standard(1)
                            .in(Range.atLeast(1)),
                    BIAS, INIT).alsoKnownAs("Convolution2D", "Conv2D", "conv2d", "Conv"),
            pool("MaxPool2d", "The largest value of each window.", new Pool2d(),
                    of("dilation", Type.PAIR, "the distance between a window's points").standard(new Pair(1, 1))
                            .in(Range.atLeast(1)))
                    .alsoKnownAs("MaxPooling2D", "max_pool2d", "MaxPool"),
            pool("AvgPool2d", "The mean of each window.", new Pool2d(),
                    of("count_include_pad", Type.TRUTH, "whether the padding counts").standard(true))
                    .alsoKnownAs("AveragePooling2D", "avg_pool2d", "AvgPool"),
            layer("BatchNorm", "Each channel to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).",
                    new BatchNorm(), EPS,
                    of("momentum", Type.REAL, "how fast the running statistics follow").standard(0.1).in(Range.UNIT),
                    of("affine", Type.TRUTH, "whether scale and shift are learnt").standard(true),
                    of("track_running_stats", Type.TRUTH, "whether evaluation uses running statistics")
                            .standard(true))
                    .alsoKnownAs("BatchNorm1d", "BatchNorm2d", "BatchNormalization", "batch_norm"),
            layer("LayerNorm", "Each row to mean 0 and variance 1 over all its numbers (Ba et al. 2016).",
                    new LayerNorm(), EPS,
                    of("elementwise_affine", Type.TRUTH, "whether scale and shift are learnt").standard(true),
                    BIAS).alsoKnownAs("LayerNormalization", "layer_norm"),
            layer("Dropout",
                    "In training, sets each number to 0 with probability p and scales the rest (Srivastava et al. 2014).",
                    Counted.free(keepsKind()),
                    of("p", Type.REAL, "the probability").byPosition().standard(0.5).in(Range.BELOW_ONE))
                    .alsoKnownAs("dropout"),
            layer("PReLU", "max(0, x) + a · min(0, x), a learnt (He et al. 2015).", new PRelu(),
                    of("per_channel", Type.TRUTH, "whether each channel has an a of its own").standard(false),
                    of("init", Type.REAL, "the first a").standard(0.25)).alsoKnownAs("prelu"),
            layer("RReLU", "A leaky relu whose slope is random in training (Xu et al. 2015).", becomesReal(),
                    of("lower", Type.REAL, "the lowest slope").standard(1.0 / 8),
                    of("upper", Type.REAL, "the highest slope").standard(1.0 / 3)).alsoKnownAs("rrelu"));

    private Layers() {}

    private static Entry layer(String name, String sentence, LayerRule rule, Parameter... parameters) {
        return Entry.of(Group.LAYER, name, sentence, parameters).rule(rule);
    }

    private static Entry pool(String name, String sentence, LayerRule rule, Parameter further) {
        return layer(name, sentence, rule, of("kernel", Type.PAIR, "the size of the window").byPosition()
                .in(Range.atLeast(1)),
                of("stride", Type.PAIR, "how far the window moves; the kernel where it is not given")
                        .standard(new Pair(0, 0)).in(Range.atLeast(1)),
                of("padding", Type.PAIR, "nothing around the image").standard(new Pair(0, 0)).in(Range.atLeast(0)),
                of("ceil_mode", Type.TRUTH, "whether a window may reach over the edge").standard(false), further);
    }

    static LayerRule keepsKind() {
        return (operands, _) -> operands.getFirst();
    }

    static LayerRule becomesReal() {
        return (operands, _) -> operands.getFirst().withKind(Kind.REAL);
    }

    static void requireRank(ValueType type, int rank, String layer, String expected, String help) {
        if (type.rank() != rank) {
            throw new Mismatch(layer + " expects " + expected + ", found " + type, help);
        }
    }

    /** PyTorch's default for Linear and convolutions: {@code kaiming_uniform(a = √5)}, which is ±1 / √fan in. */
    private static Fill weightFill(Arguments arguments, long fanIn, long fanOut) {
        return arguments.get("init") instanceof Initialiser given
                ? Initialisers.fill(given, fanIn, fanOut)
                : Initialisers.symmetric(1 / Math.sqrt(fanIn));
    }

    private static final class Linear implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            ValueType x = operands.getFirst();
            requireRank(x, 1, "Linear", "one axis", "flatten it first: -> flatten -> Linear("
                    + arguments.whole("features") + ")");
            return ValueType.real(arguments.whole("features"));
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public List<Weight> weights(List<ValueType> operands, Arguments arguments) {
            int in = operands.getFirst().size(0);
            int out = arguments.whole("features");
            List<Weight> all = new ArrayList<>();
            all.add(new Weight("weight", List.of(out, in), true, weightFill(arguments, in, out)));
            if (arguments.truth("bias")) {
                all.add(new Weight("bias", List.of(out), true, Initialisers.symmetric(1 / Math.sqrt(in))));
            }
            return all;
        }

        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            long products = 2L * operands.getFirst().size(0) * arguments.whole("features");
            return products + (arguments.truth("bias") ? arguments.whole("features") : 0);
        }
    }

    private static final class Conv2d implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            ValueType x = operands.getFirst();
            requireRank(x, 3, "Conv2d", "an image [channels, height, width]",
                    "give it an image: a column u8[1, 28, 28], for example");
            int groups = arguments.whole("groups");
            if (x.size(0) % groups != 0 || arguments.whole("filters") % groups != 0) {
                throw new Mismatch("groups: " + groups + " does not divide " + x.size(0) + " channels and "
                        + arguments.whole("filters") + " filters", "choose groups that divide both");
            }
            Pair padding = arguments.pair("padding");
            int height = Geometry.positions("Conv2d", x.size(1), arguments.pair("kernel").y(),
                    arguments.pair("stride").y(), padding.y(), arguments.pair("dilation").y(), false);
            int width = Geometry.positions("Conv2d", x.size(2), arguments.pair("kernel").x(),
                    arguments.pair("stride").x(), padding.x(), arguments.pair("dilation").x(), false);
            return ValueType.real(arguments.whole("filters"), height, width);
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public List<Weight> weights(List<ValueType> operands, Arguments arguments) {
            Pair kernel = arguments.pair("kernel");
            int filters = arguments.whole("filters");
            int groups = arguments.whole("groups");
            int channels = operands.getFirst().size(0) / groups;
            long area = (long) kernel.y() * kernel.x();
            List<Weight> all = new ArrayList<>();
            all.add(new Weight("weight", List.of(filters, channels, kernel.y(), kernel.x()), true,
                    weightFill(arguments, channels * area, filters * area)));
            if (arguments.truth("bias")) {
                all.add(new Weight("bias", List.of(filters), true,
                        Initialisers.symmetric(1 / Math.sqrt(channels * area))));
            }
            return all;
        }

        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            Pair kernel = arguments.pair("kernel");
            long outputs = result(operands, arguments).elements();
            long products = 2L * outputs * (operands.getFirst().size(0) / arguments.whole("groups")) * kernel.y()
                    * kernel.x();
            return products + (arguments.truth("bias") ? outputs : 0);
        }
    }

    private static final class Pool2d implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            ValueType x = operands.getFirst();
            requireRank(x, 3, "a pool", "an image [channels, height, width]", "pool before flatten");
            Pair kernel = arguments.pair("kernel");
            Pair stride = Geometry.poolStride(arguments);
            Pair padding = arguments.pair("padding");
            if (2 * padding.y() > kernel.y() || 2 * padding.x() > kernel.x()) {
                throw new Mismatch("the padding is more than half of the kernel", "use at most " + kernel.y() / 2);
            }
            Pair dilation = arguments.has("dilation") ? arguments.pair("dilation") : new Pair(1, 1);
            boolean ceil = arguments.truth("ceil_mode");
            return x.withKind(Kind.REAL).withShape(x.size(0),
                    Geometry.positions("the pool", x.size(1), kernel.y(), stride.y(), padding.y(), dilation.y(), ceil),
                    Geometry.positions("the pool", x.size(2), kernel.x(), stride.x(), padding.x(), dilation.x(), ceil));
        }

        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            Pair kernel = arguments.pair("kernel");
            return (long) result(operands, arguments).elements() * kernel.y() * kernel.x();
        }
    }

    private static final class BatchNorm implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            ValueType x = operands.getFirst();
            if (x.rank() != 1 && x.rank() != 3) {
                throw new Mismatch("BatchNorm expects [features] or [channels, height, width], found " + x,
                        "flatten it first");
            }
            return x.withKind(Kind.REAL);
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public List<Weight> weights(List<ValueType> operands, Arguments arguments) {
            List<Integer> channels = List.of(operands.getFirst().size(0));
            List<Weight> all = new ArrayList<>();
            if (arguments.truth("affine")) {
                all.add(new Weight("weight", channels, true, new Fill.Constant(1)));
                all.add(new Weight("bias", channels, true, new Fill.Constant(0)));
            }
            if (arguments.truth("track_running_stats")) {
                all.add(new Weight("running_mean", channels, false, new Fill.Constant(0)));
                all.add(new Weight("running_var", channels, false, new Fill.Constant(1)));
            }
            return all;
        }

        /** The running mean taken off, the deviation divided out; scale and shift. */
        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            return (arguments.truth("affine") ? 4L : 2L) * operands.getFirst().elements();
        }
    }

    private static final class LayerNorm implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            return operands.getFirst().withKind(Kind.REAL);
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public List<Weight> weights(List<ValueType> operands, Arguments arguments) {
            List<Integer> shape = operands.getFirst().shape();
            List<Weight> all = new ArrayList<>();
            if (arguments.truth("elementwise_affine")) {
                all.add(new Weight("weight", shape, true, new Fill.Constant(1)));
                if (arguments.truth("bias")) {
                    all.add(new Weight("bias", shape, true, new Fill.Constant(0)));
                }
            }
            return all;
        }

        /** The mean, taken off; the squares, their sum; the deviation divided out; scale and shift. */
        @Override
        public long flops(List<ValueType> operands, Arguments arguments) {
            int further = arguments.truth("elementwise_affine") ? arguments.truth("bias") ? 2 : 1 : 0;
            return (5L + further) * operands.getFirst().elements();
        }
    }

    private static final class PRelu implements LayerRule {
        @Override
        public ValueType result(List<ValueType> operands, Arguments arguments) {
            return operands.getFirst().withKind(Kind.REAL);
        }

        @Override
        public boolean hasWeights() {
            return true;
        }

        @Override
        public List<Weight> weights(List<ValueType> operands, Arguments arguments) {
            int count = arguments.truth("per_channel") ? operands.getFirst().size(0) : 1;
            return List.of(new Weight("weight", List.of(count), true, new Fill.Constant(arguments.real("init"))));
        }
    }
}
