package org.dnn.compiler.parity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Arguments.Pair;
import org.dnn.compiler.ir.Tensor;
import org.dnn.runtime.data.Philox;

/**
 * What PyTorch's documentation says of each layer, in double, written without a look at the equations: results, and what
 * running statistics become. Rows come first.
 */
final class PlainLayers {
    private final Arguments a;
    private final String path;
    private final Map<String, double[]> given;
    private final boolean training;
    private final Map<String, double[]> buffers = new LinkedHashMap<>();

    /** A result, and the buffers afterwards by their names. */
    record Outcome(Tensor out, Map<String, double[]> buffers) {}

    private PlainLayers(Arguments arguments, String path, Map<String, double[]> given, boolean training) {
        this.a = arguments;
        this.path = path;
        this.given = given;
        this.training = training;
    }

    /** @param given the weights and buffers, by the layer's path and their names */
    static Outcome of(String layer, Arguments arguments, String path, Map<String, double[]> given, Tensor x,
            boolean training) {
        PlainLayers plain = new PlainLayers(arguments, path, given, training);
        return new Outcome(plain.layer(layer, x), plain.buffers);
    }

    private Tensor layer(String name, Tensor x) {
        return switch (name) {
            case "Linear" -> linear(x);
            case "Conv2d" -> convolution(x);
            case "MaxPool2d", "AvgPool2d" -> pool(x, name.equals("MaxPool2d"));
            case "BatchNorm" -> batchNorm(x);
            case "LayerNorm" -> layerNorm(x);
            case "Dropout" -> dropout(x);
            case "PReLU" -> prelu(x);
            case "RReLU" -> rrelu(x);
            case "flatten" -> new Tensor(new int[]{x.sizes()[0], x.numbers().length / x.sizes()[0]}, x.numbers());
            case "global_avg_pool" -> mean(x);
            case "softmax" -> softmax(x, axis(x), 1, false);
            case "softmin" -> softmax(x, axis(x), -1, false);
            case "softmax2d" -> softmax(x, 1, 1, false);
            case "log_softmax" -> softmax(x, axis(x), 1, true);
            case "glu" -> glu(x, axis(x));
            default -> each(x, PlainActivations.of(name, a));
        };
    }

    private double[] weight(String name) {
        return Objects.requireNonNull(given.get(path + "." + name), name);
    }

    private int axis(Tensor x) {
        int axis = a.whole("axis");
        return axis < 0 ? x.sizes().length + axis : axis + 1;
    }

    private static Tensor like(Tensor x) {
        return new Tensor(x.sizes(), new double[x.numbers().length]);
    }

    static Tensor each(Tensor x, DoubleUnaryOperator function) {
        return new Tensor(x.sizes(), Arrays.stream(x.numbers()).map(function).toArray());
    }

    private static Tensor of(int... sizes) {
        return new Tensor(sizes, new double[Arrays.stream(sizes).reduce(1, Math::multiplyExact)]);
    }

    private Tensor linear(Tensor x) {
        int in = x.sizes()[1];
        Tensor out = of(x.sizes()[0], a.whole("features"));
        out.each((place, i) -> {
            out.numbers()[i] = a.truth("bias") ? weight("bias")[place[1]] : 0;
            for (int k = 0; k < in; k++) {
                out.numbers()[i] += x.at(place[0], k) * weight("weight")[place[1] * in + k];
            }
        });
        return out;
    }

