package org.dnn.runtime.report;

import java.util.List;

/** Whether it learned, in one sentence: what a person wants to know first. */
record Verdict(Tone tone, String sentence) {
    enum Tone {
        GOOD, PLAIN, WARNING
    }

    /** The metric that the share of the largest class is held against. */
    static final String ACCURACY = "accuracy";
    /** Two shares of the same rows differ by a whole row or by rounding. */
    private static final double ROUNDING = 1e-9;

    static Verdict of(RunRecord record) {
        List<EpochRow> epochs = record.epochs();
        if (record.ending() == Ending.NOT_A_NUMBER) {
            return warning(
                    "The loss stopped being a number, so nothing was tested.");
        }
        if (record.largestClass().isPresent() && record.test().containsKey(ACCURACY)) {
            return againstLargestClass(record, record.test().get(ACCURACY), record.largestClass().get());
        }
        if (epochs.isEmpty()) {
            return new Verdict(Tone.PLAIN, "No epoch was completed.");
        }
        return byLoss(epochs.getFirst(), epochs.getLast());
    }

    private static Verdict againstLargestClass(RunRecord record, double accuracy, LargestClass largest) {
        String share = "the share of the largest class (" + largest.name() + ", " + Figures.metric(largest.share())
                + ")";
        if (Math.abs(accuracy - largest.share()) < ROUNDING) {
            boolean certain = record.confusion().map(Confusion::answersOneClass).orElse(false);
            return warning("Test accuracy equals " + share
                    + (certain ? ": every row got the same answer." : ": every row may be getting the same answer."));
        }
        if (accuracy < largest.share()) {
            return warning("Test accuracy, " + Figures.metric(accuracy) + ", is below " + share + ".");
        }
        return new Verdict(Tone.GOOD,
                "Test accuracy is " + Figures.metric(accuracy) + "; always answering the largest class ("
                        + largest.name() + ") would get " + Figures.metric(largest.share()) + ".");
    }

    private static Verdict byLoss(EpochRow first, EpochRow last) {
        String losses = Figures.metric(first.loss()) + " in epoch " + first.epoch() + ", " + Figures.metric(last.loss())
                + " in epoch " + last.epoch();
        if (last.epoch() == first.epoch()) {
            return new Verdict(Tone.PLAIN,
                    "The training loss of its one epoch was " + Figures.metric(last.loss()) + ".");
        }
        return last.loss() < first.loss()
                ? new Verdict(Tone.PLAIN, "The training loss fell: " + losses + ".")
                : warning("The training loss did not fall: " + losses + ".");
    }

    private static Verdict warning(String sentence) {
        return new Verdict(Tone.WARNING, sentence);
    }
}
