package org.dnn.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was measured of one network: ours and the peer's, in turn. */
final class Row {
    private final Network network;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();
    private final List<Measurement> starts = new ArrayList<>();
    private final List<Measurement> theirStarts = new ArrayList<>();

    Row(Network network) {
        this.network = network;
    }

    /** Takes what a warm epoch was. */
    void addWarm(Measurement here, Measurement there) {
        ours.add(1e3 * here.epochSeconds());
        theirs.add(1e3 * there.epochSeconds());
    }

    /** Takes what a whole process was. */
    void addStart(Measurement here, Measurement there) {
        starts.add(here);
        theirStarts.add(there);
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
            ratios.add(theirs.get(i) / ours.get(i));
        }
        return "| " + String.join(" | ", network.title(), spread(ours), spread(theirs), "**" + spread(ratios) + "**",
                seconds(starts), seconds(theirStarts), mebibytes(starts), mebibytes(theirStarts),
                accuracy(starts) + " / " + accuracy(theirStarts)) + " |";
    }

    private static String seconds(List<Measurement> all) {
        return spread(all.stream().map(Measurement::processSeconds).toList()) + " s";
    }

    /** The median, and from the least to the greatest. */
    static String spread(List<Double> values) {
        return number(Measurement.median(values)) + " (" + number(Collections.min(values)) + "–"
                + number(Collections.max(values)) + ")";
    }

    /** Three digits. */
    static String number(double value) {
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
