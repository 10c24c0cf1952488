package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.DataSet.Part;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.source.Span;

/**
 * How long a training is, as far as that is known when the file is compiled.
 *
 * @param rows  how many rows are trained on; empty where only the data file knows
 * @param batch rows of a batch; 0 for all
 */
record Length(int epochs, Optional<Rational> rows, int batch) {
    static Length of(int epochs, int batch, DataSet data) {
        Optional<Rational> rows = data.source() instanceof DataSet.Source.Generated generated
                ? Optional.of(trained(Rational.of(generated.rows()), data.split().train()))
                : Optional.empty();
        return new Length(epochs, rows, batch);
    }

    private static Rational trained(Rational all, Part train) {
        return switch (train) {
            case Part.Share share -> all.times(share.of()).floor();
            case Part.Count count -> Rational.of(count.rows());
            case Part.Rest _ -> all;
        };
    }

    /** A duration in epochs; empty where it is in steps, and nobody knows how many an epoch has. */
    private Optional<Rational> inEpochs(Duration duration) {
        if (duration.epochs()) {
            return Optional.of(duration.amount());
        }
        Rational one = Rational.of(1);
        return rows.map(r -> batch == 0 ? one : r.dividedBy(Rational.of(batch)).ceiling())
                .map(steps -> duration.amount().dividedBy(steps));
    }

    /** Warns, where it is certain, that what is to come after a duration does not come. */
    void hold(String what, Duration duration, Span at, Report report) {
        Optional<Rational> all = inEpochs(duration).filter(d -> d.compareTo(Rational.of(epochs)) >= 0);
        all.ifPresent(_ -> warn(what + " " + duration + " is not reached", at, report));
    }

    /** Warns, where it is certain, that the end of a duration lies behind the end. */
    void reach(String what, Duration duration, Span at, Report report) {
        Optional<Rational> all = inEpochs(duration).filter(d -> d.compareTo(Rational.of(epochs)) > 0);
        all.ifPresent(_ -> warn(what + " " + duration + " is not reached", at, report));
    }

    /** A batch of more rows than there are is a mistake, where that is certain. */
    void holdBatch(Expression given, Report report) {
        rows.filter(r -> r.compareTo(Rational.of(batch)) < 0).ifPresent(r -> report.add(Diagnostic
                .of(Code.OUT_OF_RANGE, given.span(), "a batch of " + batch + " rows, but only " + r + " are trained on")
                .help("write all").fix(Fix.replace("write all", given.span(), "all"))));
    }

    /** Warns, where it is certain, that a schedule is longer than the training. */
    void fit(Iterable<Duration> pieces, Span at, Report report) {
        Rational sum = Rational.ZERO;
        for (Duration piece : pieces) {
            sum = sum.plus(inEpochs(piece).orElse(Rational.ZERO));
        }
        if (sum.compareTo(Rational.of(epochs)) > 0) {
            warn("the schedule takes " + (sum.isWhole() ? sum : Math.round(sum.toDouble() * 10) / 10.0) + " epochs", at,
                    report);
        }
    }

    private void warn(String what, Span at, Report report) {
        report.add(Diagnostic.of(Code.SCHEDULE_LENGTH, at, what + ": the training has " + epochs + " epoch"
                + (epochs == 1 ? "" : "s")).help("shorten it, or train longer"));
    }
}
