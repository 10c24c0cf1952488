package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Checkpoint;
import org.dnn.compiler.model.Training.Clip;
import org.dnn.compiler.model.Training.Stop;

/** What happens on the way: {@code clip}, {@code stop} and {@code checkpoint}. */
final class EventChecker {
    private final Report report;
    private final Constants constants;
    private final Length length;
    private final Quantities quantities;

    EventChecker(Report report, Constants constants, Length length, Quantities quantities) {
        this.report = report;
        this.constants = constants;
        this.length = length;
        this.quantities = quantities;
    }

    Optional<Clip> clip(Expression expression) {
        boolean known = expression instanceof Expression.Call call && call.arguments().size() == 1
                && List.of("norm", "value").contains(call.callee().text());
        if (!known) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "clip is norm(limit) or value(limit); found " + expression.span().text(),
                    "for example clip: norm(1.0)");
            return Optional.empty();
        }
        Expression.Call call = (Expression.Call) expression;
        return constants.real(call.arguments().getFirst().value()).filter(v -> {
            if (v.signum() <= 0) {
                report.error(Code.OUT_OF_RANGE, call.span(), "the limit must be above 0, found " + v,
                        "for example norm(1.0)");
            }
            return v.signum() > 0;
        }).map(v -> new Clip(call.callee().text().equals("norm"), v.toDouble()));
    }

    Optional<Stop> stop(Expression expression) {
        if (!(expression instanceof Expression.Stall stall)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "stop takes a condition, found " + expression.span().text(),
                    "for example stop: when validation.loss stalls for 20 epochs");
            return Optional.empty();
        }
        Optional<Training.Quantity> by = quantities.watched(stall.metric());
        Optional<Duration> patience = new Durations(report, constants).of(stall.duration());
        patience.ifPresent(d -> length.hold("a stall of", d, stall.duration().span(), report));
        return by.flatMap(q -> patience.map(d -> new Stop(q, d)));
    }

    List<Checkpoint> checkpoints(List<Expression> values) {
        List<Checkpoint> all = new ArrayList<>();
        for (Expression value : values) {
            if (value instanceof Expression.Call call) {
                checkpoint(call).ifPresent(all::add);
            } else if (!(value instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, value.span(),
                        "a checkpoint is best(by: …) or every(…); found " + value.span().text(),
                        "for example checkpoint: every(10 epochs)");
            }
        }
        return all;
    }

    private Optional<Checkpoint> checkpoint(Expression.Call call) {
        return switch (call.callee().text()) {
            case "every" -> every(call);
            case "best" -> best(call);
            default -> {
                report.unknown("checkpoint", call.callee(), List.of("best", "every"));
                yield Optional.empty();
            }
        };
    }

    private Optional<Checkpoint> every(Expression.Call call) {
        if (call.arguments().size() != 1 || call.arguments().getFirst().name().isPresent()) {
            report.error(Code.WRONG_VALUE, call.span(), "every takes a duration", "for example every(10 epochs)");
            return Optional.empty();
        }
        Expression value = call.arguments().getFirst().value();
        return new Durations(report, constants).of(value).map(d -> {
            length.reach("the first checkpoint after", d, value.span(), report);
            return new Checkpoint.Every(d);
        });
    }

    private Optional<Checkpoint> best(Expression.Call call) {
        Optional<Training.Quantity> by = Optional.empty();
        Optional<Integer> keep = Optional.of(1);
        boolean named = false;
        for (Argument argument : call.arguments()) {
            switch (argument.name().map(Name::text).orElse("by")) {
                case "by" -> {
                    named = true;
                    by = quantities.watched(argument.value());
                }
                case "keep" -> keep = atLeastOne(argument.value());
                default -> {
                    named = true;
                    report.unknown(Code.UNKNOWN_SETTING, "setting", argument.name().orElseThrow(),
                            List.of("by", "keep"));
                }
            }
        }
        if (!named) {
            report.error(Code.MISSING_SETTING, call.span(), "best needs by", "for example best(by: validation.loss)");
        }
        Optional<Integer> kept = keep;
        return by.flatMap(q -> kept.map(k -> new Checkpoint.Best(q, k)));
    }

    private Optional<Integer> atLeastOne(Expression expression) {
        return constants.whole(expression).filter(v -> {
            if (v < 1) {
                report.error(Code.OUT_OF_RANGE, expression.span(), "keep must be at least 1, found " + v,
                        "for example keep: 1");
            }
            return v >= 1;
        });
    }
}
