package org.dnn.compiler.ir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.dnn.runtime.data.Philox;

/** What every op means, in double: slow and obvious. Everything else is held against it. */
public final class ReferenceInterpreter {
    private final int rows;
    private final Map<Variable, Tensor> variables;
    private final Map<Value, Tensor> values = new HashMap<>();
    private final long seed;
    private final long step;
    private final int turn;

    private ReferenceInterpreter(int rows, Map<Variable, Tensor> variables, long seed, long step, int turn) {
        this.rows = rows;
        this.variables = variables;
        this.seed = seed;
        this.step = step;
        this.turn = turn;
    }

    /** What is stored when the program has run. */
    public static Map<Variable, Tensor> run(Graph graph, int rows, Map<Variable, Tensor> variables, long seed,
            long step) {
        ReferenceInterpreter interpreter = new ReferenceInterpreter(rows, variables, seed, step, 0);
        interpreter.equations(graph);
        Map<Variable, Tensor> stored = new HashMap<>();
        graph.stores().forEach(s -> stored.put(s.variable(), interpreter.value(s.value())));
        return stored;
    }

    private void equations(Graph graph) {
        for (Equation equation : graph.equations()) {
            List<Tensor> in = equation.operands().stream().map(this::value).toList();
            if (equation.op() instanceof Op.Repeat repeat) {
                List<Tensor> out = repeat(repeat, in, equation.results());
                for (int i = 0; i < out.size(); i++) {
                    values.put(equation.results().get(i), out.get(i));
                }
            } else {
                values.put(equation.result(), compute(equation.op(), in, equation.result().type()));
            }
        }
    }

    private Tensor value(Value value) {
        return Objects.requireNonNull(values.get(value), value.toString());
    }

    private Tensor compute(Op op, List<Tensor> in, TensorType type) {
        Tensor out = Tensor.of(type.sizes(), rows);
        switch (op) {
            case Op.Constant constant -> out.numbers()[0] = constant.value();
            case Op.RowCount _ -> out.numbers()[0] = rows;
            case Op.Iota iota -> out.each((place, i) -> out.numbers()[i] = place[iota.axis()]);
            case Op.Read read ->
                copy(Objects.requireNonNull(variables.get(read.variable()), read.variable().name()), out);
            case Op.Uniform uniform -> {
                long key = Philox.key(seed, uniform.path());
                out.each((_, i) -> out.numbers()[i] = Philox.uniform(Philox.word(key, i, turn, step, 0)));
            }
            case Op.Detach _,Op.Reshape _ -> copy(in.getFirst(), out);
            case Op.Unary unary -> out.each((_, i) -> out.numbers()[i] = Functions.of(unary.function(),
                    in.getFirst().numbers()[i]));
            case Op.Binary binary -> out.each((_, i) -> out.numbers()[i] = Functions.of(binary.function(),
                    in.get(0).numbers()[i], in.get(1).numbers()[i]));
            case Op.Select _ -> out.each((_, i) -> out.numbers()[i] = in.get(0).numbers()[i] != 0
                    ? in.get(1).numbers()[i]
                    : in.get(2).numbers()[i]);
            case Op.Broadcast broadcast -> out.each((place, i) -> out.numbers()[i] = in.getFirst()
                    .at(broadcast.axes().stream().mapToInt(a -> place[a]).toArray()));
            case Op.Transpose transpose -> in.getFirst().each((place, i) -> out.numbers()[out
                    .index(transpose.order().stream().mapToInt(a -> place[a]).toArray())] = in.getFirst().numbers()[i]);
            case Op.Slice slice -> out.each((place, i) -> {
                int[] shifted = place.clone();
                shifted[slice.axis()] += slice.start();
                out.numbers()[i] = in.getFirst().at(shifted);
            });
            case Op.Concat concat -> concat(concat.axis(), in, out);
            case Op.Reduce reduce -> reduce(reduce, in.getFirst(), out);
            case Op.MatMul _ -> out.each((place, i) -> {
                for (int p = 0; p < in.get(0).sizes()[1]; p++) {
                    out.numbers()[i] += in.get(0).at(place[0], p) * in.get(1).at(p, place[1]);
                }
            });
            case Op.Convolve c ->
                convolve(c.convolution(), in.get(0), in.get(1), out, (x, w, y) -> out.numbers()[y] += in
                        .get(0).numbers()[x] * in.get(1).numbers()[w]);
            case Op.ConvolveInputGradient c -> convolve(c.convolution(), out, in.get(1), in.get(0),
                    (x, w, y) -> out.numbers()[x] += in.get(0).numbers()[y] * in.get(1).numbers()[w]);
            case Op.ConvolveWeightGradient c -> {
                Tensor weights = Tensor.of(c.convolution().weightType().sizes(), rows);
                int each = in.get(1).numbers().length / rows;
                convolve(c.convolution(), in.get(0), weights, in.get(1), (x, w, y) -> {
                    int part = y / each * c.parts() / rows;
                    out.numbers()[part * weights.numbers().length + w] += in.get(0).numbers()[x]
                            * in.get(1).numbers()[y];
                });
            }
            case Op.WindowSum w -> slide(w.window(), out, (y, x) -> out.numbers()[y] += in.get(0).numbers()[x]);
            case Op.WindowSumGradient w -> slide(w.window(), in.get(0),
                    (y, x) -> out.numbers()[x] += in.get(0).numbers()[y]);
            case Op.WindowMaximum w ->
                maximum(w.window(), in.getFirst(), out, (y, x) -> out.numbers()[y] = in.getFirst()
                        .numbers()[x]);
            case Op.WindowMaximumGradient w -> maximum(w.window(), in.get(0), in.get(1),
                    (y, x) -> out.numbers()[x] += in.get(1).numbers()[y]);
            case Op.Repeat _ -> throw new IllegalStateException("a repetition has several results");
        }
        return out;
    }

