package org.dnn.runtime.train;

import java.util.Locale;
import java.util.Set;

import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Stretch;

/**
 * Puts into words that a training came to NaN or to infinity.
 *
 * @param source the {@code .dnn} file
 * @param value  what did so first
 * @param losses of the stretch in which it did
 */
record Diverged(String source, NotFinite value, Stretch losses) {
    /** What happened, as in {@code in step 12, linear2 (net.dnn:9) became NaN}. */
    String fact() {
        return "in step " + (value.step() + 1) + ", " + value.name() + " (" + source + ":" + value.line() + ") "
                + became();
    }

    private String became() {
        if (value.size() == 1) {
            return "became " + value.first();
        }
        String which = value.count() == value.size() ? "all of" : number(value.count()) + " of";
        return "is no longer finite: " + which + " its " + number(value.size()) + " numbers, the first of them "
                + value.first()
                + (value.row().isPresent() ? " in row " + number(value.row().getAsInt() + 1) + " of the data" : "");
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * All of it, and what to do.
     *
     * @param columns the names of the data's columns
     * @param kept    where the state before is
     */
    String sentence(Set<String> columns, String kept) {
        double loss = losses.loss((int) (value.step() - losses.firstStep()));
        String cost = Double.isFinite(loss) ? "" : ", so the loss is " + loss;
        String advice = columns.contains(value.name())
                ? "look at that row, and at what is done to " + value.name() + " before the network"
                : value.step() == 0
                        ? "nothing has been learnt yet, so it is not the learning rate: look at the data, the first weights"
                                + " and the size of the batch"
                        : "a smaller learning rate, or clip: norm(1), may help";
        return source + ":" + value.line() + ": in step " + (value.step() + 1) + ", " + value.name() + " " + became()
                + cost + "; " + advice + "; what was learnt before step " + (losses.firstStep() + 1) + " is in " + kept;
    }
}
