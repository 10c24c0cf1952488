package org.dnn.runtime.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A run for programs: {@code run.json}. An epoch is one line. A number is the shortest decimal that reads back as the
 * same double; what JSON has no number for is one of the strings {@code "NaN"}, {@code "Infinity"}, {@code
 * "-Infinity"}, which Python's {@code float} and JavaScript's {@code Number} take. Metrics over the validation split
 * are named as in the language, {@code validation.accuracy}.
 */
public final class RunJson {
    private static final FormattingStyle LINES = FormattingStyle.PRETTY;
    private static final FormattingStyle ONE_LINE = FormattingStyle.COMPACT.withSpaceAfterSeparators(true);

    private final JsonWriter json;

    private RunJson(JsonWriter json) {
        this.json = json;
        json.setHtmlSafe(false);
        json.setFormattingStyle(LINES);
    }

    /** The whole text, with a newline at its end. */
    public static String of(RunRecord record) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            new RunJson(writer).write(record);
        } catch (IOException impossible) { // a StringWriter has no disk
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString();
    }

    private void write(RunRecord record) throws IOException {
        json.beginObject();
        setup(record.setup());
        ending(record);
        outcome(record);
        epochs(record.epochs());
        steps(record.steps());
        json.endObject();
    }

    private void setup(RunSetup setup) throws IOException {
        json.name("train").value(setup.train());
        json.name("source").value(setup.source());
        if (setup.run() > 0) {
            json.name("run").value(setup.run());
        }
        if (setup.started().isPresent()) {
            json.name("started").value(setup.started().get().toString());
        }
        json.name("device").value(setup.device());
        json.name("seed").value(setup.seed());
        json.name("parameters").value(setup.parameters());
        json.name("batch").value(setup.batch());
        json.name("epochs_planned").value(setup.epochs());
        settings(setup.settings());
        splits(setup.splits());
        data(setup.files());
        json.name("arena_bytes").value(setup.arenaBytes());
        arena(setup.arena());
        json.name("data_bytes").value(setup.dataBytes());
        json.name("workspace_bytes").value(setup.workspaceBytes());
        json.name("largest_batch");
        if (setup.largestBatch() > 0) {
            json.value(setup.largestBatch());
        } else {
            json.nullValue();
        }
        layers(setup.layers());
    }

    private void arena(List<MemoryUse> uses) throws IOException {
        json.name("arena");
        beginLine();
        for (MemoryUse use : uses) {
            json.name(use.name()).value(use.bytes());
        }
        endLine();
    }

    private void settings(Map<String, String> settings) throws IOException {
        json.name("settings").beginObject();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.name(setting.getKey()).value(setting.getValue());
        }
        json.endObject();
    }

    private void splits(List<SplitRow> splits) throws IOException {
        json.name("rows");
        beginLine();
        for (SplitRow split : splits) {
            json.name(split.name()).value(split.rows());
        }
        endLine();
    }

    private void data(List<DataFile> files) throws IOException {
        json.name("data").beginArray();
        for (DataFile file : files) {
            beginLine();
            json.name("path").value(file.path());
            json.name("sha256").value(file.sha256());
            endLine();
        }
        json.endArray();
    }

    private void layers(List<LayerRow> layers) throws IOException {
        json.name("layers").beginArray();
        for (LayerRow layer : layers) {
            beginLine();
            json.name("name").value(layer.name());
            json.name("layer").value(layer.layer());
            json.name("output").value(layer.outputShape());
            json.name("parameters").value(layer.parameters());
            json.name("flops").value(layer.flops());
            json.name("line").value(layer.line());
            endLine();
        }
        json.endArray();
    }

    private void ending(RunRecord record) throws IOException {
        json.name("ended").value(record.ending().words());
        json.name("ended_detail").value(record.endingDetail());
        number("wall_seconds", record.wallSeconds());
        strings("warnings", record.warnings());
        strings("notes", record.notes());
    }

    private void outcome(RunRecord record) throws IOException {
        json.name("test").beginObject();
        numbers("", record.test());
        json.endObject();
        if (record.largestClass().isPresent()) {
            LargestClass largest = record.largestClass().get();
            json.name("largest_class");
            beginLine();
            json.name("name").value(largest.name());
            number("share", largest.share());
            endLine();
        }
        requirements(record.requirements());
        if (record.confusion().isPresent()) {
            confusion(record.confusion().get());
        }
    }

    private void requirements(List<Requirement> requirements) throws IOException {
        json.name("require").beginArray();
        for (Requirement requirement : requirements) {
            beginLine();
            json.name("condition").value(requirement.condition());
            json.name("measured").value(requirement.measured());
            json.name("held").value(requirement.held());
            endLine();
        }
        json.endArray();
    }

    private void confusion(Confusion confusion) throws IOException {
        json.name("confusion").beginObject();
        strings("classes", confusion.classes());
        json.name("counts").beginArray();
        for (long[] row : confusion.counts()) {
            json.beginArray();
            json.setFormattingStyle(ONE_LINE);
            for (long count : row) {
                json.value(count);
            }
            json.endArray();
            json.setFormattingStyle(LINES);
        }
        json.endArray();
        json.endObject();
    }

    private void epochs(List<EpochRow> epochs) throws IOException {
        json.name("epochs").beginArray();
        for (EpochRow row : epochs) {
            beginLine();
            json.name("epoch").value(row.epoch());
            number("loss", row.loss());
            number("seconds", row.seconds());
            number("lr", row.learningRate());
            numbers("", row.training());
            numbers("validation.", row.validation());
            endLine();
        }
        json.endArray();
    }

    /** By column, because there are thousands: {@code stride} is how many steps a point stands for. */
    private void steps(StepCurve curve) throws IOException {
        List<StepPoint> points = curve.points();
        json.name("steps").beginObject();
        json.name("count").value(curve.count());
        json.name("stride").value(curve.stride());
        json.name("step").beginArray();
        json.setFormattingStyle(ONE_LINE);
        for (StepPoint point : points) {
            json.value(point.step());
        }
        json.endArray();
        json.setFormattingStyle(LINES);
        column("loss", points, StepPoint::loss);
        if (curve.stride() > 1) {
            column("loss_low", points, StepPoint::low);
            column("loss_high", points, StepPoint::high);
        }
        column("lr", points, StepPoint::learningRate);
        json.endObject();
    }

    private void column(String name, List<StepPoint> points, ToDoubleFunction<StepPoint> value) throws IOException {
        json.name(name).beginArray();
        json.setFormattingStyle(ONE_LINE);
        for (StepPoint point : points) {
            number(value.applyAsDouble(point));
        }
        json.endArray();
        json.setFormattingStyle(LINES);
    }

    private void strings(String name, List<String> values) throws IOException {
        json.name(name).beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private void numbers(String prefix, Map<String, Double> values) throws IOException {
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            number(prefix + entry.getKey(), entry.getValue());
        }
    }

    private void number(String name, double value) throws IOException {
        json.name(name);
        number(value);
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.value(Double.toString(value));
        }
    }

    private void beginLine() throws IOException {
        json.beginObject();
        json.setFormattingStyle(ONE_LINE);
    }

    private void endLine() throws IOException {
        json.endObject();
        json.setFormattingStyle(LINES);
    }
}
