package org.dnn.compiler.check;

import java.util.List;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Span;

/** What is allowed and most likely not meant. */
final class Advice {
    private Advice() {}

    static void check(Report report, Network network, int batch) {
        nodes(report, network.nodes(), network.output(), batch);
    }

    private static void nodes(Report report, List<Node> nodes, int output, int batch) {
        for (Node node : nodes) {
            if (node instanceof Node.Repeat repeat) {
                nodes(report, repeat.body(), -1, batch);
            }
            if (node instanceof Node.Layer layer) {
                layer(report, nodes, layer, output, batch);
            }
        }
    }

    private static void layer(Report report, List<Node> nodes, Node.Layer layer, int output, int batch) {
        switch (layer.entry().name()) {
            case "BatchNorm" -> {
                if (batch == 1 && layer.type().rank() == 1) {
                    report.add(Diagnostic.of(Code.NORM_OF_ONE_ROW, layer.origin().span(),
                            "batch norm over a batch of one row makes everything 0")
                            .help("use a larger batch, or LayerNorm"));
                }
                if (before(nodes, layer) instanceof Node.Layer first
                        && List.of("Conv2d", "Linear").contains(first.entry().name())
                        && first.arguments().truth("bias")) {
                    Span span = first.origin().span();
                    report.add(Diagnostic.of(Code.BIAS_BEFORE_NORM, span,
                            "the bias is taken out again by the batch norm behind it")
                            .label(layer.origin().span(), "the batch norm").help("add bias: false")
                            .fix(withoutBias(span)));
                }
            }
            case "Dropout" -> {
                if (layer.id() == output) {
                    Diagnostic.Builder diagnostic = Diagnostic.of(Code.DROPOUT_LAST, layer.origin().span(),
                            "dropout behind the last layer sets outputs to 0").help("take it out");
                    Removal.of(layer.origin().span()).ifPresent(diagnostic::fix);
                    report.add(diagnostic);
                }
            }
            case "Linear" -> {
                if (before(nodes, layer) instanceof Node.Layer first && first.entry().name().equals("Linear")) {
                    report.add(Diagnostic.of(Code.LINEAR_LINEAR, layer.origin().span(),
                            "two Linear with nothing between are one")
                            .label(first.origin().span(), "the first").help("put an activation between, such as relu"));
                }
            }
            default -> {
                /* Nothing to say. */
            }
        }
    }

    private static Fix withoutBias(Span layer) {
        String text = layer.text();
        String changed = text.contains("bias: true")
                ? text.replace("bias: true", "bias: false")
                : text.substring(0, text.length() - 1) + ", bias: false)";
        return Fix.replace("add bias: false", layer, changed);
    }

    @org.jspecify.annotations.Nullable
    private static Node before(List<Node> nodes, Node.Layer layer) {
        int operand = layer.operands().getFirst();
        return nodes.stream().filter(n -> n.id() == operand).findFirst().orElse(null);
    }
}
