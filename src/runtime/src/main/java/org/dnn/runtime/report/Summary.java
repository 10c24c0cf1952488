package org.dnn.runtime.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the terminal says when a run is over: a short table, and the warnings. */
public final class Summary {
    private static final String INDENT = "  ";
    private static final String GAP = "   ";

    private record Line(String name, String value, String remark) {}

    private final RunRecord record;
    private final List<Line> lines = new ArrayList<>();

    private Summary(RunRecord record) {
        this.record = record;
    }

    /**
     * Several lines, with a newline at their end.
     *
     * @param report  where the report is, as it is to be shown
     */
    public static String of(RunRecord record, Path report) {
        return new Summary(record).text(report);
    }

    /**
     * The same of a test without a training.
     *
     * @param weights the model that was tested, as it is to be shown
     */
    public static String ofTest(RunRecord record, Path weights) {
        Summary summary = new Summary(record);
        summary.tests();
        summary.requirements();
        return record.setup().train() + ": " + weights + " on the test split\n\n" + summary.table()
                + summary.warnings();
    }

    private String text(Path report) {
        tests();
        losses();
        if (record.wallSeconds() > 0) {
            add("time", Figures.duration(record.wallSeconds()), RunFacts.pace(record));
        }
        requirements();
        add("report", report.toString(), "");
        return headline() + "\n\n" + table() + warnings();
    }

    private void tests() {
        record.test().forEach((name, value) -> add("test " + name, Figures.metric(value), beside(name)));
    }

    private void requirements() {
        for (Requirement requirement : record.requirements()) {
            add("require", requirement.condition(),
                    (requirement.held() ? "held: " : "NOT HELD: ") + requirement.measured());
        }
    }

    private String headline() {
        return record.setup().train() + ": " + RunFacts.ending(record);
    }

    private String beside(String metric) {
        return metric.equals(Verdict.ACCURACY)
                ? record.largestClass().map(largest -> "largest class " + Figures.metric(largest.share())).orElse("")
                : "";
    }

    private void losses() {
        if (record.epochs().isEmpty()) {
            return;
        }
        EpochRow last = record.epochs().getLast();
        add("training loss", Figures.metric(last.loss()), RunFacts.start(record));
        for (Map.Entry<String, Double> metric : last.validation().entrySet()) {
            add("validation " + metric.getKey(), Figures.metric(metric.getValue()), "");
        }
    }

    private void add(String name, String value, String remark) {
        lines.add(new Line(name, value, remark));
    }

    private String table() {
        int names = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        int values = lines.stream().filter(line -> !line.remark().isEmpty()).mapToInt(line -> line.value().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            String row = INDENT + pad(line.name(), names) + GAP + pad(line.value(), values) + GAP + line.remark();
            text.append(row.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String warnings() {
        StringBuilder text = new StringBuilder();
        for (String warning : RunFacts.warnings(record)) {
            text.append(text.isEmpty() ? "\n" : "").append("warning: ").append(warning).append('\n');
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
