package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows from a record and is said in more than one place. */
final class RunFacts {
    private RunFacts() {}

    /** As in {@code finished after 300 epochs}, {@code stopped early after 41 of 100 epochs: …}. */
    static String ending(RunRecord record) {
        int done = record.epochs().size();
        int planned = record.setup().epochs();
        String epochs = done == planned || planned == 0
                ? Figures.count(done, "epoch")
                : Figures.count(done) + " of " + Figures.count(planned, "epoch");
        String words = switch (record.ending()) {
            case RUNNING -> "running, " + epochs + " done";
            case FINISHED -> "finished after " + epochs;
            case STOPPED_EARLY -> "stopped early after " + epochs;
            case INTERRUPTED -> "interrupted after " + epochs;
            case NOT_A_NUMBER -> "ended after " + epochs + ", the loss no longer a number";
        };
        return record.endingDetail().isEmpty() ? words : words + ": " + record.endingDetail();
    }

    /** As in {@code 1.3 s an epoch}: the median, which the first, slow one does not move; "" without epochs. */
    static String pace(RunRecord record) {
        double[] seconds = record.epochs().stream().mapToDouble(EpochRow::seconds).sorted().toArray();
        return seconds.length == 0 ? "" : Figures.duration(seconds[seconds.length / 2]) + " an epoch";
    }

    /** The verdict where it is one, then the record's own. */
    static List<String> warnings(RunRecord record) {
        List<String> warnings = new ArrayList<>();
        Verdict verdict = Verdict.of(record);
        if (verdict.tone() == Verdict.Tone.WARNING) {
            warnings.add(verdict.sentence());
        }
        warnings.addAll(record.warnings());
        return warnings;
    }

    /** As in {@code from 2.3026 in epoch 1}: where the training loss came from; "" if that is where it still is. */
    static String start(RunRecord record) {
        EpochRow first = record.epochs().getFirst();
        return record.epochs().size() < 2 ? "" : "from " + Figures.metric(first.loss()) + " in epoch " + first.epoch();
    }

    /** The epoch with the lowest validation loss, if there is one. */
    static Optional<EpochRow> best(RunRecord record) {
        EpochRow best = null;
        for (EpochRow row : record.epochs()) {
            double loss = row.validationLoss();
            if (!Double.isNaN(loss) && (best == null || loss < best.validationLoss())) {
                best = row;
            }
        }
        return Optional.ofNullable(best);
    }
}
