package org.dnn.runtime.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Where a training is, beside its tensors: all that a checkpoint must hold so that the training goes on bit by bit. */
final class Progression {
    /** Steps done. */
    long step;
    /** The sums of the epoch so far. */
    final double[] epochTotals;
    double plateauFactor = 1;
    final Optional<StallWatch> stop;
    final Optional<StallWatch> plateau;
    final Map<String, StallWatch> bests = new LinkedHashMap<>();

    Progression(TrainingSetup setup) {
        epochTotals = new double[setup.arena().stepReportFloats()];
        stop = setup.stop().map(s -> new StallWatch(s.by().higherIsBetter(), 0));
        plateau = setup.plateau().map(p -> new StallWatch(p.by().higherIsBetter(), p.threshold()));
        setup.keeps().forEach(k -> k.bestBy().ifPresent(
                q -> bests.put(q.toString(), new StallWatch(q.higherIsBetter(), 0))));
    }

    /** As text, exactly. */
    Map<String, String> toText() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("step", Long.toString(step));
        text.put("plateau_factor", Double.toString(plateauFactor));
        for (int i = 0; i < epochTotals.length; i++) {
            text.put("epoch_total." + i, Double.toString(epochTotals[i]));
        }
        stop.ifPresent(w -> put(text, "stop", w));
        plateau.ifPresent(w -> put(text, "plateau", w));
        bests.forEach((name, w) -> put(text, "best." + name, w));
        return text;
    }

    void restore(Map<String, String> text) {
        step = Long.parseLong(get(text, "step"));
        plateauFactor = Double.parseDouble(get(text, "plateau_factor"));
        for (int i = 0; i < epochTotals.length; i++) {
            epochTotals[i] = Double.parseDouble(get(text, "epoch_total." + i));
        }
        stop.ifPresent(w -> take(text, "stop", w));
        plateau.ifPresent(w -> take(text, "plateau", w));
        bests.forEach((name, w) -> take(text, "best." + name, w));
    }

    private static void put(Map<String, String> text, String name, StallWatch watch) {
        text.put(name + ".best", Double.toString(watch.best()));
        text.put(name + ".step", Long.toString(watch.bestStep()));
    }

    private static void take(Map<String, String> text, String name, StallWatch watch) {
        watch.restore(Double.parseDouble(get(text, name + ".best")), Long.parseLong(get(text, name + ".step")));
    }

    private static String get(Map<String, String> text, String name) {
        @Nullable
        String value = text.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }
}
