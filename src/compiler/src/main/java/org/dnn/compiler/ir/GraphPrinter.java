package org.dnn.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Equations as text, one a line: {@code %7: [rows, 5] = maximum %5 %6   linear1   // cube.dnn:12}. */
public final class GraphPrinter {
    private final StringBuilder out = new StringBuilder();
    /** Values are numbered by their place, so that the text does not depend on what was built and thrown away before. */
    private final Map<Value, Integer> numbers = new HashMap<>();

    private GraphPrinter() {}

    public static String print(Graph graph) {
        GraphPrinter printer = new GraphPrinter();
        printer.graph(graph, "");
        return printer.out.toString();
    }

    private void graph(Graph graph, String indent) {
        graph.parameters().forEach(p -> line(indent, name(p) + ": " + p.type() + " = parameter   " + p.name()));
        for (Equation equation : graph.equations()) {
            equation(equation, indent);
        }
        if (!graph.results().isEmpty()) {
            line(indent, "yield " + names(graph.results()));
        }
        graph.stores().forEach(s -> line(indent, "store " + s.variable().role().name().toLowerCase(Locale.ROOT)
                + " " + s.variable() + " = " + name(s.value())));
    }

    private void equation(Equation equation, String indent) {
        String operands = equation.operands().isEmpty() ? "" : " " + names(equation.operands());
        String op = op(equation.op());
        String results = equation.results().stream().map(v -> name(v) + ": " + v.type())
                .collect(Collectors.joining(", "));
        line(indent, results + " = " + op + operands + "   // " + equation.origin().line());
        if (equation.op() instanceof Op.Repeat repeat) {
            graph(repeat.body(), indent + "    ");
        }
    }

    private static String op(Op op) {
        return switch (op) {
            case Op.Constant constant -> "constant " + constant.value();
            case Op.Iota iota -> "iota axis " + iota.axis();
            case Op.RowCount _ -> "row_count";
            case Op.Read read -> "read " + word(read.variable().role()) + " " + read.variable();
            case Op.Uniform uniform -> "uniform " + uniform.path();
            case Op.Detach _ -> "detach";
            case Op.Unary unary -> word(unary.function());
            case Op.Binary binary -> word(binary.function());
            case Op.Select _ -> "select";
            case Op.Broadcast broadcast -> "broadcast to axes " + broadcast.axes();
            case Op.Reshape _ -> "reshape";
            case Op.Transpose transpose -> "transpose " + transpose.order();
            case Op.Slice slice -> "slice axis " + slice.axis() + " from " + slice.start();
            case Op.Concat concat -> "concat axis " + concat.axis();
            case Op.Reduce reduce -> "reduce " + word(reduce.function()) + " over axes " + reduce.axes();
            case Op.MatMul _ -> "matmul";
            case Op.Convolve c -> "convolve " + c.convolution();
            case Op.ConvolveInputGradient c -> "convolve_input_gradient " + c.convolution();
            case Op.ConvolveWeightGradient c -> "convolve_weight_gradient " + c.convolution()
                    + (c.parts() == 1 ? "" : " parts " + c.parts());
            case Op.WindowMaximum w -> "window_maximum " + w.window();
            case Op.WindowMaximumGradient w -> "window_maximum_gradient " + w.window();
            case Op.WindowSum w -> "window_sum " + w.window();
            case Op.WindowSumGradient w -> "window_sum_gradient " + w.window();
            case Op.Repeat repeat -> "repeat " + repeat.count() + (repeat.reversed() ? " reversed" : "") + ", "
                    + repeat.carried() + " carried, " + repeat.shared() + " shared:";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String names(List<Value> values) {
        return values.stream().map(this::name).collect(Collectors.joining(" "));
    }

    private String name(Value value) {
        return "%" + numbers.computeIfAbsent(value, _ -> numbers.size());
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }
}
