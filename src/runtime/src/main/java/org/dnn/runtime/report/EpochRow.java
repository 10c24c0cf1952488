package org.dnn.runtime.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is known at the end of an epoch. The maps are sequenced so that files and lines have a fixed order.
 *
 * @param epoch         from 1
 * @param loss          the mean over the epoch's training rows
 * @param seconds       how long it took
 * @param learningRate  of its last step
 * @param training      metrics over the training batches, by name
 * @param validation    metrics over the validation split by name, its {@code loss} included; empty where there is no
 *                      such split, or where this epoch was not evaluated
 */
public record EpochRow(int epoch, double loss, double seconds, double learningRate,
        SequencedMap<String, Double> training, SequencedMap<String, Double> validation) {
    /** What an epoch of {@code run.json} has beside its metrics. */
    private static final List<String> TAKEN = List.of("epoch", "loss", "seconds", "lr");

    /** @throws IllegalArgumentException if a training metric has the name of another column */
    public EpochRow {
        for (String name : training.keySet()) {
            if (TAKEN.contains(name)) {
                throw new IllegalArgumentException("a training metric cannot be called " + name);
            }
        }
        training = copy(training);
        validation = copy(validation);
    }

    /** NaN where the epoch was not evaluated. */
    double validationLoss() {
        return validation.getOrDefault("loss", Double.NaN);
    }

    boolean hasValidationLoss() {
        return validation.containsKey("loss");
    }

    static SequencedMap<String, Double> copy(SequencedMap<String, Double> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }
}
