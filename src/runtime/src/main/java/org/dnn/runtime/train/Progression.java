package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a training is, beside its tensors: all that a checkpoint must hold so that the training goes on bit by bit. */
final class Progression {
    /** Steps done. */
    long step;
    /** The sums of the epoch so far. */
    final double[] epochTotals;
    double plateauFactor = 1;
    final Optional<StallWatch> stop;
    final Optional<StallWatch> plateau;
    final List<BestEpochs> bests = new ArrayList<>();

    Progression(TrainingSetup setup) {
        epochTotals = new double[setup.arena().stepReportFloats()];
        stop = setup.stop().map(s -> new StallWatch(s.by().higherIsBetter(), 0));
        plateau = setup.plateau().map(p -> new StallWatch(p.by().higherIsBetter(), p.threshold()));
        setup.bests().forEach(b -> bests.add(new BestEpochs(b.by(), b.count())));
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
        for (int i = 0; i < bests.size(); i++) {
            text.put("best." + i, bests.get(i).toText());
        }
        return text;
    }

    /** @throws IllegalArgumentException if the text is not what {@link #toText} gives */
    void restore(Map<String, String> text) {
        step = Long.parseLong(get(text, "step"));
        plateauFactor = Double.parseDouble(get(text, "plateau_factor"));
        for (int i = 0; i < epochTotals.length; i++) {
            epochTotals[i] = Double.parseDouble(get(text, "epoch_total." + i));
        }
        stop.ifPresent(w -> take(text, "stop", w));
        plateau.ifPresent(w -> take(text, "plateau", w));
        for (int i = 0; i < bests.size(); i++) {
            bests.get(i).restore(get(text, "best." + i));
        }
    }

    private static void put(Map<String, String> text, String name, StallWatch watch) {
        text.put(name + ".best", Double.toString(watch.best()));
        text.put(name + ".step", Long.toString(watch.bestStep()));
    }

    private static void take(Map<String, String> text, String name, StallWatch watch) {
        watch.restore(Double.parseDouble(get(text, name + ".best")), Long.parseLong(get(text, name + ".step")));
    }

    private static String get(Map<String, String> text, String name) {
        return Optional.ofNullable(text.get(name)).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }
}
