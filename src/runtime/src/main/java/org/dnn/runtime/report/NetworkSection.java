package org.dnn.runtime.report;

import java.util.List;
import java.util.Locale;

/** The table of layers, and how many numbers they learn. */
final class NetworkSection {
    /** A longer table is folded at first. */
    private static final int MOST_ROWS = 30;

    private final RunSetup setup;
    private final List<LayerRow> layers;
    private final Markup page;
    private final boolean flops;
    private final boolean lines;

    private NetworkSection(RunSetup setup, Markup page) {
        this.setup = setup;
        this.layers = setup.layers();
        this.page = page;
        flops = layers.stream().anyMatch(layer -> layer.flops() > 0);
        lines = layers.stream().anyMatch(layer -> layer.line() > 0);
    }

    static void write(RunSetup setup, Markup page) {
        if (!setup.layers().isEmpty()) {
            new NetworkSection(setup, page).write();
        }
    }

    private void write() {
        page.open("section").element("h2", "Network");
        page.element("p", Opening.network(setup) + ".", "class", "lede");
        if (layers.size() > MOST_ROWS) {
            page.open("details").element("summary", "All " + layers.size() + " layers");
            table();
            page.close();
        } else {
            table();
        }
        page.close();
    }

    private void table() {
        page.open("div", "class", "scroll").open("table", "class", "layers");
        page.open("thead").open("tr");
        page.element("th", "name").element("th", "layer").element("th", "output");
        page.element("th", "parameters", "class", "number").element("td", "");
        if (flops) {
            page.element("th", "FLOP", "class", "number");
        }
        if (lines) {
            page.element("th", "line", "class", "number");
        }
        page.close().close().open("tbody");
        long most = Math.max(1, layers.stream().mapToLong(LayerRow::parameters).max().orElse(1));
        for (LayerRow layer : layers) {
            row(layer, (double) layer.parameters() / most);
        }
        page.close().close().close();
    }

    /** @param share of the parameters of the largest layer; drawn as a bar */
    private void row(LayerRow layer, double share) {
        page.open("tr").element("td", layer.name(), "class", "name");
        page.open("td").element("code", layer.layer()).close();
        page.open("td").element("code", layer.outputShape()).close();
        page.element("td", layer.parameters() == 0 ? "–" : Figures.count(layer.parameters()), "class", "number");
        page.open("td", "class", "share", "aria-hidden", "true");
        page.element("i", "", "style", String.format(Locale.ROOT, "--s:%.3f", share)).close();
        if (flops) {
            page.element("td", layer.flops() == 0 ? "–" : Figures.rough((double) layer.flops(), ""), "class", "number");
        }
        if (lines) {
            page.element("td", layer.line() == 0 ? "" : String.valueOf(layer.line()), "class", "number");
        }
        page.close();
    }
}
