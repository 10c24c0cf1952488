package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Origin;

/** {@code optimizer: SGD(momentum: 0.9)}, and the settings that belong to it: {@code lr}, {@code momentum}, {@code weight_decay}. */
final class OptimizerChecker {
    private final Report report;
    private final Constants constants;
    private final Length length;
    private final Quantities quantities;

    OptimizerChecker(Report report, Constants constants, Length length, Quantities quantities) {
        this.report = report;
        this.constants = constants;
        this.length = length;
        this.quantities = quantities;
    }

    Optional<Training.Optimizer> check(Expression expression, Settings settings) {
        Optional<Invocation> given = Invocation.of(expression, Group.OPTIMIZER, "Adam(lr: 0.001)", report);
        Optional<Entry> entry = given.flatMap(g -> Lookup.find(report, Group.OPTIMIZER, g.name()));
        OptimizerParts parts = new OptimizerParts(report, entry);
        Optional<Arguments> arguments = entry.flatMap(
                e -> new ArgumentBinder(constants, report).bind(e, parts.simple(given.get().arguments()),
                        expression.span()));
        if (entry.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        ScheduleChecker schedules = new ScheduleChecker(report, constants, length, quantities);
        Optional<Schedule> rate = learningRate(parts, settings, schedules, expression);
        Optional<Schedule> decay = parts.decay(settings).flatMap(e -> schedules.check(e, "weight_decay"));
        Optional<Schedule> momentum = parts.value("momentum", settings).flatMap(e -> schedules.check(e, "momentum"));
        boolean nesterov = arguments.get().has("nesterov") && arguments.get().truth("nesterov");
        boolean moves = momentum.isPresent() && !momentum.get().equals(new Schedule.Constant(0));
        if (nesterov && (!moves || arguments.get().real("dampening") != 0)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    moves
                            ? "nesterov goes without dampening, found " + arguments.get().real("dampening")
                            : "nesterov needs momentum, found none",
                    moves ? "leave dampening out" : "add momentum: 0.9");
            return Optional.empty();
        }
        double standardDecay = arguments.get().real("weight_decay");
        return rate.map(r -> new Training.Optimizer(entry.get(), arguments.get(), r,
                moves ? momentum : Optional.empty(),
                decay.orElse(new Schedule.Constant(standardDecay)), parts.exempt(), Origin.of(expression.span())));
    }

    private Optional<Schedule> learningRate(OptimizerParts parts, Settings settings, ScheduleChecker schedules,
            Expression optimizer) {
        Optional<Expression> inside = parts.inside("lr");
        Optional<Expression> outside = settings.value("lr");
        if (outside.isPresent() && outside.get() instanceof Expression.Call call && isOpen(call)) {
            return plateau(call, inside, schedules);
        }
        if (inside.isPresent() && outside.isPresent()) {
            report.add(Diagnostic.of(Code.LEARNING_RATE, outside.get().span(), "the learning rate is given twice")
                    .label(inside.get().span(), "here too").help("keep one of them"));
            return Optional.empty();
        }
        if (inside.isPresent() && inside.get() instanceof Expression.Call call && isOpen(call)) {
            return plateau(call, Optional.empty(), schedules);
        }
        if (inside.isEmpty() && outside.isEmpty() && settings.find("lr").isEmpty() && !settings.isMeant("lr")) {
            report.error(Code.LEARNING_RATE, optimizer.span(), "there is no learning rate",
                    "write " + optimizer.span().text().replaceAll("\\(.*", "") + "(lr: 0.01), or a setting lr: 0.01");
            return Optional.empty();
        }
        return inside.or(() -> outside).flatMap(e -> schedules.check(e, "lr"));
    }

    /** A plateau that does not say where it begins: at the optimizer's own rate. */
    private static boolean isOpen(Expression.Call call) {
        return call.callee().text().equals("plateau")
                && call.arguments().stream().noneMatch(a -> a.name().map(Name::text).orElse("").equals("from"));
    }

    private Optional<Schedule> plateau(Expression.Call call, Optional<Expression> first, ScheduleChecker schedules) {
        if (first.isEmpty()) {
            report.error(Code.LEARNING_RATE, call.span(), "plateau does not say where it begins",
                    "add from: 0.1, or give the optimizer a rate: SGD(lr: 0.1)");
            return Optional.empty();
        }
        Optional<Schedule> start = schedules.check(first.get(), "lr");
        if (start.isPresent() && !(start.get() instanceof Schedule.Constant)) {
            report.error(Code.LEARNING_RATE, first.get().span(), "plateau begins at a number, found a schedule",
                    "write a number here, or one schedule alone");
            return Optional.empty();
        }
        return start.flatMap(s -> schedules.check(call, "lr").map(p -> ((Schedule.Named) p)
                .with("from", ((Schedule.Constant) s).value())));
    }
}
