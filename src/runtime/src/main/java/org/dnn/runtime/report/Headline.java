package org.dnn.runtime.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The top of the report: did it learn, how well, for how long, and what to watch out for. */
final class Headline {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter
            .ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final RunRecord record;
    private final Markup page;
    private boolean first = true;

    private Headline(RunRecord record, Markup page) {
        this.record = record;
        this.page = page;
    }

    static void write(RunRecord record, Markup page) {
        new Headline(record, page).write();
    }

    private void write() {
        Verdict verdict = Verdict.of(record);
        page.open("header");
        page.open("p", "class", "kicker").element("i", "", "class", "dot " + dot()).text(kicker()).close();
        page.element("h1", record.setup().train());
        if (verdict.tone() != Verdict.Tone.WARNING) {
            page.element("p", verdict.sentence(), "class", "verdict");
        }
        page.close();
        remarks("warnings", RunFacts.warnings(record));
        page.open("dl", "class", "figures");
        testFigures();
        validationFigure();
        trainingFigure();
        if (record.wallSeconds() > 0) {
            figure("time", Figures.duration(record.wallSeconds()), RunFacts.pace(record));
        }
        page.close();
        requirements();
        remarks("notes", record.notes());
    }

    private String dot() {
        return switch (record.ending()) {
            case FINISHED -> "good";
            case RUNNING, STOPPED_EARLY, INTERRUPTED -> "middling";
            case NOT_A_NUMBER -> "bad";
        };
    }

    private String kicker() {
        List<String> parts = new ArrayList<>();
        if (record.setup().run() > 0) {
            parts.add("Run " + record.setup().run());
        }
        String ending = RunFacts.ending(record);
        parts.add(parts.isEmpty() ? ending.substring(0, 1).toUpperCase(Locale.ROOT) + ending.substring(1) : ending);
        record.setup().started().ifPresent(instant -> parts.add(MINUTE.format(instant)));
        return String.join(" · ", parts);
    }

    private void testFigures() {
        for (Map.Entry<String, Double> metric : record.test().entrySet()) {
            String name = "test " + metric.getKey();
            if (metric.getKey().equals(Verdict.ACCURACY) && record.largestClass().isPresent()) {
                accuracy(name, metric.getValue(), record.largestClass().get());
            } else {
                figure(name, Figures.metric(metric.getValue()), "");
            }
        }
    }

    /** A bar of the accuracy with a mark where the largest class alone would be. */
    private void accuracy(String name, double accuracy, LargestClass largest) {
        begin(name, Figures.metric(accuracy));
        page.open("dd", "class", "gauge", "aria-hidden", "true");
        page.element("i", "", "style", "width:" + percent(accuracy));
        page.element("b", "", "style", "left:" + percent(largest.share())).close();
        page.element("dd", "largest class " + Figures.metric(largest.share()) + " (" + largest.name() + ")", "class",
                "beside");
        page.close();
    }

    private void validationFigure() {
        RunFacts.best(record).ifPresent(best -> {
            EpochRow last = record.epochs().reversed().stream().filter(EpochRow::hasValidationLoss).findFirst()
                    .orElse(best);
            figure("validation loss", Figures.metric(last.validationLoss()),
                    "lowest " + Figures.metric(best.validationLoss()) + " in epoch " + best.epoch());
        });
    }

    private void trainingFigure() {
        if (!record.epochs().isEmpty()) {
            figure("training loss", Figures.metric(record.epochs().getLast().loss()), RunFacts.start(record));
        }
    }

    private void figure(String name, String value, String beside) {
        begin(name, value);
        if (!beside.isEmpty()) {
            page.element("dd", beside, "class", "beside");
        }
        page.close();
    }

    private void begin(String name, String value) {
        page.open("div", "class", first ? "figure lead" : "figure");
        page.element("dt", name).element("dd", value, "class", "value");
        first = false;
    }

    private void requirements() {
        if (record.requirements().isEmpty()) {
            return;
        }
        page.open("ul", "class", "requirements");
        for (Requirement requirement : record.requirements()) {
            page.open("li", "class", requirement.held() ? "held" : "broken");
            page.element("b", requirement.held() ? "held" : "not held").text(" ");
            page.element("code", requirement.condition()).text(" ");
            page.element("span", requirement.measured(), "class", "measured").close();
        }
        page.close();
    }

    private void remarks(String kind, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        page.open("ul", "class", kind);
        for (String sentence : sentences) {
            page.element("li", sentence);
        }
        page.close();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * Math.clamp(share, 0, 1));
    }
}
