package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Node;

/** Weights are saved by name, so no two layers may have the same. */
final class WeightNames {
    private final Report report;
    private final Map<String, Node.Layer> seen = new LinkedHashMap<>();

    private WeightNames(Report report) {
        this.report = report;
    }

    /** False, after saying so, where two layers with weights have one name. */
    static boolean areDistinct(List<Node> nodes, Report report) {
        return new WeightNames(report).check(nodes);
    }

    private boolean check(List<Node> nodes) {
        boolean distinct = true;
        for (Node node : nodes) {
            distinct &= switch (node) {
                case Node.Repeat repeat -> check(repeat.body());
                case Node.Layer layer -> layer.weights().isEmpty() || isNew(layer);
                case Node.Input _,Node.Turn _,Node.Combine _,Node.Scale _ -> true;
            };
        }
        return distinct;
    }

    private boolean isNew(Node.Layer layer) {
        Node.Layer first = seen.putIfAbsent(layer.path(), layer);
        if (first != null) {
            report.add(Diagnostic.of(Code.DUPLICATE_NAME, layer.origin().span(),
                    "two layers would save their weights as " + layer.path())
                    .label(first.origin().span(), "the first").help("give one of them another name with as"));
        }
        return first == null;
    }
}
