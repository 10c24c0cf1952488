package org.dnn.runtime.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A run for people: {@code report.html}. One file that asks for nothing: script, style and picture are in it, and its
 * own content policy forbids every request. All text and tables are plain HTML; the script draws the curves alone.
 */
public final class ReportPage {
    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 2C3 11 6 13 15 13.5" fill="none" \
            stroke="#2563a8" stroke-width="2.4" stroke-linecap="round"/></svg>""";

    private final RunRecord record;
    private final Markup page = new Markup();

    private ReportPage(RunRecord record) {
        this.record = record;
    }

    /** The whole text, with a newline at its end. */
    public static String of(RunRecord record) {
        return new ReportPage(record).write();
    }

    private String write() {
        String script = PageAssets.script();
        page.trusted("<!doctype html>\n").open("html", "lang", "en");
        head(script);
        page.open("body").open("main");
        Headline.write(record, page);
        curves();
        ConfusionSection.write(record, page);
        NetworkSection.write(record.setup(), page);
        SettingsSections.write(record, page);
        page.open("footer").element("p", "All numbers are in run.json beside this page.").close();
        page.close();
        page.open("script", "type", "application/json", "id", "curves").trusted(CurveData.of(record)).close();
        page.open("script").trusted(script).close();
        return page.close().close().done();
    }

    private void head(String script) {
        RunSetup setup = record.setup();
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", PageAssets.policy(script));
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", setup.train() + (setup.run() > 0 ? " · run " + setup.run() : ""));
        page.empty("link", "rel", "icon", "href", picture(ICON));
        page.open("style").trusted(PageAssets.style()).close();
        page.close();
    }

    private void curves() {
        if (record.epochs().isEmpty() && record.steps().count() == 0) {
            return;
        }
        page.open("section");
        page.open("div", "class", "bar").element("h2", "Loss");
        if (!record.epochs().isEmpty() && CurveData.hasSteps(record)) {
            choice("axis", List.of("epoch", "step"), List.of("by epoch", "by step"));
        }
        choice("scale", List.of("linear", "logarithmic"), List.of("linear", "log"));
        page.close();
        page.element("div", "", "class", "chart tall", "data-chart", "loss");
        page.open("noscript").empty("img", "src", picture(LossSvg.of(record)), "alt", "Loss by epoch").close();
        page.close();
        List<String> metrics = CurveData.metricNames(record.epochs());
        boolean rate = Double.isNaN(CurveData.constantRate(record));
        if (rate || !metrics.isEmpty()) {
            page.open("section", "class", "charts");
            metrics.forEach(name -> chart(name, "metric", name));
            if (rate) {
                chart("Learning rate", "lr", "");
            }
            page.close();
        }
    }

    private void chart(String title, String kind, String name) {
        page.open("div").element("h3", title);
        page.element("div", "", "class", "chart", "data-chart", kind, "data-name", name).close();
    }

    /** Buttons of which one is pressed; the script says which, and brings them to sight. */
    private void choice(String name, List<String> values, List<String> words) {
        page.open("div", "class", "choice", "role", "group", "data-choice", name, "hidden", "hidden");
        for (int i = 0; i < values.size(); i++) {
            page.element("button", words.get(i), "type", "button", "value", values.get(i), "aria-pressed", "false");
        }
        page.close();
    }

    private static String picture(String svg) {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
