package org.dnn.runtime.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The loss by epoch as a picture for a README: {@code loss.svg}. No script, no font, nothing from outside; dark where
 * the reader's system is dark. The scale is logarithmic if the losses span more than two decades.
 */
public final class LossSvg {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final double LEFT = 66;
    private static final double RIGHT = 686;
    private static final double TOP = 84;
    private static final double BOTTOM = 344;
    /** Lines whose ends are nearer than this have their labels pushed apart. */
    private static final double LABEL_HEIGHT = 38;
    private static final int MOST_POINTS = 600;
    private static final String NO_FINITE_LOSS = "There is no finite loss to draw.";

    private static final String STYLE = """
            text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #5c636b }
            .paper { fill: #fdfdfc; stroke: #e6e6e1 }
            .title { font-size: 17px; font-weight: 600; fill: #1b1e22 }
            .grid { stroke: #ebebe7 }
            .axis { stroke: #b9bdc2 }
            .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
            .value { font-size: 15px; font-weight: 600 }
            path.training { stroke: #2563a8 } circle.training, text.training { fill: #2563a8 }
            path.validation { stroke: #c2610c } circle.validation, text.validation { fill: #c2610c }
            @media (prefers-color-scheme: dark) {
              text { fill: #a3abb5 }
              .paper { fill: #16181c; stroke: #2b2f36 }
              .title { fill: #eceef0 }
              .grid { stroke: #262a30 }
              .axis { stroke: #4a515a }
              path.training { stroke: #6fb0f2 } circle.training, text.training { fill: #6fb0f2 }
              path.validation { stroke: #f0a057 } circle.validation, text.validation { fill: #f0a057 }
            }
            """;

    private final RunRecord record;
    private final List<Series> series;
    private final Markup svg = new Markup();

    /** A line of the picture; a loss that is not finite interrupts it. */
    private record Series(String name, List<Point> points) {
        Point end() {
            return points.reversed().stream().filter(Point::finite).findFirst().orElseThrow();
        }
    }

    private record Point(int epoch, double loss) {
        boolean finite() {
            return Double.isFinite(loss);
        }
    }

    private LossSvg(RunRecord record) {
        this.record = record;
        this.series = new ArrayList<>();
        add("training", record.epochs(), EpochRow::loss);
        List<EpochRow> evaluated = record.epochs().stream().filter(EpochRow::hasValidationLoss).toList();
        add("validation", evaluated, EpochRow::validationLoss);
    }

    /** The whole text, with a newline at its end. */
    public static String of(RunRecord record) {
        return new LossSvg(record).draw();
    }

