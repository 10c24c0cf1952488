package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The words of one line of progress. Each has a rank: where the line is too long, those of the highest rank go first,
 * and the line stays whole words.
 */
final class ProgressLine {
    private static final String GAP = "  ";
    private static final int EPOCH = 0;
    private static final int LOSS = 1;
    private static final int LEFT = 2;
    private static final int VALIDATION = 3;
    private static final int TRAINING = 4;
    private static final int RATE = 5;

    private record Part(int rank, String text) {}

    private final List<Part> parts = new ArrayList<>();

    /** @param share how much of the epoch is done, 0 to 1; only shown before its end */
    ProgressLine epoch(int epoch, int epochs, double share) {
        String of = String.valueOf(epochs);
        String number = " ".repeat(Math.max(0, of.length() - String.valueOf(epoch).length())) + epoch;
        // Cut, not rounded: 100% is said of what is done.
        String percent = share < 1 ? String.format(Locale.ROOT, " %2d%%", (int) (100 * share)) : "";
        return add(EPOCH, "epoch " + number + "/" + of + percent);
    }

    ProgressLine loss(double loss) {
        return add(LOSS, "loss " + Figures.metric(loss));
    }

    ProgressLine metrics(EpochRow row) {
        row.training().forEach((name, value) -> add(TRAINING, name + " " + Figures.metric(value)));
        row.validation().forEach((name, value) -> add(VALIDATION, "validation " + name + " " + Figures.metric(value)));
        return this;
    }

    ProgressLine rowsPerSecond(double rate) {
        return add(RATE, Figures.rough(rate, "") + " rows/s");
    }

    ProgressLine left(double seconds) {
        return add(LEFT, Figures.duration(seconds) + " left");
    }

    ProgressLine took(double seconds) {
        return add(LEFT, "in " + Figures.duration(seconds));
    }

    ProgressLine words(String text) {
        return add(EPOCH, text);
    }

    private ProgressLine add(int rank, String text) {
        parts.add(new Part(rank, text));
        return this;
    }

    String whole() {
        return String.join(GAP, parts.stream().map(Part::text).toList());
    }

    /** No longer than the columns given. */
    String within(int columns) {
        while (whole().length() > columns && parts.size() > 1) {
            parts.remove(parts.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow());
        }
        String line = whole();
        return line.length() > columns ? line.substring(0, columns) : line;
    }
}
