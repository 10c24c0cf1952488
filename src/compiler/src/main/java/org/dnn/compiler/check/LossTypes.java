package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** What a loss compares must be of its kinds, and of one shape. */
final class LossTypes {
    private final Report report;
    private final Models.Bound bound;
    private final Network network;
    private final ValueType output;
    private final Entry entry;
    private final Arguments arguments;
    private final Expression.Call call;

    LossTypes(Report report, Models.Bound bound, Entry entry, Arguments arguments, Expression.Call call) {
        this.report = report;
        this.bound = bound;
        this.network = bound.network();
        this.output = network.outputType();
        this.entry = entry;
        this.arguments = arguments;
        this.call = call;
    }

    /** Whether the model's result and the target fit the loss; false, after saying why, if not. */
    boolean fit(Node.ColumnPart target) {
        ColumnGroup group = target.group();
        if (!group.input() && network.inputs().contains(group)) {
            ColumnGroup.ColumnName column = group.names().get(target.from());
            report.add(Diagnostic.of(Code.WRONG_VALUE, call.span(),
                    "the model reads " + column.name() + ", which it is to predict")
                    .label(column.origin().span(), "the target")
                    .help("read inputs alone; or declare it as an input, if giving it back is what is to be learnt"));
            return false;
        }
        return switch (entry.name()) {
            case "cross_entropy" -> predicts(Kind.LOGITS) && classes(target) && weights();
            case "nll" -> predicts(Kind.LOG_PROBABILITY) && classes(target) && weights();
            case "bce" -> truths(target) && predicts(Kind.PROBABILITY) && sameShape(target);
            case "bce_with_logits" -> truths(target) && predicts(Kind.LOGITS) && sameShape(target) && positive();
            default -> real(group.kind(), target) && sameShape(target);
        };
    }

