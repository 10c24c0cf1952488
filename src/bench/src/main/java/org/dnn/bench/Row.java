package org.dnn.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was measured of one network: ours and the peer's, in turn. */
final class Row {
    private final Network network;
    private final List<Measurement> ours = new ArrayList<>();
    private final List<Measurement> theirs = new ArrayList<>();

    Row(Network network) {
        this.network = network;
    }

    void add(Measurement here, Measurement there) {
        ours.add(here);
        theirs.add(there);
    }

    static String head(String peer) {
        return """
                | network | dnn, ms an epoch | %1$s, ms an epoch | times as fast | dnn, whole process | %1$s, whole process | dnn, memory | %1$s, memory | accuracy, both |
                |---|---|---|---|---|---|---|---|---|
                """
                .formatted(peer);
    }

    @Override
    public String toString() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(theirs.get(i).epochSeconds() / ours.get(i).epochSeconds());
        }
        return "| " + String.join(" | ", network.title(), spread(ours, m -> 1e3 * m.epochSeconds(), ""),
                spread(theirs, m -> 1e3 * m.epochSeconds(), ""), "**" + spread(ratios) + "**",
                spread(ours, Measurement::processSeconds, " s"), spread(theirs, Measurement::processSeconds, " s"),
                mebibytes(ours), mebibytes(theirs), accuracy(ours) + " / " + accuracy(theirs)) + " |";
    }

    private static String spread(List<Measurement> all, ToDoubleFunction<Measurement> of, String unit) {
        return spread(all.stream().map(of::applyAsDouble).toList()) + unit;
    }

    /** The median, and from the least to the greatest. */
    private static String spread(List<Double> values) {
        return number(Measurement.median(values)) + " (" + number(Collections.min(values)) + "–"
                + number(Collections.max(values)) + ")";
    }

    /** Three digits. */
    private static String number(double value) {
        int decimals = Math.clamp((long) (2 - Math.floor(Math.log10(value))), 0, 4);
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String mebibytes(List<Measurement> all) {
        return Math.round(Measurement.median(all.stream().map(m -> (double) m.peakBytes()).toList()) / (1 << 20))
                + " MiB";
    }

    private static String accuracy(List<Measurement> all) {
        return String.format(Locale.ROOT, "%.3f",
                Measurement.median(all.stream().map(Measurement::accuracy).toList()));
    }
}
