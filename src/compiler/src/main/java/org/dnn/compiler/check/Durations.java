package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.Duration;

/** {@code 5 epochs}, {@code 200 steps}. */
final class Durations {
    private static final java.util.List<String> UNITS = java.util.List.of("epochs", "steps", "epoch", "step");

    private final Report report;
    private final Constants constants;

    Durations(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    Optional<Duration> of(Expression expression) {
        Optional<Constant> constant = constants.of(expression);
        if (constant.isEmpty() || !(constant.get() instanceof Constant.Exact exact)) {
            return Optional.empty();
        }
        String unit = exact.unit().map(Name::text).orElse("");
        if (!UNITS.contains(unit)) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_UNIT,
                    exact.unit().map(Name::span).orElse(expression.span()),
                    "a duration is in epochs or steps, found " + expression.span().text());
            report.add(diagnostic.help(Suggestions.nearest(unit, UNITS).map(u -> "did you mean " + u + "?")
                    .orElse("write " + exact.value() + " epochs, or " + exact.value() + " steps")));
            return Optional.empty();
        }
        if (exact.value().signum() <= 0) {
            report.error(Code.OUT_OF_RANGE, expression.span(),
                    "a duration is above 0, found " + expression.span().text(), "");
            return Optional.empty();
        }
        return Optional.of(new Duration(exact.value(), unit.startsWith("epoch")));
    }
}
