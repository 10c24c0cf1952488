package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.CallSite;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.ValueType;

/** Says that a model has more or fewer outputs than a loss wants, at the layer that decides how many there are. */
final class Outputs {
    private final Report report;
    private final Models.Bound bound;
    private final ValueType output;

    Outputs(Report report, Models.Bound bound) {
        this.report = report;
        this.bound = bound;
        this.output = bound.network().outputType();
    }

    /** @param wanted the shape that the result should have */
    void wrong(Code code, String message, List<Integer> wanted, Node.ColumnPart target, Span loss) {
        ColumnGroup.ColumnName column = target.group().names().get(target.from());
        String seen = wanted.size() == 1 ? Integer.toString(wanted.getFirst()) : wanted.toString();
        Optional<Node.Layer> decides = decides(bound.network());
        if (output.rank() != 1 || wanted.size() != 1 || decides.isEmpty()) {
            report.add(Diagnostic.of(code, loss, message).label(column.origin().span(), column.name() + ": " + wanted)
                    .help(wanted.size() > 1
                            ? "give the model the shape " + wanted
                            : "end the model with " + (output.rank() == 1 ? "" : "flatten -> ") + "Linear(" + seen
                                    + ")"));
            return;
        }
        Node.Layer layer = decides.get();
        Diagnostic.Builder diagnostic = Diagnostic.of(code, layer.origin().span(), message)
                .label(column.origin().span(), "wants " + seen).label(loss, "compared here")
                .calls(layer.origin().calls().stream().map(c -> new CallSite(c, "")).toList());
        Optional<Fix> fix = layer.origin().calls().isEmpty() ? fix(layer, wanted.getFirst()) : Optional.empty();
        fix.ifPresent(diagnostic::fix);
        report.add(diagnostic.help("let " + layer.entry().name() + " give " + seen));
    }

    /** The layer behind which nothing changes the size of the first axis. */
    private static Optional<Node.Layer> decides(Network network) {
        int id = network.output();
        for (Node node : network.nodes().reversed()) {
            if (node.id() == id && node instanceof Node.Layer layer) {
                if (List.of("Linear", "Conv2d").contains(layer.entry().name())) {
                    return Optional.of(layer);
                }
                boolean keeps = layer.operands().size() == 1
                        && layer.operandTypes().getFirst().size(0) == layer.type().size(0);
                if (!keeps) {
                    return Optional.empty();
                }
                id = layer.operands().getFirst();
            }
        }
        return Optional.empty();
    }

    /** The number in the layer, and in the header where that says it too. */
    private Optional<Fix> fix(Node.Layer layer, int wanted) {
        Span span = layer.origin().span();
        Matcher number = Pattern.compile("(?:\\(|features:|filters:)\\s*(" + output.size(0) + ")\\s*[,)]")
                .matcher(span.text());
        if (!number.find()) {
            return Optional.empty();
        }
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(new Span(span.file(), span.start() + number.start(1), span.start() + number.end(1)),
                Integer.toString(wanted)));
        bound.declaration().result().flatMap(r -> r.shape()).stream().flatMap(List::stream)
                .filter(e -> e instanceof Expression.Numeral n && n.value().equals(Rational.of(output.size(0))))
                .findFirst().ifPresent(e -> edits.add(new Edit(e.span(), Integer.toString(wanted))));
        return Optional.of(new Fix("make it " + wanted, edits));
    }
}
