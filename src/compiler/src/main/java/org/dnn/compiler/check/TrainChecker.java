package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Checkpoint;
import org.dnn.compiler.model.Training.Clip;
import org.dnn.compiler.model.Training.Device;
import org.dnn.compiler.model.Training.Requirement;
import org.dnn.compiler.model.Training.Stop;
import org.dnn.compiler.source.Origin;

/** A {@code train} block. */
final class TrainChecker {
    private static final List<String> SETTINGS = List.of("model", "loss", "optimizer", "lr", "momentum", "weight_decay",
            "clip", "epochs", "batch", "device", "precision", "metrics", "checkpoint", "stop", "require", "seed");

    private final Report report;
    private final Constants constants;
    private final Models models;
    private final long fileSeed;

    TrainChecker(Report report, Constants constants, Models models, long fileSeed) {
        this.report = report;
        this.constants = constants;
        this.models = models;
        this.fileSeed = fileSeed;
    }

    Optional<Training> check(Declaration.Train train, Map<String, String> exports) {
        Settings settings = new Settings(report, train.name(), train.settings(), SETTINGS);
        Optional<Models.Bound> bound = settings.required("model", "for example model: Digits(Mnist.image)")
                .flatMap(e -> models.bind(e, train.name().text()));
        int epochs = settings.required("epochs", "for example epochs: 10").flatMap(e -> atLeastOne(e, "epochs"))
                .orElse(0);
        Optional<Integer> batch = settings.required("batch", "for example batch: 64, or batch: all")
                .flatMap(e -> ArgumentValues.isWord(e, "all") ? Optional.of(0) : atLeastOne(e, "batch"));
        precision(settings);
        Optional<Device> device = device(settings);
        if (bound.isEmpty() || epochs == 0 || batch.isEmpty()) {
            return Optional.empty();
        }
        Network network = bound.get().network();
        DataSet data = bound.get().data();
        boolean validation = data.split().hasValidation();
        Optional<Training.Loss> loss = settings.required("loss", "for example loss: mse(y, Data.target)")
                .flatMap(e -> new LossChecker(report, constants).check(e, network, data));
        Optional<Training.Optimizer> optimizer = settings
                .required("optimizer", "for example optimizer: Adam(lr: 0.001)")
                .flatMap(e -> optimizer(e, settings, epochs, validation));
        Optional<Clip> clip = settings.value("clip").flatMap(this::clip);
        Optional<Stop> stop = settings.value("stop").flatMap(e -> stop(e, validation));
        if (loss.isEmpty() || optimizer.isEmpty()) {
            return Optional.empty();
        }
        List<Training.Metric> metrics = new MetricChecker(report, constants).check(settings, network, loss.get(),
                train.name());
        List<Checkpoint> checkpoints = checkpoints(settings.values("checkpoint"), validation);
        List<Requirement> requirements = new RequirementChecker(report, constants).check(settings.values("require"),
                metrics, validation);
        long seed = settings.value("seed").flatMap(constants::whole).map(Integer::longValue).orElse(fileSeed);
        Advice.check(report, network, batch.get());
        return Optional.of(new Training(train.name().text(), train.documentation(), network, data, loss.get(),
                optimizer.get(), epochs, batch.get(), metrics, clip, checkpoints, stop, requirements, seed,
                device.orElse(new Device("auto", 0)), exports.getOrDefault(train.name().text(), ""),
                Origin.of(train.name().span())));
    }

    private Optional<Integer> atLeastOne(Expression expression, String name) {
        return constants.whole(expression).filter(v -> {
            if (v < 1) {
                report.error(Code.OUT_OF_RANGE, expression.span(), name + " must be at least 1, found " + v, "");
            }
            return v >= 1;
        });
    }

    private void precision(Settings settings) {
        settings.value("precision").ifPresent(e -> {
            if (ArgumentValues.isWord(e, "tf32") || ArgumentValues.isWord(e, "bf16")) {
                report.notBuilt(e.span(), "precision " + e.span().text());
            } else if (!ArgumentValues.isWord(e, "float32")) {
                report.error(Code.WRONG_VALUE, e.span(), "precision is float32, tf32 or bf16; found " + e.span().text(),
                        "");
            }
        });
    }

    private Optional<Device> device(Settings settings) {
        return settings.value("device").flatMap(e -> {
            if (ArgumentValues.isWord(e, "auto") || ArgumentValues.isWord(e, "cpu")) {
                return Optional.of(new Device(e.span().text(), 0));
            }
            boolean cuda = ArgumentValues.isWord(e, "cuda")
                    || (e instanceof Expression.Call call && call.callee().text().equals("cuda"));
            if (cuda) {
                report.notBuilt(e.span(), "device cuda");
            } else {
                report.error(Code.WRONG_VALUE, e.span(), "a device is auto, cpu, cuda or cuda(1); found "
                        + e.span().text(),
                        Suggestions.nearest(e.span().text(), List.of("auto", "cpu", "cuda"))
                                .map(n -> "did you mean " + n + "?").orElse(""));
            }
            return Optional.empty();
        });
    }

