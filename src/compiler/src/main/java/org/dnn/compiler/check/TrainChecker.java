package org.dnn.compiler.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Checkpoint;
import org.dnn.compiler.model.Training.Clip;
import org.dnn.compiler.model.Training.Device;
import org.dnn.compiler.model.Training.Precision;
import org.dnn.compiler.model.Training.Requirement;
import org.dnn.compiler.model.Training.Stop;
import org.dnn.compiler.source.Origin;

/** A {@code train} block. */
final class TrainChecker {
    /** The settings of the block. */
    static final List<String> SETTINGS = List.of("model", "loss", "optimizer", "lr", "momentum", "weight_decay",
            "clip", "epochs", "batch", "device", "precision", "metrics", "checkpoint", "stop", "require", "seed");

    private static final String CUDA = "cuda";
    private static final List<String> DEVICES = List.of("auto", "cpu", CUDA);
    /** As many as {@code -Ddnn.device} can name. */
    private static final int MOST_CARDS = 999;

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
        Optional<Integer> epochs = settings.required("epochs", "for example epochs: 10")
                .flatMap(e -> atLeastOne(e, "epochs"));
        Optional<Integer> batch = settings.required("batch", "for example batch: 64, or batch: all")
                .flatMap(this::batch);
        Precision precision = precision(settings);
        Optional<Device> device = device(settings);
        if (bound.isEmpty() || epochs.isEmpty() || batch.isEmpty()) {
            return Optional.empty();
        }
        Length length = Length.of(epochs.get(), batch.get(), bound.get().data());
        length.holdBatch(settings.value("batch").orElseThrow(), report);
        return check(train, settings, bound.get(), length, device.orElse(Device.AUTO), precision,
                exports.getOrDefault(train.name().text(), ""));
    }

    private Optional<Training> check(Declaration.Train train, Settings settings, Models.Bound bound, Length length,
            Device device, Precision precision, String export) {
        Network network = bound.network();
        DataSet data = bound.data();
        Optional<Training.Loss> loss = settings
                .required("loss", "for example loss: mse(" + network.outputName() + ", " + data.name() + ".target)")
                .flatMap(e -> new LossChecker(report, constants, bound).check(e));
        List<Training.Metric> metrics = loss.map(l -> new MetricChecker(report, constants).check(settings, network, l,
                train.name())).orElse(List.of());
        Quantities quantities = new Quantities(report, bound, loss.isPresent(), metrics);
        Optional<Training.Optimizer> optimizer = settings
                .required("optimizer", "for example optimizer: Adam(lr: 0.001)")
                .flatMap(e -> new OptimizerChecker(report, constants, length, quantities).check(e, settings));
        EventChecker events = new EventChecker(report, constants, length, quantities);
        Optional<Clip> clip = settings.value("clip").flatMap(events::clip);
        Optional<Stop> stop = settings.value("stop").flatMap(events::stop);
        List<Checkpoint> checkpoints = events.checkpoints(settings.values("checkpoint"));
        List<Requirement> requirements = new RequirementChecker(report, constants, quantities)
                .check(settings.values("require"));
        long seed = settings.value("seed").flatMap(e -> Seeds.of(e, constants, report)).orElse(fileSeed);
        if (loss.isEmpty() || optimizer.isEmpty()) {
            return Optional.empty();
        }
        Advice.check(report, network, length.batch());
        return Optional.of(new Training(train.name().text(), train.documentation(), network, data, loss.get(),
                optimizer.get(), length.epochs(), length.batch(), metrics, clip, checkpoints, stop, requirements, seed,
                device, precision, export, Origin.of(train.name().span())));
    }

    private Optional<Integer> batch(Expression expression) {
        if (ArgumentValues.isWord(expression, "all")) {
            return Optional.of(0);
        }
        if (expression instanceof Expression.Reference reference && !constants.isConstant(reference)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "a batch is all, or a number of rows; found " + reference.name(), "for example batch: 64");
            return Optional.empty();
        }
        return atLeastOne(expression, "batch");
    }

    private Optional<Integer> atLeastOne(Expression expression, String name) {
        return constants.whole(expression).filter(v -> {
            if (v < 1) {
                report.error(Code.OUT_OF_RANGE, expression.span(), name + " must be at least 1, found " + v,
                        name.equals("batch") ? "for all rows at once write batch: all" : "for example epochs: 10");
            }
            return v >= 1;
        });
    }

    private Precision precision(Settings settings) {
        return settings.value("precision").flatMap(e -> {
            Optional<Precision> known = Arrays.stream(Precision.values())
                    .filter(p -> ArgumentValues.isWord(e, p.word()))
                    .findFirst();
            if (known.isEmpty()) {
                Words.wrong(report, e, "a precision is float32, tf32 or bf16",
                        Arrays.stream(Precision.values()).map(Precision::word).toList());
            }
            return known;
        }).orElse(Precision.FLOAT32);
    }

    private Optional<Device> device(Settings settings) {
        return settings.value("device").flatMap(e -> {
            if (DEVICES.stream().anyMatch(word -> ArgumentValues.isWord(e, word))) {
                return Optional.of(new Device(e.span().text(), OptionalInt.empty()));
            }
            if (e instanceof Expression.Call call && call.callee().text().equals(CUDA)) {
                return card(call).map(number -> new Device(CUDA, OptionalInt.of(number)));
            }
            Words.wrong(report, e, "a device is auto, cpu, cuda, or cuda(1) for card 1", DEVICES);
            return Optional.empty();
        });
    }

    /** The number of a card. */
    private Optional<Integer> card(Expression.Call cuda) {
        if (cuda.arguments().size() != 1 || cuda.arguments().getFirst().name().isPresent()) {
            report.error(Code.WRONG_VALUE, cuda.span(), "cuda takes the number of a card, found " + cuda.span().text(),
                    "write cuda for the first that serves, or its number: cuda(0), cuda(1)");
            return Optional.empty();
        }
        Expression number = cuda.arguments().getFirst().value();
        return constants.whole(number).filter(n -> {
            boolean card = n >= 0 && n <= MOST_CARDS;
            if (!card) {
                report.error(Code.OUT_OF_RANGE, number.span(), "cards are numbered from 0 on, found " + n,
                        "dnn doctor lists the cards of this machine");
            }
            return card;
        });
    }
}
