package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.Kind;

/** {@code metrics: accuracy, top_k(5)}. */
final class MetricChecker {
    private final Report report;
    private final Constants constants;

    MetricChecker(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    List<Training.Metric> check(Settings settings, Network network, Training.Loss loss, Name train) {
        Kind kind = loss.target().group().kind();
        List<Training.Metric> metrics = new ArrayList<>();
        if (settings.find("metrics").isEmpty()) {
            boolean classes = !(kind instanceof Kind.Real);
            for (String name : classes ? List.of("accuracy") : List.of("mae", "r2")) {
                metrics.add(new Training.Metric(Catalog.find(Group.METRIC, name).orElseThrow(), Arguments.NONE, name,
                        Origin.of(train.span())));
            }
        }
        for (Expression value : settings.values("metrics")) {
            metric(value, network, kind, loss).filter(m -> isNew(m, metrics)).ifPresent(metrics::add);
        }
        return metrics;
    }

    private Optional<Training.Metric> metric(Expression value, Network network, Kind kind, Training.Loss loss) {
        Optional<Invocation> given = Invocation.of(value, Group.METRIC, "accuracy", report);
        Optional<Entry> entry = given.flatMap(g -> Lookup.find(report, Group.METRIC, g.name()));
        Optional<Arguments> arguments = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, given.get().arguments(), value.span()));
        if (arguments.isEmpty() || !fits(entry.get().name(), arguments.get(), network, kind, loss, value)) {
            return Optional.empty();
        }
        String name = entry.get().name();
        String shown = name.equals("top_k") ? "top_" + arguments.get().whole("k") : name;
        return Optional.of(new Training.Metric(entry.get(), arguments.get(), shown, Origin.of(value.span())));
    }

    private boolean fits(String name, Arguments arguments, Network network, Kind kind, Training.Loss loss,
            Expression at) {
        int width = loss.target().count();
        boolean asClasses = List.of("cross_entropy", "nll").contains(loss.entry().name());
        boolean classes = kind instanceof Kind.ClassOf || kind instanceof Kind.OneHot;
        boolean truth = kind instanceof Kind.Bool;
        boolean fits = switch (name) {
            case "accuracy" -> classes || truth;
            case "precision", "recall", "f1", "confusion_matrix" -> classes || (truth && width == 1);
            case "top_k" -> classes;
            case "auc" -> truth && width == 1;
            default -> kind instanceof Kind.Real || kind instanceof Kind.Probability
                    || (kind instanceof Kind.OneHot && !asClasses);
        };
        if (!fits) {
            report.error(Code.METRIC_MISMATCH, at.span(), name + " does not go with a " + kind + " target",
                    classes ? "use accuracy" : truth ? "use accuracy or auc" : "use mae, rmse or r2");
            return false;
        }
        if (name.equals("top_k") && arguments.whole("k") >= network.outputType().size(0)) {
            report.error(Code.METRIC_MISMATCH, at.span(), "top_k(" + arguments.whole("k") + ") is always 1 for "
                    + network.outputType().size(0) + " classes", "use a smaller k");
            return false;
        }
        return true;
    }

    private boolean isNew(Training.Metric metric, List<Training.Metric> before) {
        Optional<Training.Metric> first = before.stream().filter(m -> m.name().equals(metric.name())).findFirst();
        first.ifPresent(f -> report.add(Diagnostic
                .of(Code.DUPLICATE_SETTING, metric.origin().span(), metric.name() + " is given twice")
                .label(f.origin().span(), "given here").help("keep one of them")));
        return first.isEmpty();
    }
}
