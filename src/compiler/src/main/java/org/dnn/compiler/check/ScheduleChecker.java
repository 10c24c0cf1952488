package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Expression.Segment;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.model.Schedule;

/** How a quantity moves: a number, pieces, or a schedule of the catalogue. */
final class ScheduleChecker {
    private static final Set<String> CURVES = Set.of("linear", "cosine", "exponential", "constant");

    private final Report report;
    private final Constants constants;
    private final Durations durations;
    private final int epochs;
    private final boolean hasValidation;

    ScheduleChecker(Report report, Constants constants, int epochs, boolean hasValidation) {
        this.report = report;
        this.constants = constants;
        this.durations = new Durations(report, constants);
        this.epochs = epochs;
        this.hasValidation = hasValidation;
    }

    Optional<Schedule> check(Expression expression, String quantity) {
        return switch (expression) {
            case Expression.Segments segments -> pieces(segments);
            case Expression.Call call when !call.callee().text().equals("floor")
                    && !call.callee().text().equals("ceil") ->
                named(call);
            default -> constants.number(expression).flatMap(v -> {
                if (v.signum() < 0 || (quantity.equals("lr") && v.signum() == 0)) {
                    report.error(Code.OUT_OF_RANGE, expression.span(), quantity + " must be "
                            + (quantity.equals("lr") ? "above 0" : "at least 0") + ", found " + v, "");
                    return Optional.empty();
                }
                return Optional.of(new Schedule.Constant(v.toDouble()));
            });
        };
    }

    private Optional<Schedule> pieces(Expression.Segments segments) {
        List<Schedule.Piece> pieces = new ArrayList<>();
        Optional<Rational> last = Optional.empty();
        Rational total = Rational.ZERO;
        for (int i = 0; i < segments.segments().size(); i++) {
            Segment segment = segments.segments().get(i);
            boolean isLast = i == segments.segments().size() - 1;
            if (!CURVES.contains(segment.curve().text())) {
                report.unknown("curve", segment.curve(), CURVES);
                return Optional.empty();
            }
            Optional<Rational> from = segment.from().isPresent()
                    ? segment.from().flatMap(constants::number)
                    : last;
            boolean flat = segment.curve().text().equals("constant");
            Optional<Rational> to = segment.to().isPresent()
                    ? segment.to().flatMap(constants::number)
                    : flat ? from : Optional.empty();
            Optional<Duration> over = segment.over().flatMap(durations::of);
            if (from.isEmpty() || to.isEmpty() || (over.isEmpty() && !isLast)) {
                report.error(Code.MISSING_SETTING, segment.span(),
                        from.isEmpty()
                                ? "the first piece needs from"
                                : to.isEmpty()
                                        ? "a piece needs to"
                                        : "every piece but the last needs over",
                        "for example linear from 0 to 0.1 over 5 epochs, then cosine to 0");
                return Optional.empty();
            }
            if (segment.curve().text().equals("exponential") && (from.get().signum() <= 0 || to.get().signum() <= 0)) {
                report.error(Code.OUT_OF_RANGE, segment.span(), "an exponential goes between numbers above 0", "");
                return Optional.empty();
            }
            if (over.isPresent() && over.get().epochs()) {
                total = total.plus(over.get().amount());
            }
            pieces.add(new Schedule.Piece(segment.curve().text(), from.get().toDouble(), to.get().toDouble(), over));
            last = to;
        }
        if (total.compareTo(Rational.of(epochs)) > 0) {
            report.add(Diagnostic.of(Code.SCHEDULE_LENGTH, segments.span(),
                    "the schedule takes " + total + " epochs, the training has " + epochs)
                    .help("shorten the schedule, or train longer"));
        }
        return Optional.of(new Schedule.Pieces(pieces));
    }

    private Optional<Schedule> named(Expression.Call call) {
        Optional<Entry> entry = Lookup.find(report, Group.SCHEDULE, call.callee());
        Optional<Arguments> bound = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, call.arguments(), call.span()));
        if (entry.isEmpty() || bound.isEmpty()) {
            return Optional.empty();
        }
        Arguments arguments = bound.get();
        for (Parameter parameter : entry.get().parameters()) {
            Object value = arguments.get(parameter.name());
            if (value instanceof Expression expression) {
                Optional<?> resolved = switch (parameter.type()) {
                    case DURATION -> durations.of(expression);
                    case DURATIONS -> milestones(expression);
                    case METRIC -> new Quantities(report).of(expression, hasValidation);
                    default -> Optional.of(value);
                };
                if (resolved.isEmpty()) {
                    return Optional.empty();
                }
                arguments = arguments.with(parameter.name(), resolved.get());
            }
        }
        return Optional.of(new Schedule.Named(entry.get(), arguments));
    }

    private Optional<List<Duration>> milestones(Expression expression) {
        List<Expression> elements = expression instanceof Expression.Listing listing
                ? listing.elements()
                : List.of(expression);
        List<Duration> all = new ArrayList<>();
        for (Expression element : elements) {
            Optional<Duration> duration = durations.of(element);
            if (duration.isEmpty()) {
                return Optional.empty();
            }
            if (duration.get().epochs() && duration.get().amount().compareTo(Rational.of(epochs)) >= 0) {
                report.add(Diagnostic.of(Code.SCHEDULE_LENGTH, element.span(),
                        "the milestone at " + duration.get() + " is not reached: the training has " + epochs
                                + " epochs")
                        .help("take it out, or train longer"));
            }
            all.add(duration.get());
        }
        return Optional.of(all);
    }
}
