package org.dnn.compiler.source;

/** A stretch of a file's text, from {@code start} up to, but not including, {@code end}; in UTF-16 code units. */
public record Span(SourceFile file, int start, int end) {
    public Span {
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException("no such stretch in " + file + ": " + start + " to " + end);
        }
    }

    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    public String text() {
        return file.text().substring(start, end);
    }

    /** The smallest stretch that holds both. */
    public Span to(Span other) {
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The empty stretch right behind this one. */
    public Span after() {
        return new Span(file, end, end);
    }

    /** As users read it: {@code cube.dnn:12:5}. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
