package org.dnn.compiler.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Expression.Segment;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.source.Span;

/** How a quantity moves: a number, pieces, or a schedule of the catalogue. */
final class ScheduleChecker {
    private static final Set<String> CURVES = Set.of("linear", "cosine", "exponential", "constant");

    private final Report report;
    private final Constants constants;
    private final Durations durations;
    private final Length length;
    private final Quantities quantities;

    ScheduleChecker(Report report, Constants constants, Length length, Quantities quantities) {
        this.report = report;
        this.constants = constants;
        this.durations = new Durations(report, constants);
        this.length = length;
        this.quantities = quantities;
    }

    /** @param quantity {@code lr}, {@code momentum} or {@code weight_decay} */
    Optional<Schedule> check(Expression expression, String quantity) {
        return switch (expression) {
            case Expression.Segments segments -> pieces(segments, quantity);
            case Expression.Call call when !call.callee().text().equals("floor")
                    && !call.callee().text().equals("ceil") ->
                named(call, quantity);
            default -> constants.real(expression).filter(v -> moves(v, expression.span(), quantity, true))
                    .map(v -> new Schedule.Constant(v.toDouble()));
        };
    }

    /** None goes below zero, and a learning rate that stays at zero learns nothing. */
    private boolean moves(Rational value, Span at, String quantity, boolean stays) {
        boolean positive = quantity.equals("lr") && stays;
        boolean holds = positive ? value.signum() > 0 : value.signum() >= 0;
        if (!holds) {
            report.error(Code.OUT_OF_RANGE, at,
                    quantity + " must be " + (positive ? "above 0" : "at least 0") + ", found " + value,
                    positive ? "for example 0.01" : "write 0 or more");
        }
        return holds;
    }

    private Optional<Schedule> pieces(Expression.Segments segments, String quantity) {
        List<Schedule.Piece> pieces = new ArrayList<>();
        Optional<Rational> last = Optional.empty();
        for (int i = 0; i < segments.segments().size(); i++) {
            boolean isLast = i == segments.segments().size() - 1;
            Optional<Bounds> bounds = bounds(segments.segments().get(i), last, isLast, quantity);
            if (bounds.isEmpty()) {
                return Optional.empty();
            }
            pieces.add(bounds.get().piece());
            last = Optional.of(bounds.get().to());
        }
        if (pieces.stream().allMatch(p -> p.from() == 0 && p.to() == 0)
                && !moves(Rational.ZERO, segments.span(), quantity, true)) {
            return Optional.empty();
        }
        length.fit(pieces.stream().flatMap(p -> p.over().stream()).toList(), segments.span(), report);
        return Optional.of(new Schedule.Pieces(pieces));
    }

    /** A piece, and exactly where the next goes on. */
    private record Bounds(Schedule.Piece piece, Rational to) {}

    private Optional<Bounds> bounds(Segment segment, Optional<Rational> last, boolean isLast, String quantity) {
        String curve = segment.curve().text();
        if (!CURVES.contains(curve)) {
            report.unknown("curve", segment.curve(), CURVES);
            return Optional.empty();
        }
        boolean flat = curve.equals("constant");
        if (!isComplete(segment, last.isPresent(), flat, isLast)) {
            return Optional.empty();
        }
        Optional<Rational> from = segment.from().isPresent() ? number(segment.from().get(), quantity) : last;
        Optional<Rational> to = segment.to().isPresent() ? number(segment.to().get(), quantity) : from;
        Optional<Duration> over = segment.over().flatMap(durations::of);
        if (from.isEmpty() || to.isEmpty() || (segment.over().isPresent() && over.isEmpty())) {
            return Optional.empty();
        }
        if (curve.equals("exponential") && (from.get().signum() == 0 || to.get().signum() == 0)) {
            report.error(Code.OUT_OF_RANGE, segment.span(), "an exponential goes between numbers above 0",
                    "write 1e-6 for almost nothing, or use linear or cosine");
            return Optional.empty();
        }
        return Optional.of(new Bounds(new Schedule.Piece(curve, from.get().toDouble(), to.get().toDouble(), over),
                to.get()));
    }

    private Optional<Rational> number(Expression expression, String quantity) {
        return constants.real(expression).filter(v -> moves(v, expression.span(), quantity, false));
    }

    private boolean isComplete(Segment segment, boolean follows, boolean flat, boolean isLast) {
        String missing = segment.from().isEmpty() && !follows
                ? "the first piece needs from"
                : segment.to().isEmpty() && !flat
                        ? "a piece needs to"
                        : segment.over().isEmpty() && !isLast ? "every piece but the last needs over" : "";
        if (!missing.isEmpty()) {
            report.error(Code.MISSING_SETTING, segment.span(), missing,
                    "for example linear from 0 to 0.1 over 5 epochs, then cosine to 0");
        }
        return missing.isEmpty();
    }

    private Optional<Schedule> named(Expression.Call call, String quantity) {
        Optional<Entry> entry = Lookup.find(report, Group.SCHEDULE, call.callee());
        Optional<Arguments> bound = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, call.arguments(), call.span()));
        if (entry.isEmpty() || bound.isEmpty()) {
            return Optional.empty();
        }
        Arguments arguments = bound.get();
        for (Parameter parameter : entry.get().parameters()) {
            Optional<?> value = value(parameter, arguments.get(parameter.name()), call);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            arguments = arguments.with(parameter.name(), value.get());
        }
        return starts(arguments, call, quantity)
                ? Optional.of(new Schedule.Named(entry.get(), arguments))
                : Optional.empty();
    }

    private Optional<?> value(Parameter parameter, Object value, Expression.Call call) {
        if (!(value instanceof Expression expression)) {
            return Optional.of(value);
        }
        return switch (parameter.type()) {
            case DURATION -> durations.of(expression).map(d -> {
                switch (parameter.name()) {
                    case "every" -> length.hold("the first change after", d, expression.span(), report);
                    case "over" -> length.fit(List.of(d), call.span(), report);
                    case "patience" -> length.hold("a patience of", d, expression.span(), report);
                    default -> throw new CompilerBug("check", "a duration " + parameter.name());
                }
                return d;
            });
            case DURATIONS -> milestones(expression);
            case METRIC -> quantities.watched(expression);
            default -> Optional.of(value);
        };
    }

    /** What multiplies must not begin at zero; what goes from one value to another may. */
    private boolean starts(Arguments arguments, Expression.Call call, String quantity) {
        String first = arguments.has("from") ? "from" : "value";
        boolean multiplies = !arguments.has("to") && arguments.has(first)
                && arguments.get(first) instanceof Double;
        return !multiplies || moves(Rational.of(BigDecimal.valueOf(arguments.real(first))), call.span(),
                quantity, true);
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
            length.hold("the milestone at", duration.get(), element.span(), report);
            all.add(duration.get());
        }
        return Optional.of(all);
    }
}
