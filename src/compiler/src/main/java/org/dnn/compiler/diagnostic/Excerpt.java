package org.dnn.compiler.diagnostic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;

/** The lines of a file that a diagnostic speaks of, with numbers in the margin, carets below and labels at the right. */
final class Excerpt {
    /** A stretch of more lines is shown by its first two and its last. */
    private static final int MOST_LINES = 4;
    /** Longer lines are cut, around the place where they matter. */
    private static final int WIDEST = 160;
    /** How far from the left edge the place stands in lines that are cut at their beginning. */
    private static final int LEAD = 60;
    private static final String GAP = "  ";

    private final Diagnostic diagnostic;
    private final Colours colours;
    private final SourceFile file;
    private final TreeSet<Integer> lines = new TreeSet<>();
    private final Map<Integer, ScreenLine> screen = new HashMap<>();
    private final int margin;
    /** The first column that is shown. */
    private final int left;
    /** The column at which labels begin. */
    private final int labelColumn;
    private final int labelHead;

    Excerpt(Diagnostic diagnostic, Colours colours) {
        this.diagnostic = diagnostic;
        this.colours = colours;
        this.file = diagnostic.primary().file();
        show(diagnostic.primary());
        labelsHere().forEach(l -> show(l.span()));
        lines.forEach(line -> screen.put(line, new ScreenLine(file.lineText(line))));
        this.margin = Integer.toString(lines.last()).length();
        int start = column(diagnostic.primary().start(), diagnostic.primary().line());
        this.left = start > WIDEST - LEAD ? start - LEAD : 0;
        this.labelColumn = lines.stream().mapToInt(this::shownWidth).max().orElse(0) + GAP.length();
        this.labelHead = labelHead();
    }

    /** The span of a label may lie in another file; then it is told below the excerpt. */
    private List<Label> labelsHere() {
        return diagnostic.labels().stream().filter(l -> l.span().file() == file).toList();
    }

    private void show(Span span) {
        int first = span.line();
        int last = lastLine(span);
        if (last - first < MOST_LINES) {
            for (int line = first; line <= last; line++) {
                lines.add(line);
            }
        } else {
            lines.addAll(List.of(first, first + 1, last));
        }
    }

    private static int lastLine(Span span) {
        return Math.max(span.line(), span.file().line(Math.max(span.start(), span.end() - 1)));
    }

    private ScreenLine screen(int line) {
        return screen.getOrDefault(line, new ScreenLine(""));
    }

    private int column(int offset, int line) {
        return screen(line).column(offset - file.lineStart(line));
    }

    private int shownWidth(int line) {
        return Math.min(screen(line).width() - left, WIDEST);
    }

    void writeTo(StringBuilder text) {
        int before = 0;
        for (int line : lines) {
            if (before > 0 && line > before + 1) {
                text.append(colours.margin("...")).append('\n');
            }
            writeLine(line, text);
            before = line;
        }
        diagnostic.calls().forEach(call -> writeCall(call, text));
        for (Label label : diagnostic.labels()) {
            if (label.span().file() != file) {
                row("", GAP + ScreenLine.harmless(label.span() + GAP + label.text()), text);
            }
        }
    }

    private void writeLine(int line, StringBuilder text) {
        ScreenLine shown = screen(line);
        List<String> labels = new ArrayList<>();
        labelsHere().stream().filter(l -> lastLine(l.span()) == line).forEach(l -> labels.add(aligned(l.text())));
        String source = shown.show(left, left + WIDEST);
        row(Integer.toString(line), withLabel(source, shownWidth(line), labels.isEmpty() ? "" : labels.getFirst()),
                text);
        labels.stream().skip(1).forEach(l -> row("", withLabel("", 0, l), text));
        Span primary = diagnostic.primary();
        if (line >= primary.line() && line <= lastLine(primary)) {
            writeCarets(line, text);
        }
    }

    private void writeCarets(int line, StringBuilder text) {
        Span primary = diagnostic.primary();
        int indent = file.lineText(line).length() - file.lineText(line).stripLeading().length();
        int start = line == primary.line()
                ? column(primary.start(), line)
                : screen(line).column(indent);
        int end = line == lastLine(primary) ? column(primary.end(), line) : screen(line).width();
        int from = Math.max(start - left, 0);
        int to = Math.clamp(end - left, from + 1, Math.max(from + 1, WIDEST));
        String label = line == lastLine(primary) && !diagnostic.label().isEmpty() ? aligned(diagnostic.label()) : "";
        String carets = " ".repeat(from) + colours.caret(diagnostic.severity(), "^".repeat(to - from));
        row("", withLabel(carets, to, label), text);
    }

    private String withLabel(String source, int width, String label) {
        return label.isEmpty()
                ? source
                : source + " ".repeat(Math.max(labelColumn - width, 1)) + colours.label(ScreenLine.harmless(label));
    }

    /** Where every label is a name, a colon and more, what is behind the colons stands in one column. */
    private String aligned(String label) {
        int colon = label.indexOf(": ");
        return labelHead == 0 || colon < 0
                ? label
                : label.substring(0, colon + 1) + " ".repeat(labelHead - colon + 1) + label.substring(colon + 2);
    }

    private int labelHead() {
        List<String> texts = new ArrayList<>(labelsHere().stream().map(Label::text).toList());
        texts.add(diagnostic.label());
        texts.removeIf(String::isEmpty);
        return texts.stream().allMatch(t -> t.contains(": "))
                ? texts.stream().mapToInt(t -> t.indexOf(": ")).max().orElse(0)
                : 0;
    }

    private void writeCall(CallSite call, StringBuilder text) {
        String written = call.span().text().lines().findFirst().orElse("");
        String bindings = call.bindings().isEmpty() ? "" : "   with " + call.bindings();
        row("", GAP + ScreenLine.harmless("called from " + call.span() + GAP) + new ScreenLine(written).show(0, WIDEST)
                + ScreenLine.harmless(bindings), text);
    }

    private void row(String number, String content, StringBuilder text) {
        String head = " ".repeat(margin - number.length()) + number + " |";
        text.append(colours.margin(head)).append(content.isEmpty() ? "" : " " + content).append('\n');
    }
}
