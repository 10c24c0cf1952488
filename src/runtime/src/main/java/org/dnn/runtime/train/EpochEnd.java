package org.dnn.runtime.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;

import org.dnn.runtime.data.Split;
import org.dnn.runtime.report.EpochRow;
import org.dnn.runtime.train.TrainingSetup.Patience;
import org.dnn.runtime.train.TrainingSetup.Quantity;

/** What falls on the end of an epoch: what is measured, and what follows for the best models, the plateau and the stop. */
final class EpochEnd {
    private final TrainingSetup setup;
    private final Split split;
    private final Evaluation evaluation;
    private final Progression progression;
    private final BestFiles bestFiles;
    private final long stepsPerEpoch;

    EpochEnd(TrainingSetup setup, Split split, Evaluation evaluation, Progression progression, BestFiles bestFiles,
            long stepsPerEpoch) {
        this.setup = setup;
        this.split = split;
        this.evaluation = evaluation;
        this.progression = progression;
        this.bestFiles = bestFiles;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /** Measures over the validation split, or, where there is none, over the epoch's batches as they were trained on. */
    EpochRow measure(DoubleSupplier seconds, double learningRate) {
        SequencedMap<String, Double> training = new LinkedHashMap<>();
        SequencedMap<String, Double> validation = new LinkedHashMap<>();
        double[] totals = Arrays.copyOf(progression.epochTotals, setup.arena().reports().length);
        if (split.validation().length > 0) {
            validation = evaluation.of(split.validation()).metrics();
        } else {
            training = new Metrics(setup, totals, split.train().length, Double.NaN).all();
            training.remove("loss");
            training.values().removeIf(v -> v.isNaN());
        }
        Arrays.fill(progression.epochTotals, 0);
        return new EpochRow((int) (progression.step / stepsPerEpoch), totals[0] / totals[1], seconds.getAsDouble(),
                learningRate,
                training, validation);
    }

    /** Whether what is measured at the end of an epoch changes how the training goes on, or needs the model as it is then. */
    boolean decides() {
        return split.validation().length > 0 || setup.plateau().isPresent() || setup.stop().isPresent()
                || !progression.bests.isEmpty();
    }

    /** All that was measured, by split and name: {@code validation.loss}. */
    static Map<String, Double> quantities(EpochRow row) {
        Map<String, Double> measured = new LinkedHashMap<>();
        row.training().forEach((name, value) -> measured.put("train." + name, value));
        measured.put("train.loss", row.loss());
        row.validation().forEach((name, value) -> measured.put("validation." + name, value));
        return measured;
    }

    /**
     * Keeps the model if it is among the best, and lowers the learning rate where it has stalled.
     *
     * @return why the training stops early, if it does
     */
    Optional<String> conclude(EpochRow row) {
        Map<String, Double> measured = quantities(row);
        progression.bests.forEach(best -> bestFiles.offer(best, row.epoch(), value(measured, best.by())));
        setup.plateau().ifPresent(p -> plateau(p, value(measured, p.by())));
        return setup.stop().filter(s -> isStalled(s, value(measured, s.by())))
                .map(s -> s.by() + " has not become better for " + s.patience());
    }

    private static double value(Map<String, Double> measured, Quantity by) {
        return measured.getOrDefault(by.toString(), Double.NaN);
    }

    /** As PyTorch's ReduceLROnPlateau does: more than the patience must pass. */
    private void plateau(TrainingSetup.Plateau plateau, double value) {
        StallWatch watch = progression.plateau.orElseThrow();
        watch.take(value, progression.step);
        if (watch.stalledFor(progression.step) > plateau.patience().steps(stepsPerEpoch)) {
            progression.plateauFactor *= plateau.factor();
            watch.restart(progression.step);
        }
    }

    private boolean isStalled(Patience stop, double value) {
        StallWatch watch = progression.stop.orElseThrow();
        watch.take(value, progression.step);
        return watch.stalledFor(progression.step) >= stop.patience().steps(stepsPerEpoch);
    }
}
