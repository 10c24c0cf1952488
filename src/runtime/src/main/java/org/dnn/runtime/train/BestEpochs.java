package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The epochs in which a quantity was best, the very best first; of equal ones the earlier. */
final class BestEpochs {
    /** An epoch, from 1, and what was measured in it. */
    record Kept(int epoch, double value) {}

    private final TrainingSetup.Quantity by;
    private final int count;
    private final List<Kept> best = new ArrayList<>();

    /** @param count how many are kept, at most */
    BestEpochs(TrainingSetup.Quantity by, int count) {
        this.by = by;
        this.count = count;
    }

    TrainingSetup.Quantity by() {
        return by;
    }

    List<Kept> kept() {
        return List.copyOf(best);
    }

    /** Takes a new measurement; true if its epoch is among the best. What is not a number never is. */
    boolean offer(int epoch, double value) {
        int place = (int) best.stream().filter(k -> by.higherIsBetter() ? k.value >= value : k.value <= value).count();
        if (Double.isNaN(value) || place == count) {
            return false;
        }
        best.add(place, new Kept(epoch, value));
        if (best.size() > count) {
            best.removeLast();
        }
        return true;
    }

    /** As text, exactly. */
    String toText() {
        return best.stream().map(k -> k.epoch + ":" + k.value).collect(Collectors.joining(" "));
    }

    void restore(String text) {
        best.clear();
        for (String kept : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = kept.indexOf(':');
            best.add(new Kept(Integer.parseInt(kept.substring(0, colon)),
                    Double.parseDouble(kept.substring(colon + 1))));
        }
    }
}
