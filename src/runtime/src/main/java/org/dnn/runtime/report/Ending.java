package org.dnn.runtime.report;

/** How a run ended. */
public enum Ending {
    /** It has not: it still runs, or it was killed. */
    RUNNING("running"),
    /** All its epochs are done. */
    FINISHED("finished"),
    /** A {@code stop} rule ended it. */
    STOPPED_EARLY("stopped early"),
    /** Someone ended it, by Ctrl-C for one. */
    INTERRUPTED("interrupted"),
    /** The loss became NaN or infinite. */
    NOT_A_NUMBER("not a number");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** What {@code run.json} and the report say. */
    public String words() {
        return words;
    }
}