    private static int positions(int size, int kernel, int stride, int padding, int dilation, boolean ceil) {
        double places = (size + 2.0 * padding - dilation * (kernel - 1) - 1) / stride;
        int count = (int) (ceil ? Math.ceil(places) : Math.floor(places)) + 1;
        return ceil && (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    private Tensor convolution(Tensor x) {
        Pair k = a.pair("kernel");
        Pair s = a.pair("stride");
        Pair p = a.pair("padding");
        Pair d = a.pair("dilation");
        int channels = x.sizes()[1] / a.whole("groups");
        int filters = a.whole("filters") / a.whole("groups");
        double[] w = weight("weight");
        Tensor out = of(x.sizes()[0], a.whole("filters"),
                positions(x.sizes()[2], k.y(), s.y(), p.y(), d.y(), false),
                positions(x.sizes()[3], k.x(), s.x(), p.x(), d.x(), false));
        out.each((place, i) -> {
            double sum = a.truth("bias") ? weight("bias")[place[1]] : 0;
            for (int tap = 0; tap < channels * k.y() * k.x(); tap++) {
                int y = place[2] * s.y() - p.y() + tap / k.x() % k.y() * d.y();
                int z = place[3] * s.x() - p.x() + tap % k.x() * d.x();
                if (y >= 0 && y < x.sizes()[2] && z >= 0 && z < x.sizes()[3]) {
                    int channel = place[1] / filters * channels + tap / (k.y() * k.x());
                    sum += w[place[1] * channels * k.y() * k.x() + tap]
                            * x.numbers()[((place[0] * x.sizes()[1] + channel) * x.sizes()[2] + y) * x.sizes()[3] + z];
                }
            }
            out.numbers()[i] = sum;
        });
        return out;
    }

    private Tensor pool(Tensor x, boolean maximum) {
        Pair k = a.pair("kernel");
        Pair s = a.pair("stride").equals(new Pair(0, 0)) ? k : a.pair("stride");
        Pair p = a.pair("padding");
        Pair d = maximum ? a.pair("dilation") : new Pair(1, 1);
        int height = x.sizes()[2];
        int width = x.sizes()[3];
        Tensor out = of(x.sizes()[0], x.sizes()[1],
                positions(height, k.y(), s.y(), p.y(), d.y(), a.truth("ceil_mode")),
                positions(width, k.x(), s.x(), p.x(), d.x(), a.truth("ceil_mode")));
        out.each((place, i) -> {
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int inside = 0;
            int padded = 0;
            for (int ky = 0; ky < k.y(); ky++) {
                for (int kx = 0; kx < k.x(); kx++) {
                    int y = place[2] * s.y() - p.y() + ky * d.y();
                    int z = place[3] * s.x() - p.x() + kx * d.x();
                    padded += y < height + p.y() && z < width + p.x() ? 1 : 0;
                    if (y >= 0 && y < height && z >= 0 && z < width) {
                        largest = Math.max(largest, x.at(place[0], place[1], y, z));
                        sum += x.at(place[0], place[1], y, z);
                        inside++;
                    }
                }
            }
            out.numbers()[i] = maximum ? largest : sum / (a.truth("count_include_pad") ? padded : inside);
        });
        return out;
    }

    private static Tensor mean(Tensor x) {
        Tensor out = of(x.sizes()[0], x.sizes()[1]);
        int pixels = x.sizes()[2] * x.sizes()[3];
        x.each((place, i) -> out.numbers()[out.index(place[0], place[1])] += x.numbers()[i] / pixels);
        return out;
    }

    private Tensor batchNorm(Tensor x) {
        int channels = x.sizes()[1];
        boolean tracked = a.truth("track_running_stats");
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        int count = x.numbers().length / channels;
        x.each((place, i) -> mean[place[1]] += x.numbers()[i] / count);
        x.each((place, i) -> variance[place[1]] += Math.pow(x.numbers()[i] - mean[place[1]], 2) / count);
        if (training && tracked) {
            double m = a.real("momentum");
            buffers.put(path + ".running_mean", IntStream.range(0, channels)
                    .mapToDouble(c -> (1 - m) * weight("running_mean")[c] + m * mean[c]).toArray());
            buffers.put(path + ".running_var", IntStream.range(0, channels).mapToDouble(
                    c -> (1 - m) * weight("running_var")[c] + m * variance[c] * count / (count - 1)).toArray());
        }
        boolean running = !training && tracked;
        return normalised(x, running ? weight("running_mean") : mean, running ? weight("running_var") : variance,
                a.truth("affine"), true);
    }

    private Tensor layerNorm(Tensor x) {
        int rows = x.sizes()[0];
        int count = x.numbers().length / rows;
        double[] mean = new double[rows];
        double[] variance = new double[rows];
        x.each((place, i) -> mean[place[0]] += x.numbers()[i] / count);
        x.each((place, i) -> variance[place[0]] += Math.pow(x.numbers()[i] - mean[place[0]], 2) / count);
        return normalised(x, mean, variance, a.truth("elementwise_affine"), false);
    }

    private Tensor normalised(Tensor x, double[] mean, double[] variance, boolean affine, boolean channels) {
        Tensor out = like(x);
        int perRow = x.numbers().length / x.sizes()[0];
        x.each((place, i) -> {
            int of = place[channels ? 1 : 0];
            double y = (x.numbers()[i] - mean[of]) / Math.sqrt(variance[of] + a.real("eps"));
            int own = channels ? place[1] : i % perRow;
            boolean shifted = affine && (channels || a.truth("bias"));
            out.numbers()[i] = (affine ? y * weight("weight")[own] : y) + (shifted ? weight("bias")[own] : 0);
        });
        return out;
    }

    private double uniform(int element) {
        return Philox.uniform(Philox.word(Philox.key(1, path), element, 0, 0, 0));
    }

    private Tensor dropout(Tensor x) {
        double p = a.real("p");
        Tensor out = like(x);
        x.each((_, i) -> out.numbers()[i] = !training
                ? x.numbers()[i]
                : uniform(i) < p ? 0 : x.numbers()[i] / (1 - p));
        return out;
    }

    private Tensor prelu(Tensor x) {
        Tensor out = like(x);
        x.each((place, i) -> {
            double slope = weight("weight")[a.truth("per_channel") ? place[1] : 0];
            out.numbers()[i] = Math.max(0, x.numbers()[i]) + slope * Math.min(0, x.numbers()[i]);
        });
        return out;
    }

    private Tensor rrelu(Tensor x) {
        double lower = a.real("lower");
        double upper = a.real("upper");
        Tensor out = like(x);
        x.each((_, i) -> {
            double slope = training ? lower + (upper - lower) * uniform(i) : (lower + upper) / 2;
            out.numbers()[i] = x.numbers()[i] >= 0 ? x.numbers()[i] : slope * x.numbers()[i];
        });
        return out;
    }

    private static Tensor softmax(Tensor x, int axis, int sign, boolean logarithm) {
        Tensor out = like(x);
        x.each((place, i) -> {
            double sum = 0;
            int[] other = place.clone();
            for (int c = 0; c < x.sizes()[axis]; c++) {
                other[axis] = c;
                sum += Math.exp(sign * x.at(other));
            }
            double share = Math.exp(sign * x.numbers()[i]) / sum;
            out.numbers()[i] = logarithm ? Math.log(share) : share;
        });
        return out;
    }

    private static Tensor glu(Tensor x, int axis) {
        int[] sizes = x.sizes().clone();
        sizes[axis] /= 2;
        Tensor out = of(sizes);
        out.each((place, i) -> {
            int[] gate = place.clone();
            gate[axis] += sizes[axis];
            out.numbers()[i] = x.at(place) / (1 + Math.exp(-x.at(gate)));
        });
        return out;
    }

    /** Several values side by side along the first axis behind the rows. */
    static Tensor joined(List<Tensor> parts) {
        int[] sizes = parts.getFirst().sizes().clone();
        sizes[1] = parts.stream().mapToInt(p -> p.sizes()[1]).sum();
        Tensor out = of(sizes);
        out.each((place, i) -> {
            int[] own = place.clone();
            int part = 0;
            while (own[1] >= parts.get(part).sizes()[1]) {
                own[1] -= parts.get(part++).sizes()[1];
            }
            out.numbers()[i] = parts.get(part).at(own);
        });
        return out;
    }
}
