package org.dnn.runtime.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the script of the report draws, as JSON without {@code <}. Long runs are thinned, numbers have six figures, and
 * what is not finite is null: it is for the eye; {@code run.json} has it all.
 */
final class CurveData {
    private static final int MOST_EPOCHS = 1500;
    private static final int FIGURES = 6;

    private final RunRecord record;
    private final List<EpochRow> epochs;
    private final JsonWriter json;

    private CurveData(RunRecord record, JsonWriter json) {
        this.record = record;
        this.json = json;
        json.setHtmlSafe(true);
        List<EpochRow> all = record.epochs();
        epochs = new ArrayList<>();
        for (int i : Thinning.keep(all.size(), index -> all.get(index).loss(), MOST_EPOCHS)) {
            epochs.add(all.get(i));
        }
    }

    static String of(RunRecord record) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            new CurveData(record, writer).write();
        } catch (IOException impossible) { // a StringWriter has no disk
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The names of the metrics by epoch, the loss aside, in order. */
    static List<String> metricNames(List<EpochRow> epochs) {
        Set<String> names = new LinkedHashSet<>();
        for (EpochRow row : epochs) {
            names.addAll(row.training().keySet());
            names.addAll(row.validation().keySet());
        }
        names.remove("loss");
        return List.copyOf(names);
    }

    /** Whether the loss by step says more than the loss by epoch. */
    static boolean hasSteps(RunRecord record) {
        return record.steps().count() > record.epochs().size() && record.steps().count() > 1;
    }

    /** The learning rate if it was the same all the time, else NaN. */
    static double constantRate(RunRecord record) {
        double[] rates = record.steps().count() > 0
                ? record.steps().points().stream().mapToDouble(StepPoint::learningRate).distinct().toArray()
                : record.epochs().stream().mapToDouble(EpochRow::learningRate).distinct().toArray();
        return rates.length == 1 ? rates[0] : Double.NaN;
    }

    private void write() throws IOException {
        json.beginObject();
        json.name("logarithmic").value(LossSvg.spansDecades(record.epochs()));
        json.name("epochs").beginObject();
        column("x", epochs, EpochRow::epoch);
        column("training", epochs, EpochRow::loss);
        if (epochs.stream().anyMatch(EpochRow::hasValidationLoss)) {
            column("validation", epochs, EpochRow::validationLoss);
        }
        column("lr", epochs, EpochRow::learningRate);
        json.endObject();
        metrics();
        steps();
        json.endObject();
    }

    private void metrics() throws IOException {
        json.name("metrics").beginArray();
        for (String name : metricNames(record.epochs())) {
            json.beginObject();
            json.name("name").value(name);
            if (epochs.stream().anyMatch(row -> row.training().containsKey(name))) {
                column("training", epochs, row -> row.training().getOrDefault(name, Double.NaN));
            }
            if (epochs.stream().anyMatch(row -> row.validation().containsKey(name))) {
                column("validation", epochs, row -> row.validation().getOrDefault(name, Double.NaN));
            }
            json.endObject();
        }
        json.endArray();
    }

    private void steps() throws IOException {
        if (!hasSteps(record)) {
            return;
        }
        List<StepPoint> points = record.steps().points();
        json.name("steps").beginObject();
        column("x", points, StepPoint::step);
        column("training", points, StepPoint::loss);
        if (record.steps().stride() > 1) {
            column("low", points, StepPoint::low);
            column("high", points, StepPoint::high);
        }
        column("lr", points, StepPoint::learningRate);
        json.endObject();
    }

    private <T> void column(String name, List<T> rows, ToDoubleFunction<T> value) throws IOException {
        json.name(name).beginArray();
        for (T row : rows) {
            number(value.applyAsDouble(row));
        }
        json.endArray();
    }

    private void number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.nullValue();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) { // steps and epochs stay exact
            json.value((long) value);
        } else {
            double unit = Math.pow(10, FIGURES - 1 - Math.floor(Math.log10(Math.abs(value))));
            json.value(Double.isInfinite(unit) || unit == 0 ? value : Math.rint(value * unit) / unit);
        }
    }
}