    /** Whether the losses span more than two decades, all above 0; those that are not finite do not count. */
    static boolean spansDecades(List<EpochRow> epochs) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (EpochRow row : epochs) {
            for (double loss : new double[]{row.loss(), row.validationLoss()}) {
                if (Double.isFinite(loss)) {
                    low = Math.min(low, loss);
                    high = Math.max(high, loss);
                }
            }
        }
        return low > 0 && high > 100 * low;
    }

    private void add(String name, List<EpochRow> rows, ToDoubleFunction<EpochRow> loss) {
        List<Point> points = new ArrayList<>();
        for (int i : Thinning.keep(rows.size(), index -> loss.applyAsDouble(rows.get(index)), MOST_POINTS)) {
            points.add(new Point(rows.get(i).epoch(), loss.applyAsDouble(rows.get(i))));
        }
        if (points.stream().anyMatch(Point::finite)) {
            series.add(new Series(name, points));
        }
    }

    private String draw() {
        boolean logarithmic = spansDecades(record.epochs());
        String title = record.setup().train();
        svg.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "width",
                String.valueOf(WIDTH), "height", String.valueOf(HEIGHT), "role", "img", "aria-label", description());
        svg.element("title", title + ": loss by epoch");
        svg.open("style").trusted(STYLE).close();
        svg.empty("rect", "class", "paper", "x", "0.5", "y", "0.5", "width", String.valueOf(WIDTH - 1), "height",
                String.valueOf(HEIGHT - 1), "rx", "10");
        svg.element("text", title, "class", "title", "x", "24", "y", "36");
        svg.element("text", "loss by epoch" + (logarithmic ? ", logarithmic" : ""), "x", "24", "y", "57");
        if (series.isEmpty()) {
            svg.element("text", NO_FINITE_LOSS, "x", "24", "y", String.valueOf(HEIGHT / 2));
        } else {
            plot(logarithmic);
        }
        return svg.close().done();
    }

    private String description() {
        StringBuilder text = new StringBuilder("Loss by epoch of ").append(record.setup().train());
        for (Series line : series) {
            text.append(", ").append(line.name()).append(" loss at the end ").append(Figures.metric(line.end().loss()));
        }
        return text.toString();
    }

    private void plot(boolean logarithmic) {
        Scale across = acrossEpochs();
        Scale up = upLosses(logarithmic);
        for (BigDecimal tick : up.ticks()) {
            String y = number(up.place(tick.doubleValue()));
            svg.empty("path", "class", "grid", "d", "M" + number(LEFT) + " " + y + "H" + number(RIGHT));
            svg.element("text", Ticks.label(tick), "x", number(LEFT - 10), "y", y, "dy", ".35em", "text-anchor", "end");
        }
        svg.empty("path", "class", "axis", "d", "M" + number(LEFT) + " " + number(BOTTOM) + "H" + number(RIGHT));
        for (BigDecimal tick : across.ticks()) {
            svg.element("text", Ticks.label(tick), "x", number(across.place(tick.doubleValue())), "y",
                    number(BOTTOM + 21), "text-anchor", "middle");
        }
        svg.element("text", "epoch", "x", number((LEFT + RIGHT) / 2), "y", number(BOTTOM + 43), "text-anchor",
                "middle");
        for (Series line : series.reversed()) { // training lies on top
            svg.empty("path", "class", "line " + line.name(), "d", path(line, across, up));
            svg.empty("circle", "class", line.name(), "cx", number(across.place(line.end().epoch())), "cy",
                    number(up.place(line.end().loss())), "r", "3.5");
        }
        labels(up);
    }

    private Scale acrossEpochs() {
        double first = record.epochs().getFirst().epoch();
        double last = record.epochs().getLast().epoch();
        if (first == last) {
            return new Scale(first - 1, last + 1, LEFT, RIGHT, false, List.of(BigDecimal.valueOf((long) first)));
        }
        return new Scale(first, last, LEFT, RIGHT, false, Ticks.whole(first, last, 7));
    }

    private Scale upLosses(boolean logarithmic) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series line : series) {
            for (Point point : line.points()) {
                low = point.finite() ? Math.min(low, point.loss()) : low;
                high = point.finite() ? Math.max(high, point.loss()) : high;
            }
        }
        if (logarithmic) {
            double margin = Math.pow(high / low, 0.03);
            return Scale.up(low / margin, high * margin, true);
        }
        if (low >= 0 && low < 0.4 * high) {
            return Scale.up(0, 1.03 * high, false);
        }
        double margin = high > low ? 0.06 * (high - low) : high == 0 ? 1 : 0.1 * Math.abs(high);
        return Scale.up(low - margin, high + margin, false);
    }

    /** A way from values to places, turned upside down where {@code from} lies below {@code to}. */
    private record Scale(double low, double high, double from, double to, boolean logarithmic, List<BigDecimal> ticks) {
        static Scale up(double low, double high, boolean logarithmic) {
            List<BigDecimal> ticks = logarithmic ? Ticks.logarithmic(low, high, 7) : Ticks.linear(low, high, 6);
            return new Scale(low, high, BOTTOM, TOP, logarithmic, ticks);
        }

        double place(double value) {
            double share = logarithmic
                    ? Math.log(value / low) / Math.log(high / low)
                    : (value - low) / (high - low);
            return from + share * (to - from);
        }
    }

    private static String path(Series line, Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Point point : line.points()) {
            if (point.finite()) {
                path.append(drawing ? 'L' : 'M').append(number(across.place(point.epoch()))).append(' ')
                        .append(number(up.place(point.loss())));
            }
            drawing = point.finite();
        }
        return path.toString();
    }

    /** Names and last values beside the ends of the lines, in the colour of the line. */
    private void labels(Scale up) {
        double[] places = series.stream().mapToDouble(line -> up.place(line.end().loss())).toArray();
        if (places.length == 2 && Math.abs(places[0] - places[1]) < LABEL_HEIGHT) {
            double middle = (places[0] + places[1]) / 2;
            double half = places[0] < places[1] ? -LABEL_HEIGHT / 2 : LABEL_HEIGHT / 2;
            places[0] = middle + half;
            places[1] = middle - half;
        }
        for (int i = 0; i < places.length; i++) {
            Series line = series.get(i);
            double y = Math.clamp(places[i], TOP + 4, BOTTOM - 12);
            svg.element("text", Figures.metric(line.end().loss()), "class", "value " + line.name(), "x",
                    number(RIGHT + 16), "y", number(y + 1));
            svg.element("text", line.name(), "x", number(RIGHT + 16), "y", number(y + 17));
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