    private boolean predicts(Kind expected) {
        Kind found = output.kind();
        boolean logits = expected.equals(Kind.LOGITS) && isLogits(found);
        if (logits || found.equals(expected)) {
            return true;
        }
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_KIND, call.span(),
                entry.name() + " expects " + expected + ", found " + found);
        if (last() instanceof Node.Layer layer) {
            diagnostic.label(layer.origin().span(), layer.entry().name() + " gives " + found);
            mend(diagnostic, layer, expected);
        }
        report.add(diagnostic);
        return false;
    }

    private static boolean isLogits(Kind kind) {
        return kind.equals(Kind.REAL) || kind.equals(Kind.LOGITS);
    }

    private Node last() {
        return network.nodes().stream().filter(n -> n.id() == network.output()).findFirst()
                .orElse(network.nodes().getLast());
    }

    private void mend(Diagnostic.Builder diagnostic, Node.Layer layer, Kind expected) {
        String name = layer.entry().name();
        boolean real = isLogits(output.kind());
        if (expected.equals(Kind.LOGITS)) {
            diagnostic.help("remove " + name + ": " + entry.name() + " has it inside");
            removal(layer).ifPresent(diagnostic::fix);
        } else if (expected.equals(Kind.PROBABILITY)) {
            diagnostic.help("end the model with sigmoid, or use bce_with_logits");
            if (real) {
                diagnostic.fix(otherLoss("bce_with_logits"));
            }
        } else if (real) {
            diagnostic.help("end the model with log_softmax, or use cross_entropy").fix(otherLoss("cross_entropy"));
        } else {
            diagnostic.help("end the model with log_softmax");
            if (name.equals("softmax") && layer.origin().span().text().equals(name)) {
                diagnostic.fix(withKind("replace softmax by log_softmax",
                        new Edit(layer.origin().span(), "log_softmax"), "log_probability"));
            }
        }
    }

    private Fix otherLoss(String name) {
        return Fix.replace("use " + name, call.callee().span(), name);
    }

    /** Takes {@code -> softmax} or the call around {@code softmax(x)} out. */
    private Optional<Fix> removal(Node.Layer layer) {
        Span span = layer.origin().span();
        String text = span.text();
        boolean around = text.startsWith(layer.entry().name() + "(") && text.endsWith(")") && !text.contains(":")
                && !text.endsWith("()");
        Optional<Fix> stage = Removal.of(span);
        if (stage.isPresent()) {
            return stage.map(f -> withKind(f.title(), f.edits().getFirst(), "logits"));
        }
        return around
                ? Optional.of(withKind("remove " + layer.entry().name(), new Edit(span,
                        text.substring(layer.entry().name().length() + 1, text.length() - 1)), "logits"))
                : Optional.empty();
    }

    /** With the kind that the model's header names, if it names one. */
    private Fix withKind(String title, Edit edit, String kind) {
        List<Edit> edits = new ArrayList<>(List.of(edit));
        bound.declaration().result().flatMap(r -> r.kind())
                .filter(k -> k.span().text().equals(output.kind().toString()))
                .ifPresent(k -> edits.add(new Edit(k.span(), kind)));
        return new Fix(title, edits);
    }

    private boolean classes(Node.ColumnPart target) {
        int classes = switch (target.group().kind()) {
            case Kind.ClassOf c -> c.classes();
            case Kind.OneHot c -> c.classes();
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _,Kind.Bool _ -> 0;
        };
        if (classes == 0) {
            boolean truth = target.group().kind() instanceof Kind.Bool;
            wrongTarget(target, "a class or one-hot target", truth ? "bce_with_logits" : "mse");
            return false;
        }
        if (output.rank() == 1 && output.size(0) == classes) {
            return true;
        }
        new Outputs(report, bound).wrong(Code.OUTPUTS_AND_CLASSES, "the model gives "
                + (output.rank() == 1 ? output.size(0) + " output" + (output.size(0) == 1 ? "" : "s") : output.shape())
                + " for " + classes + " classes", List.of(classes), target, call.span());
        return false;
    }

    private boolean weights() {
        List<Double> weights = arguments.reals("weight");
        if (!weights.isEmpty() && weights.size() != output.size(0)) {
            report.error(Code.WRONG_VALUE, call.span(), weights.size() + " class weights are given for "
                    + output.size(0) + " classes", "give one for each class");
            return false;
        }
        if (!weights.isEmpty() && weights.stream().allMatch(w -> w == 0)) {
            report.error(Code.WRONG_VALUE, call.span(), "all class weights are 0: nothing counts",
                    "give one class a weight above 0, or leave them out");
            return false;
        }
        return true;
    }

    private boolean positive() {
        int weights = arguments.reals("pos_weight").size();
        boolean fit = weights <= 1 || weights == output.size(0);
        if (!fit) {
            report.error(Code.WRONG_VALUE, call.span(),
                    weights + " weights are given for " + output.size(0) + " outputs",
                    "give one number, or one for each output");
        }
        return fit;
    }

    private boolean truths(Node.ColumnPart target) {
        Kind kind = target.group().kind();
        boolean fits = kind instanceof Kind.Bool || kind instanceof Kind.OneHot || kind instanceof Kind.Probability;
        if (!fits) {
            boolean real = kind instanceof Kind.Real;
            wrongTarget(target, real ? "a bool or probability target" : "a bool target",
                    real ? "mse" : "cross_entropy");
        }
        return fits;
    }

    private boolean real(Kind kind, Node.ColumnPart target) {
        boolean fits = kind instanceof Kind.Real || kind instanceof Kind.OneHot || kind instanceof Kind.Probability;
        if (!fits) {
            wrongTarget(target, "a real or one-hot target", kind instanceof Kind.Bool
                    ? output.kind().equals(Kind.PROBABILITY) ? "bce" : "bce_with_logits"
                    : "cross_entropy");
        }
        return fits;
    }

    private void wrongTarget(Node.ColumnPart target, String expected, String other) {
        Kind kind = target.group().kind();
        Diagnostic.Builder diagnostic = Diagnostic
                .of(Code.WRONG_KIND, call.span(), entry.name() + " expects " + expected + ", found " + kind)
                .label(target.group().names().get(target.from()).origin().span(), kind.toString())
                .help("use " + other);
        boolean plain = call.arguments().stream().allMatch(a -> a.name().isEmpty());
        boolean fits = switch (other) {
            case "cross_entropy" -> kind instanceof Kind.ClassOf c && isLogits(output.kind())
                    && output.shape().equals(List.of(c.classes()));
            case "bce_with_logits" -> isLogits(output.kind()) && output.shape().equals(shape(target));
            default -> output.shape().equals(shape(target));
        };
        if (plain && fits) {
            diagnostic.fix(otherLoss(other));
        }
        report.add(diagnostic);
    }

    private static List<Integer> shape(Node.ColumnPart target) {
        return target.group().names().size() == 1 ? target.group().shape() : List.of(1);
    }

    private boolean sameShape(Node.ColumnPart target) {
        List<Integer> expected = shape(target);
        boolean same = output.shape().equals(expected);
        if (!same) {
            new Outputs(report, bound).wrong(Code.LOSS_SHAPES,
                    "the loss compares " + output.shape() + " with " + expected, expected, target, call.span());
        }
        return same;
    }
}
