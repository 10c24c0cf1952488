package org.dnn.compiler.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A {@code .dnn} file made up at random: layers in a row, sums around them, blocks, repetitions within repetitions, joined
 * branches, a loss, an optimizer. The same number gives the same file.
 */
final class RandomNetwork {
    private static final int[] WIDTHS = {1, 3, 7, 13, 16, 31};
    private static final int[] BATCHES = {2, 3, 7, 13, 31};
    private static final List<String> ACTIVATIONS = List.of("relu", "relu", "relu6", "threshold(0.1, -0.2)", "hardtanh",
            "hardtanh(min_val: -0.5, max_val: 0.3)", "sigmoid", "hardsigmoid", "tanh", "silu", "mish", "hardswish",
            "elu(alpha: 0.7)", "celu(alpha: 1.3)", "selu", "gelu", "gelu(approximate: tanh)", "hardshrink(lambda: 0.2)",
            "leaky_relu(negative_slope: 0.1)", "logsigmoid", "softplus(beta: 2)", "softshrink(lambda: 0.1)",
            "softsign", "tanhshrink", "softmax", "softmin", "log_softmax", "PReLU", "PReLU(per_channel: true)",
            "RReLU");
    private static final List<String> OPTIMIZERS = List.of("SGD(lr: 0.02)", "SGD(lr: 0.01, momentum: 0.9)",
            "SGD(lr: 0.01, momentum: 0.8, nesterov: true, weight_decay: 0.01 except [bias, norm])",
            "SGD(lr: 0.02, momentum: 0.9, dampening: 0.5)", "Adam(lr: 0.01, eps: 0.1)",
            "Adam(lr: 0.01, eps: 0.1, amsgrad: true, weight_decay: 0.01)",
            "AdamW(lr: 0.01, eps: 0.1, weight_decay: 0.05)", "RMSprop(lr: 0.01, eps: 0.1)",
            "RMSprop(lr: 0.01, eps: 0.1, centered: true, momentum: 0.9)", "Adagrad(lr: 0.05, eps: 0.1)");

    private final Random random;
    private final String suffix;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder blocks = new StringBuilder();
    private List<Integer> shape;
    private int names;
    private String current = "x";

    private RandomNetwork(int number) {
        this.random = new Random(number * 7919L);
        this.suffix = Integer.toString(number);
        this.shape = random.nextInt(3) == 0
                ? List.of(pick(1, 2, 3), pick(1, 5, 7, 9, 13), pick(3, 5, 7, 8))
                : List.of(pick(WIDTHS));
    }

    /** The file of this number; its data, model and train block are called D, M and T with the number behind. */
    static String text(int number) {
        return new RandomNetwork(number).write();
    }

    private String write() {
        String input = shape.toString();
        boolean bytes = random.nextInt(4) == 0;
        String transform = bytes
                ? " -> scale(1 / 255)"
                : pick("", "", " -> normalize(mean: 0.4, std: 0.6)", " -> standardize", " -> scale(2) -> log1p");
        int stages = 1 + random.nextInt(5);
        for (int i = 0; i < stages; i++) {
            stage();
        }
        if (shape.size() == 3) {
            shape = append(random.nextBoolean() ? "flatten" : "global_avg_pool", List.of());
        }
        Goal goal = goal();
        int batch = pick(BATCHES);
        return """
                data D%1$s {
                  source: generate(rows: %2$d)
                  input x: %3$s%4$s = uniform(0, 1)%5$s
                  target y: %6$s = %7$s
                }
                %8$smodel M%1$s(x: D%1$s.x) -> y: %9$s {
                %10$s}
                train T%1$s {
                  model: M%1$s(D%1$s.x)
                  loss: %11$s
                  optimizer: %12$s
                  epochs: 2
                  batch: %13$d
                %14$s}
                """.formatted(suffix, 3 * batch + 2, bytes ? "u8" : "float", input, transform, goal.target,
                goal.formula, blocks, goal.output, body, goal.loss.formatted("D" + suffix), pick(OPTIMIZERS), batch,
                pick("", "", "  clip: norm(1.0)\n", "  clip: value(0.05)\n"));
    }

    /** What the network is to give, and how far off it is. */
    private record Goal(String target, String formula, String output, String loss) {}

    private Goal goal() {
        int outputs = pick(1, 3, 7, 10);
        String linear = "Linear(" + outputs + ")";
        String width = "[" + outputs + "]";
        int classes = Math.max(outputs, 2);
        return switch (random.nextInt(6)) {
            case 0 -> goal(linear, "float" + width, "uniform(0, 1)", width, pick("mse(y, %s.y)", "l1(y, %s.y)",
                    "smooth_l1(y, %s.y, beta: 0.3)", "huber(y, %s.y, delta: 0.5)", "mse(y, %s.y, reduction: sum)"));
            case 1 -> goal("Linear(" + classes + ")", "class(" + classes + ")", "0", "[" + classes + "]",
                    pick("cross_entropy(y, %s.y)", "cross_entropy(y, %s.y, smoothing: 0.1)"));
            case 2 -> goal("Linear(" + classes + ") -> log_softmax", "class(" + classes + ")", "0",
                    "log_probability[" + classes + "]", "nll(y, %s.y)");
            case 3 -> goal(linear, "bool" + width, "0", width,
                    pick("bce_with_logits(y, %s.y)", "bce_with_logits(y, %s.y, pos_weight: 2.5)"));
            case 4 -> goal(linear + " -> sigmoid", "bool" + width, "0", "probability" + width, "bce(y, %s.y)");
            default -> goal("Linear(" + classes + ")", "one_hot(" + classes + ")", "0", "[" + classes + "]",
                    pick("mse(y, %s.y)", "cross_entropy(y, %s.y)"));
        };
    }

