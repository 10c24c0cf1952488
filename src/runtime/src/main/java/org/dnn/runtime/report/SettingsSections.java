package org.dnn.runtime.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of the report: what was asked for, where it ran, in how much memory, on which data. */
final class SettingsSections {
    private final RunRecord record;
    private final RunSetup setup;
    private final Markup page;

    private SettingsSections(RunRecord record, Markup page) {
        this.record = record;
        this.setup = record.setup();
        this.page = page;
    }

    static void write(RunRecord record, Markup page) {
        SettingsSections sections = new SettingsSections(record, page);
        page.open("div", "class", "pair");
        sections.settings();
        page.open("div");
        if (record.setup().memoryBytes() > 0) {
            sections.memory();
        }
        if (!record.setup().splits().isEmpty() || !record.setup().files().isEmpty()) {
            sections.data();
        }
        page.close().close();
    }

    private void settings() {
        page.open("section").element("h2", "Settings").open("dl", "class", "facts");
        fact("file", setup.source());
        for (Map.Entry<String, String> setting : setup.settings().entrySet()) {
            fact(setting.getKey(), setting.getValue());
        }
        double rate = CurveData.constantRate(record);
        if (!Double.isNaN(rate)) {
            fact("learning rate", Figures.setting(rate)); // where it varies, it has a chart
        }
        fact("epochs", Figures.count(setup.epochs()));
        fact("batch", Figures.count(setup.batch()));
        fact("seed", String.valueOf(setup.seed()));
        page.close();
        if (!setup.device().isEmpty()) {
            page.element("p", setup.device(), "class", "lede");
        }
        page.close();
    }

    private void fact(String name, String value) {
        page.element("dt", name).open("dd").element("code", value).close();
    }

    private record Use(String kind, String name, long bytes) {}

    private void memory() {
        List<Use> uses = List.of(new Use("arena", "weights, state and values", setup.arenaBytes()),
                new Use("data", "data", setup.dataBytes()),
                new Use("workspace", "library's workspace", setup.workspaceBytes()));
        page.open("section").element("h2", "Memory");
        page.element("p", Figures.bytes(setup.memoryBytes()) + " in all."
                + (setup.largestBatch() > 0
                        ? " Largest batch that fits: " + Figures.count(setup.largestBatch()) + "."
                        : ""),
                "class", "lede");
        page.open("div", "class", "stack", "aria-hidden", "true");
        for (Use use : uses) {
            if (use.bytes() > 0) {
                page.element("i", "", "class", use.kind(), "style",
                        String.format(Locale.ROOT, "flex-grow:%.4f", (double) use.bytes() / setup.memoryBytes()));
            }
        }
        page.close().open("dl", "class", "facts");
        for (Use use : uses) {
            if (use.bytes() > 0) {
                page.open("dt").element("i", "", "class", "swatch " + use.kind()).text(use.name()).close();
                page.element("dd", Figures.bytes(use.bytes()));
            }
            if (use.kind().equals("arena")) {
                arena();
            }
        }
        page.close().close();
    }

    /** What lies in the arena, the largest first. */
    private void arena() {
        setup.arena().stream().sorted(Comparator.comparingLong(MemoryUse::bytes).reversed()).forEach(use -> {
            page.element("dt", use.name(), "class", "part");
            page.element("dd", Figures.bytes(use.bytes()), "class", "part");
        });
    }

    private void data() {
        page.open("section").element("h2", "Data").open("dl", "class", "facts");
        for (SplitRow split : setup.splits()) {
            if (split.rows() > 0) {
                page.element("dt", split.name()).element("dd", Figures.count(split.rows(), "row"));
            }
        }
        page.close();
        if (!setup.files().isEmpty()) {
            page.open("ul", "class", "files");
            for (DataFile file : setup.files()) {
                page.open("li").element("span", file.path()).text(" ");
                page.element("code", file.sha256(), "title", "SHA-256").close();
            }
            page.close();
        }
        page.close();
    }
}