    private Optional<Training.Optimizer> optimizer(Expression expression, Settings settings, int epochs,
            boolean validation) {
        Name name = switch (expression) {
            case Expression.Call call -> call.callee();
            case Expression.Reference reference -> reference.name();
            default -> new Name("", expression.span());
        };
        List<Argument> given = expression instanceof Expression.Call call ? call.arguments() : List.of();
        OptimizerParts parts = new OptimizerParts(report);
        Optional<Entry> entry = Lookup.find(report, Group.OPTIMIZER, name);
        Optional<Arguments> arguments = entry.flatMap(
                e -> new ArgumentBinder(constants, report).bind(e, parts.simple(given), expression.span()));
        if (entry.isEmpty() || arguments.isEmpty()) {
            return Optional.empty();
        }
        ScheduleChecker schedules = new ScheduleChecker(report, constants, epochs, validation);
        Optional<Schedule> rate = learningRate(parts, settings, schedules, expression);
        Optional<Schedule> decay = parts.decay(settings).flatMap(e -> schedules.check(e, "weight_decay"));
        Optional<Schedule> momentum = parts.value("momentum", settings).flatMap(e -> schedules.check(e, "momentum"));
        boolean takesMomentum = entry.get().parameter("momentum").isPresent();
        if (momentum.isPresent() && !takesMomentum) {
            report.error(Code.UNKNOWN_SETTING, expression.span(), entry.get().name() + " has no momentum",
                    "take the setting out");
        }
        boolean nesterov = arguments.get().has("nesterov") && arguments.get().truth("nesterov");
        boolean moves = momentum.isPresent() && !momentum.get().equals(new Schedule.Constant(0));
        if (nesterov && (!moves || arguments.get().real("dampening") != 0)) {
            report.error(Code.WRONG_VALUE, expression.span(), "nesterov needs momentum, and no dampening",
                    "give momentum: 0.9");
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
        if (inside.isPresent() && outside.isPresent()) {
            report.add(Diagnostic.of(Code.LEARNING_RATE, outside.get().span(), "the learning rate is given twice")
                    .label(inside.get().span(), "here too").help("keep one of them"));
            return Optional.empty();
        }
        if (inside.isEmpty() && outside.isEmpty() && settings.find("lr").isEmpty()) {
            report.error(Code.LEARNING_RATE, optimizer.span(), "there is no learning rate",
                    "write " + optimizer.span().text().replaceAll("\\(.*", "") + "(lr: 0.01), or a setting lr: 0.01");
            return Optional.empty();
        }
        return inside.or(() -> outside).flatMap(e -> schedules.check(e, "lr"));
    }

    private Optional<Clip> clip(Expression expression) {
        boolean known = expression instanceof Expression.Call call && call.arguments().size() == 1
                && List.of("norm", "value").contains(call.callee().text());
        if (!known) {
            report.error(Code.WRONG_VALUE, expression.span(), "clip is norm(limit) or value(limit)",
                    "for example clip: norm(1.0)");
            return Optional.empty();
        }
        Expression.Call call = (Expression.Call) expression;
        return constants.number(call.arguments().getFirst().value()).filter(v -> {
            if (v.signum() <= 0) {
                report.error(Code.OUT_OF_RANGE, call.span(), "the limit must be above 0, found " + v, "");
            }
            return v.signum() > 0;
        }).map(v -> new Clip(call.callee().text().equals("norm"), v.toDouble()));
    }

    private Optional<Stop> stop(Expression expression, boolean validation) {
        if (!(expression instanceof Expression.Stall stall)) {
            report.error(Code.WRONG_VALUE, expression.span(), "stop takes a condition",
                    "for example stop: when validation.loss stalls for 20 epochs");
            return Optional.empty();
        }
        return new Quantities(report).of(stall.metric(), validation)
                .flatMap(q -> new Durations(report, constants).of(stall.duration()).map(d -> new Stop(q, d)));
    }

    private List<Checkpoint> checkpoints(List<Expression> values, boolean validation) {
        List<Checkpoint> all = new ArrayList<>();
        for (Expression value : values) {
            if (!(value instanceof Expression.Call call)) {
                report.error(Code.WRONG_VALUE, value.span(), "a checkpoint is best(by: …) or every(…)",
                        "for example checkpoint: every(10 epochs)");
                continue;
            }
            checkpoint(call, validation).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Checkpoint> checkpoint(Expression.Call call, boolean validation) {
        if (call.callee().text().equals("every") && call.arguments().size() == 1) {
            return new Durations(report, constants).of(call.arguments().getFirst().value())
                    .map(Checkpoint.Every::new);
        }
        if (!call.callee().text().equals("best")) {
            report.unknown("checkpoint", call.callee(), List.of("best", "every"));
            return Optional.empty();
        }
        Optional<Training.Quantity> by = Optional.empty();
        int keep = 1;
        for (Argument argument : call.arguments()) {
            switch (argument.name().map(Name::text).orElse("by")) {
                case "by" -> by = new Quantities(report).of(argument.value(), validation);
                case "keep" -> keep = atLeastOne(argument.value(), "keep").orElse(1);
                default -> report.unknown(Code.UNKNOWN_SETTING, "setting", argument.name().orElseThrow(),
                        List.of("by", "keep"));
            }
        }
        int kept = keep;
        if (by.isEmpty()) {
            report.error(Code.MISSING_SETTING, call.span(), "best needs by", "for example best(by: validation.loss)");
        }
        return by.map(q -> new Checkpoint.Best(q, kept));
    }
}