    private Goal goal(String last, String target, String formula, String output, String loss) {
        body.append("  ").append(current).append(" -> ").append(last).append('\n');
        return new Goal(target, formula, output, loss);
    }

    private void stage() {
        switch (random.nextInt(11)) {
            case 0 -> sum();
            case 6 -> parallel();
            case 1 -> joined();
            case 2 -> repeated();
            case 3 -> block();
            case 4 -> shape = append(pick("Dropout(0.3)", "BatchNorm", "LayerNorm", "BatchNorm(affine: false)",
                    "LayerNorm(bias: false)", "Dropout(0.5)"), shape);
            case 5 -> scaled();
            default -> plain();
        }
    }

    private void plain() {
        Step step = shape.size() == 1 ? linear() : image();
        shape = append(step.text + " -> " + activation(), step.result);
    }

    private record Step(String text, List<Integer> result) {}

    private Step linear() {
        int width = pick(WIDTHS);
        return new Step("Linear(" + width + pick("", "", ", bias: false") + ")", List.of(width));
    }

    private Step image() {
        int channels = shape.get(0);
        int height = shape.get(1);
        int width = shape.get(2);
        int kernel = height >= 3 && width >= 3 ? pick(1, 2, 3) : 1;
        int stride = pick(1, 1, 2);
        int padding = kernel == 1 ? 0 : pick(0, 1);
        List<Integer> slid = List.of((height + 2 * padding - kernel) / stride + 1,
                (width + 2 * padding - kernel) / stride + 1);
        if (random.nextInt(3) == 0) {
            String pool = pick("MaxPool2d", "AvgPool2d") + "(" + kernel + ", stride: " + stride + ", padding: "
                    + padding + ")";
            return new Step(pool, List.of(channels, slid.get(0), slid.get(1)));
        }
        int filters = pick(1, 3, 4, 7);
        String groups = channels > 1 && random.nextInt(3) == 0 ? ", groups: " + channels : "";
        filters = groups.isEmpty() ? filters : channels * pick(1, 2);
        return new Step("Conv2d(" + filters + ", kernel: " + kernel + ", stride: " + stride + ", padding: " + padding
                + groups + pick("", ", bias: false") + ")", List.of(filters, slid.get(0), slid.get(1)));
    }

    /** A layer that gives the shape that it takes. */
    private String same() {
        return shape.size() == 1
                ? "Linear(" + shape.getFirst() + ")"
                : "Conv2d(" + shape.getFirst() + ", kernel: 3, padding: 1)";
    }

    private void sum() {
        String before = current;
        append(same() + " -> " + activation(), shape);
        String after = current;
        current = before + pick(" + ", " - ", " * ") + after;
        append(activation(), shape);
    }

    /** The same value is looked at by a function first, then by a layer. */
    private void parallel() {
        String before = current;
        append(activation(), shape);
        String function = current;
        current = before;
        append(same(), shape);
        current = function + " + " + current;
        append(activation(), shape);
    }

    private void joined() {
        String before = current;
        append(same() + " -> " + activation(), shape);
        current = "concat(" + before + ", " + current + ", " + before + ")";
        List<Integer> wider = new ArrayList<>(shape);
        wider.set(0, 3 * shape.getFirst());
        shape = append("tanh", wider);
    }

    private void repeated() {
        String inside = same() + " -> " + pick("Dropout(0.2) -> ", "BatchNorm -> ", "LayerNorm -> ", "", "")
                + activation();
        if (random.nextInt(3) == 0) {
            inside = "repeat 2 { " + inside + " } -> " + pick("Dropout(0.2)", "tanh", same());
        }
        append("repeat " + pick(1, 2, 3) + " { " + inside + " }", shape);
    }

    private void block() {
        String name = "B" + names + "x" + suffix;
        String axes = shape.size() == 1 ? "[N]" : "[N, H, W]";
        String layer = shape.size() == 1 ? "Linear(N)" : "Conv2d(N, kernel: 3, padding: 1)";
        blocks.append("block ").append(name).append("(x: ").append(axes).append(") -> ").append(axes)
                .append(" {\n  h = x -> ").append(layer).append(" -> ").append(activation()).append("\n  h + x -> ")
                .append(activation()).append("\n}\n");
        append(random.nextBoolean() ? name + "()" : "repeat 2 { " + name + "() }", shape);
    }

    private void scaled() {
        current = pick("0.5 * ", "2 - ", "1 + ") + current;
        append("tanh", shape);
    }

    private List<Integer> append(String stages, List<Integer> result) {
        String name = "h" + names++;
        body.append("  ").append(name).append(" = ").append(current).append(" -> ").append(stages).append('\n');
        current = name;
        if (!result.isEmpty()) {
            return result;
        }
        return List.of(stages.equals("flatten")
                ? shape.stream().reduce(1, Math::multiplyExact)
                : shape.getFirst());
    }

    private String activation() {
        return pick(ACTIVATIONS.toArray(String[]::new));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
