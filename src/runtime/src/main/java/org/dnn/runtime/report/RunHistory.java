package org.dnn.runtime.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a run has recorded so far, as one line of text that a checkpoint carries: so the record of a training that was
 * interrupted and went on is that of one that was not. Numbers come back as they were, bit by bit.
 */
public final class RunHistory {
    /** Losses may be NaN or infinite. */
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private record Row(int epoch, double loss, double seconds, double learningRate, Map<String, Double> training,
            Map<String, Double> validation) {
        static Row of(EpochRow row) {
            return new Row(row.epoch(), row.loss(), row.seconds(), row.learningRate(), row.training(),
                    row.validation());
        }

        EpochRow row() {
            return new EpochRow(epoch, loss, seconds, learningRate, sequenced(training), sequenced(validation));
        }

        private static SequencedMap<String, Double> sequenced(Map<String, Double> map) {
            return new LinkedHashMap<>(map);
        }
    }

    private record Saved(double wallSeconds, double epochSeconds, List<Row> epochs, StepCurve.State steps) {}

    /** What the clock says of the part that is recorded: of all of it, and of the epoch that is not done. */
    public record Seconds(double wall, double epoch) {}

    private RunHistory() {}

    public static String of(RunRecord record, Seconds seconds) {
        return GSON.toJson(new Saved(seconds.wall(), seconds.epoch(), record.epochs().stream().map(Row::of).toList(),
                record.steps().state()));
    }

    /** Fills a record that is still empty. */
    public static Seconds restore(String text, RunRecord record) {
        Saved saved = GSON.fromJson(text, Saved.class);
        saved.epochs().forEach(row -> record.epoch(row.row()));
        record.steps().restore(saved.steps());
        return new Seconds(saved.wallSeconds(), saved.epochSeconds());
    }
}
