package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** {@code loss: cross_entropy(logits, Mnist.digit, smoothing: 0.1)}: what it compares must be of its kinds and of one shape. */
final class LossChecker {
    private final Report report;
    private final Constants constants;

    LossChecker(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    Optional<Training.Loss> check(Expression expression, Network network, DataSet data) {
        if (!(expression instanceof Expression.Call call)) {
            report.error(Code.WRONG_VALUE, expression.span(), "a loss is a call",
                    "for example mse(" + network.outputName() + ", " + data.name() + ".target)");
            return Optional.empty();
        }
        Optional<Entry> entry = Lookup.find(report, Group.LOSS, call.callee());
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        List<Argument> tensors = call.arguments().stream().filter(a -> a.name().isEmpty()).toList();
        List<Argument> rest = call.arguments().stream().filter(a -> a.name().isPresent()).toList();
        Optional<Arguments> arguments = new ArgumentBinder(constants, report).bind(entry.get(), rest, call.span());
        if (tensors.size() != 2) {
            report.error(Code.WRONG_VALUE, call.span(), "a loss compares the model's result with a target column",
                    "for example " + entry.get().name() + "(" + network.outputName() + ", " + data.name() + "."
                            + target(data) + ")");
            return Optional.empty();
        }
        boolean prediction = prediction(tensors.get(0).value(), network);
        Optional<Node.ColumnPart> target = target(tensors.get(1).value(), data);
        if (!prediction || target.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        return fits(entry.get(), arguments.get(), network, target.get().group(), call.span())
                ? Optional.of(new Training.Loss(entry.get(), arguments.get(), target.get(), Origin.of(call.span())))
                : Optional.empty();
    }

    private static String target(DataSet data) {
        return data.columns().stream().filter(g -> !g.input()).map(g -> g.names().getFirst().name()).findFirst()
                .orElse("target");
    }

    private boolean prediction(Expression expression, Network network) {
        if (expression instanceof Expression.Reference reference
                && reference.name().text().equals(network.outputName())) {
            return true;
        }
        if (expression instanceof Expression.Reference reference) {
            report.unknown("result of the model", reference.name(), List.of(network.outputName()));
        } else if (!(expression instanceof Expression.Missing)) {
            report.error(Code.WRONG_VALUE, expression.span(), "the model's result is expected first",
                    "write " + network.outputName());
        }
        return false;
    }

    private Optional<Node.ColumnPart> target(Expression expression, DataSet data) {
        if (!(expression instanceof Expression.Member member)) {
            if (!(expression instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, expression.span(), "a target column is expected second",
                        "write " + data.name() + "." + target(data));
            }
            return Optional.empty();
        }
        if (!member.owner().text().equals(data.name())) {
            report.error(Code.WRONG_VALUE, member.owner().span(),
                    "the target must be of " + data.name() + ", which the model reads",
                    "write " + data.name() + "." + target(data));
            return Optional.empty();
        }
        Optional<ColumnGroup> group = data.group(member.member().text());
        if (group.isEmpty()) {
            report.unknown("column", member.member(), data.columns().stream()
                    .flatMap(g -> g.names().stream()).map(ColumnGroup.ColumnName::name).toList());
            return Optional.empty();
        }
        return group.map(g -> new Node.ColumnPart(g, g.indexOf(member.member().text()),
                g.names().size() == 1 ? g.storedShape().getFirst() : 1));
    }

    private boolean fits(Entry entry, Arguments arguments, Network network, ColumnGroup target, Span at) {
        ValueType output = network.outputType();
        Kind kind = target.kind();
        return switch (entry.name()) {
            case "cross_entropy" -> classes(entry, network, kind, at, Kind.LOGITS)
                    && weights(arguments, output.size(0), at);
            case "nll" -> classes(entry, network, kind, at, Kind.LOG_PROBABILITY)
                    && weights(arguments, output.size(0), at);
            case "bce" -> predicts(entry, network, at, Kind.PROBABILITY) && truths(entry, kind, at)
                    && sameShape(network, target, at);
            case "bce_with_logits" -> predicts(entry, network, at, Kind.LOGITS) && truths(entry, kind, at)
                    && sameShape(network, target, at) && positive(arguments, output.size(0), at);
            default -> real(entry, kind, at) && sameShape(network, target, at);
        };
    }

    private boolean predicts(Entry entry, Network network, Span at, Kind expected) {
        Kind found = network.outputType().kind();
        boolean logits = expected.equals(Kind.LOGITS) && (found.equals(Kind.REAL) || found.equals(Kind.LOGITS));
        if (logits || found.equals(expected)) {
            return true;
        }
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_KIND, at,
                entry.name() + " expects " + expected + ", found " + found);
        Node last = network.nodes().getLast();
        if (expected.equals(Kind.LOGITS) && last instanceof Node.Layer layer) {
            removal(layer.origin().span()).ifPresentOrElse(diagnostic::fix, () -> {});
            diagnostic.label(layer.origin().span(), layer.entry().name() + " makes it " + found)
                    .help("remove " + layer.entry().name() + ": " + entry.name() + " has it inside");
        } else {
            diagnostic.help(expected.equals(Kind.PROBABILITY)
                    ? "end the model with sigmoid, or use bce_with_logits"
                    : "end the model with log_softmax, or use cross_entropy");
        }
        report.add(diagnostic);
        return false;
    }

    /** Takes a stage out, with the arrow before it. */
    private static Optional<Fix> removal(Span stage) {
        String text = stage.file().text();
        int arrow = text.lastIndexOf("->", stage.start());
        if (arrow < 0 || !text.substring(arrow + 2, stage.start()).isBlank()) {
            return Optional.empty();
        }
        int start = arrow;
        while (start > 0 && text.charAt(start - 1) == ' ') {
            start--;
        }
        return Optional.of(new Fix("remove " + stage.text(),
                List.of(new Edit(new Span(stage.file(), start, stage.end()), ""))));
    }

    private boolean classes(Entry entry, Network network, Kind kind, Span at, Kind expected) {
        if (!predicts(entry, network, at, expected)) {
            return false;
        }
        int classes = switch (kind) {
            case Kind.ClassOf c -> c.classes();
            case Kind.OneHot c -> c.classes();
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _,Kind.Bool _ -> 0;
        };
        if (classes == 0) {
            report.error(Code.WRONG_KIND, at, entry.name() + " expects a class or one-hot target, found " + kind,
                    kind instanceof Kind.Bool ? "use bce_with_logits" : "use mse, or declare the column class(n)");
            return false;
        }
        ValueType output = network.outputType();
        if (output.rank() == 1 && output.size(0) == classes) {
            return true;
        }
        outputs(network, classes, at);
        return false;
    }

    private void outputs(Network network, int classes, Span at) {
        ValueType output = network.outputType();
        Node last = network.nodes().getLast();
        if (output.rank() == 1 && last instanceof Node.Layer layer && layer.entry().name().equals("Linear")) {
            Span span = layer.origin().span();
            String number = Integer.toString(output.size(0));
            Diagnostic.Builder diagnostic = Diagnostic
                    .of(Code.OUTPUTS_AND_CLASSES, span,
                            "the model gives " + output.size(0) + " outputs for " + classes + " classes")
                    .label(at, classes + " classes").help("make it Linear(" + classes + ")");
            int place = span.text().indexOf(number);
            if (place >= 0) {
                Span digits = new Span(span.file(), span.start() + place, span.start() + place + number.length());
                diagnostic.fix(Fix.replace("make it " + classes, digits, Integer.toString(classes)));
            }
            report.add(diagnostic);
        } else {
            report.error(Code.OUTPUTS_AND_CLASSES, at, "the model gives " + output.shape() + " for " + classes
                    + " classes", "end it with Linear(" + classes + ")");
        }
    }

    private boolean weights(Arguments arguments, int classes, Span at) {
        List<Double> weights = arguments.reals("weight");
        if (!weights.isEmpty() && weights.size() != classes) {
            report.error(Code.WRONG_VALUE, at, weights.size() + " class weights are given for " + classes
                    + " classes", "give one for each class");
            return false;
        }
        return true;
    }

    private boolean positive(Arguments arguments, int outputs, Span at) {
        int weights = arguments.reals("pos_weight").size();
        if (weights > 1 && weights != outputs) {
            report.error(Code.WRONG_VALUE, at, weights + " weights are given for " + outputs + " outputs",
                    "give one number, or one for each output");
            return false;
        }
        return true;
    }

    private boolean truths(Entry entry, Kind kind, Span at) {
        boolean fits = kind instanceof Kind.Bool || kind instanceof Kind.OneHot || kind instanceof Kind.Probability
                || kind instanceof Kind.Real;
        if (!fits) {
            report.error(Code.WRONG_KIND, at, entry.name() + " expects a bool target, found " + kind,
                    "use cross_entropy");
        }
        return fits;
    }

    private boolean real(Entry entry, Kind kind, Span at) {
        boolean fits = kind instanceof Kind.Real || kind instanceof Kind.OneHot;
        if (!fits) {
            report.error(Code.WRONG_KIND, at, entry.name() + " expects a real or one-hot target, found " + kind,
                    kind instanceof Kind.Bool ? "use bce or bce_with_logits" : "use cross_entropy");
        }
        return fits;
    }

    private boolean sameShape(Network network, ColumnGroup target, Span at) {
        List<Integer> expected = target.names().size() == 1 ? target.shape() : List.of(1);
        if (network.outputType().shape().equals(expected)) {
            return true;
        }
        report.error(Code.LOSS_SHAPES, at, "the loss compares " + network.outputType().shape() + " with " + expected,
                "give the model as many outputs as the target has");
        return false;
    }
}
