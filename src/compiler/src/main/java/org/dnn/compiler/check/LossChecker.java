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
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;

/** {@code loss: cross_entropy(logits, Mnist.digit, smoothing: 0.1)}: a result of the model, a target column, and options. */
final class LossChecker {
    private final Report report;
    private final Constants constants;
    private final Models.Bound bound;
    private final Network network;
    private final DataSet data;

    LossChecker(Report report, Constants constants, Models.Bound bound) {
        this.report = report;
        this.constants = constants;
        this.bound = bound;
        this.network = bound.network();
        this.data = bound.data();
    }

    Optional<Training.Loss> check(Expression expression) {
        if (!(expression instanceof Expression.Call call)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "a loss compares a result with a target; found " + expression.span().text(), example("mse"));
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
            report.error(Code.WRONG_VALUE, call.span(),
                    "a loss compares the model's result with a target column; found " + tensors.size()
                            + " argument" + (tensors.size() == 1 ? "" : "s"),
                    example(entry.get().name()));
            return Optional.empty();
        }
        Expression first = tensors.get(0).value();
        Expression second = tensors.get(1).value();
        if (isResult(second) && first instanceof Expression.Member) {
            swapped(first.span(), second.span());
            return Optional.empty();
        }
        boolean prediction = prediction(first);
        Optional<Node.ColumnPart> target = target(second);
        if (!prediction || target.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        return new LossTypes(report, bound, entry.get(), arguments.get(), call).fit(target.get())
                ? Optional.of(new Training.Loss(entry.get(), arguments.get(), target.get(), Origin.of(call.span())))
                : Optional.empty();
    }

    private String example(String loss) {
        return "for example " + loss + "(" + network.outputName() + ", " + targetName() + ")";
    }

    private String targetName() {
        return data.name() + "." + data.columns().stream().filter(g -> !g.input())
                .map(g -> g.names().getFirst().name()).findFirst().orElse("target");
    }

    private void swapped(Span target, Span result) {
        Span both = target.to(result);
        String meant = result.text() + ", " + target.text();
        report.add(Diagnostic.of(Code.WRONG_VALUE, both, "the model's result comes first, the target second")
                .help("write " + meant).fix(Fix.replace("write " + meant, both, meant)));
    }

    private boolean isResult(Expression expression) {
        return ArgumentValues.isWord(expression, network.outputName());
    }

    private boolean prediction(Expression expression) {
        if (isResult(expression)) {
            return true;
        }
        if (expression instanceof Expression.Reference reference) {
            report.unknown("result of the model", reference.name(), List.of(network.outputName()));
        } else if (!(expression instanceof Expression.Missing)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "the model's result is expected first, found " + expression.span().text(),
                    "write " + network.outputName());
        }
        return false;
    }

    private Optional<Node.ColumnPart> target(Expression expression) {
        if (!(expression instanceof Expression.Member member)) {
            if (!(expression instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, expression.span(),
                        "a target column is expected second, found " + expression.span().text(),
                        "write " + targetName());
            }
            return Optional.empty();
        }
        if (!member.owner().text().equals(data.name())) {
            report.error(Code.WRONG_VALUE, member.owner().span(),
                    "the target must be of " + data.name() + ", which the model reads",
                    "write " + targetName());
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
}