    private static void copy(Tensor from, Tensor to) {
        System.arraycopy(from.numbers(), 0, to.numbers(), 0, to.numbers().length);
    }

    private static void concat(int axis, List<Tensor> in, Tensor out) {
        int start = 0;
        for (Tensor part : in) {
            int from = start;
            part.each((place, i) -> {
                int[] shifted = place.clone();
                shifted[axis] += from;
                out.numbers()[out.index(shifted)] = part.numbers()[i];
            });
            start += part.sizes()[axis];
        }
    }

    private static void reduce(Op.Reduce op, Tensor in, Tensor out) {
        Arrays.fill(out.numbers(), op.function().identity());
        in.each((place, i) -> {
            int[] kept = new int[out.sizes().length];
            int next = 0;
            for (int a = 0; a < place.length; a++) {
                if (!op.axes().contains(a)) {
                    kept[next++] = place[a];
                }
            }
            int at = out.index(kept);
            double x = in.numbers()[i];
            out.numbers()[at] = switch (op.function()) {
                case SUM -> out.numbers()[at] + x;
                case MAXIMUM -> Math.max(out.numbers()[at], x);
                case MINIMUM -> Math.min(out.numbers()[at], x);
            };
        });
    }

    /** One term of a convolution: the places of an image's point, a filter's point and an output's point. */
    private interface Tap {
        void at(int image, int filter, int output);
    }

    private static void convolve(Convolution c, Tensor images, Tensor filters, Tensor outputs, Tap tap) {
        int groupChannels = c.channels() / c.groups();
        int groupFilters = c.filters() / c.groups();
        outputs.each((place, y) -> {
            for (int ch = 0; ch < groupChannels; ch++) {
                for (int ky = 0; ky < c.kernelHeight(); ky++) {
                    for (int kx = 0; kx < c.kernelWidth(); kx++) {
                        int iy = place[2] * c.strideY() + ky * c.dilationY() - c.paddingY();
                        int ix = place[3] * c.strideX() + kx * c.dilationX() - c.paddingX();
                        if (iy >= 0 && iy < c.height() && ix >= 0 && ix < c.width()) {
                            int channel = place[1] / groupFilters * groupChannels + ch;
                            tap.at(images.index(place[0], channel, iy, ix), filters.index(place[1], ch, ky, kx), y);
                        }
                    }
                }
            }
        });
    }

    /** One point of a window: the place of the output, and of the image's point. */
    private interface Point {
        void at(int output, int image);
    }

    private void slide(Window w, Tensor outputs, Point point) {
        Tensor images = Tensor.of(w.inputType().sizes(), rows);
        outputs.each((place, y) -> {
            for (int ky = 0; ky < w.kernelHeight(); ky++) {
                for (int kx = 0; kx < w.kernelWidth(); kx++) {
                    int iy = place[2] * w.strideY() + ky * w.dilationY() - w.paddingY();
                    int ix = place[3] * w.strideX() + kx * w.dilationX() - w.paddingX();
                    if (iy >= 0 && iy < w.height() && ix >= 0 && ix < w.width()) {
                        point.at(y, images.index(place[0], place[1], iy, ix));
                    }
                }
            }
        });
    }

    private void maximum(Window w, Tensor images, Tensor outputs, Point point) {
        int[] best = new int[outputs.numbers().length];
        Arrays.fill(best, -1);
        slide(w, outputs, (y, x) -> {
            if (best[y] < 0 || images.numbers()[x] > images.numbers()[best[y]]) {
                best[y] = x;
            }
        });
        for (int y = 0; y < best.length; y++) {
            point.at(y, best[y]);
        }
    }

    private List<Tensor> repeat(Op.Repeat repeat, List<Tensor> in, List<Value> results) {
        List<Tensor> out = new java.util.ArrayList<>();
        results.forEach(r -> out.add(Tensor.of(r.type().sizes(), rows)));
        List<Tensor> carried = new java.util.ArrayList<>(in.subList(0, repeat.carried()));
        int own = repeat.carried() + repeat.shared();
        for (int t = 0; t < repeat.count(); t++) {
            int at = repeat.reversed() ? repeat.count() - 1 - t : t;
            ReferenceInterpreter body = new ReferenceInterpreter(rows, variables, seed, step,
                    turn * repeat.count() + at);
            List<Value> parameters = repeat.body().parameters();
            for (int i = 0; i < parameters.size(); i++) {
                Tensor given = i < repeat.carried() ? carried.get(i) : i < own ? in.get(i) : element(in.get(i), at);
                body.values.put(parameters.get(i), given);
            }
            body.equations(repeat.body());
            for (int i = 0; i < results.size(); i++) {
                Tensor given = body.value(repeat.body().results().get(i));
                if (i < repeat.carried()) {
                    carried.set(i, given);
                } else {
                    int size = given.numbers().length;
                    System.arraycopy(given.numbers(), 0, out.get(i).numbers(), at * size, size);
                }
            }
        }
        for (int i = 0; i < repeat.carried(); i++) {
            out.set(i, carried.get(i));
        }
        return out;
    }

    private static Tensor element(Tensor stack, int index) {
        int[] sizes = Arrays.copyOfRange(stack.sizes(), 1, stack.sizes().length);
        int size = stack.numbers().length / stack.sizes()[0];
        return new Tensor(sizes, Arrays.copyOfRange(stack.numbers(), index * size, (index + 1) * size));
    }
}
