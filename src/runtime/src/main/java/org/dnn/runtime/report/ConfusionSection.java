package org.dnn.runtime.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was taken for what: as a table with all counts where there is room, otherwise the classes that are hardest to
 * recognise and the pairs that are confused most.
 */
final class ConfusionSection {
    private static final int MOST_CLASSES = 20;
    private static final int MOST_ROWS = 15;
    /** In pixels: a letter of a column's head, what is around it, the narrowest column, and all columns together. */
    private static final double LETTER = 6.4;
    private static final double AROUND = 14;
    private static final double NARROWEST = 58;
    private static final double WIDEST_TABLE = 785;
    private static final String NONE = "–";

    private final Confusion confusion;
    private final Markup page;

    private ConfusionSection(Confusion confusion, Markup page) {
        this.confusion = confusion;
        this.page = page;
    }

    static void write(RunRecord record, Markup page) {
        record.confusion().ifPresent(confusion -> new ConfusionSection(confusion, page).write());
    }

    private void write() {
        page.open("section").element("h2", "Confusion matrix");
        page.element("p", "Test split. A row is what it is, a column what the network says.", "class", "lede");
        if (confusion.size() <= MOST_CLASSES) {
            table();
        } else {
            page.open("div", "class", "pair");
            hardest();
            mostConfused();
            page.close();
        }
        page.close();
    }

    private void table() {
        int letters = confusion.classes().stream().mapToInt(String::length).max().orElse(0);
        double column = Math.max(NARROWEST, LETTER * letters + AROUND);
        boolean upright = column * confusion.size() > WIDEST_TABLE;
        double width = upright ? Math.min(NARROWEST, WIDEST_TABLE / confusion.size()) : column;
        page.open("div", "class", "scroll").open("table", "class", upright ? "confusion upright" : "confusion", "style",
                String.format(Locale.ROOT, "--w:%.0fpx", width));
        page.open("thead").open("tr").element("td", "");
        for (String name : confusion.classes()) {
            page.open("th", "scope", "col").element("span", name).close();
        }
        page.element("th", "recall", "scope", "col", "class", "edge").close().close();
        page.open("tbody");
        for (int truth = 0; truth < confusion.size(); truth++) {
            row(truth);
        }
        page.close();
        precisions();
        page.close().close();
    }

    private void row(int truth) {
        page.open("tr").element("th", confusion.classes().get(truth), "scope", "row");
        for (int answer = 0; answer < confusion.size(); answer++) {
            cell(truth, answer);
        }
        page.element("td", share(confusion.recall(truth)), "class", "edge").close();
    }

    private void cell(int truth, int answer) {
        long count = confusion.count(truth, answer);
        if (count == 0) {
            page.element("td", "0", "class", "none");
            return;
        }
        // A row's share; of errors the root, because two in a hundred are worth seeing.
        double share = (double) count / confusion.rows(truth);
        double strength = truth == answer ? share : Math.sqrt(share);
        String kind = (truth == answer ? "right" : "wrong") + (strength > 0.55 ? " strong" : "");
        page.element("td", Figures.count(count), "class", kind, "style",
                String.format(Locale.ROOT, "--s:%.3f", strength));
    }

    private void precisions() {
        page.open("tfoot").open("tr").element("th", "precision", "scope", "row");
        long right = 0;
        long rows = 0;
        for (int i = 0; i < confusion.size(); i++) {
            page.element("td", share(confusion.precision(i)), "class", "edge");
            right += confusion.count(i, i);
            rows += confusion.rows(i);
        }
        page.element("td", share((double) right / rows), "class", "edge all").close().close();
    }

    private void hardest() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < confusion.size(); i++) {
            if (confusion.rows(i) > 0) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(confusion::recall));
        page.open("div").element("h3", "Hardest to recognise");
        page.open("table").open("thead").open("tr");
        page.element("th", "class").element("th", "rows", "class", "number").element("th", "recall", "class", "number");
        page.element("th", "precision", "class", "number").close().close().open("tbody");
        for (int i : order.subList(0, Math.min(MOST_ROWS, order.size()))) {
            page.open("tr").element("td", confusion.classes().get(i));
            page.element("td", Figures.count(confusion.rows(i)), "class", "number");
            page.element("td", share(confusion.recall(i)), "class", "number");
            page.element("td", share(confusion.precision(i)), "class", "number").close();
        }
        page.close().close().close();
    }

    private record Pair(int truth, int answer, long count) {}

    private void mostConfused() {
        List<Pair> pairs = new ArrayList<>();
        for (int truth = 0; truth < confusion.size(); truth++) {
            for (int answer = 0; answer < confusion.size(); answer++) {
                if (truth != answer && confusion.count(truth, answer) > 0) {
                    pairs.add(new Pair(truth, answer, confusion.count(truth, answer)));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::count).reversed());
        page.open("div").element("h3", "Confused most");
        page.open("table").open("thead").open("tr");
        page.element("th", "is").element("th", "taken for").element("th", "rows", "class", "number");
        page.element("th", "of its rows", "class", "number").close().close().open("tbody");
        for (Pair pair : pairs.subList(0, Math.min(MOST_ROWS, pairs.size()))) {
            page.open("tr").element("td", confusion.classes().get(pair.truth()));
            page.element("td", confusion.classes().get(pair.answer()));
            page.element("td", Figures.count(pair.count()), "class", "number");
            page.element("td", share((double) pair.count() / confusion.rows(pair.truth())), "class", "number").close();
        }
        page.close().close().close();
    }

    private static String share(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }
}
