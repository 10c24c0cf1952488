package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.source.Span;

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
            wrong(expression, exact, unit);
            return Optional.empty();
        }
        if (exact.value().signum() <= 0) {
            report.error(Code.OUT_OF_RANGE, expression.span(),
                    "a duration is above 0, found " + expression.span().text(),
                    "for example 5 epochs");
            return Optional.empty();
        }
        return Optional.of(new Duration(exact.value(), unit.startsWith("epoch")));
    }

    private void wrong(Expression expression, Constant.Exact exact, String unit) {
        Span at = exact.unit().map(Name::span).orElse(expression.span());
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_UNIT, at,
                "a duration is in epochs or steps, found " + expression.span().text());
        Optional<String> near = Suggestions.nearest(unit, UNITS);
        near.ifPresentOrElse(
                n -> diagnostic.help("did you mean " + n + "?").fix(Fix.replace("replace by " + n, at, n)),
                () -> diagnostic.help("write " + exact.value() + " epochs, or " + exact.value() + " steps"));
        report.add(diagnostic);
    }
}
