package org.dnn.compiler.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;
import org.dnn.compiler.source.SourceFile;

/** A file's text, one UTF-16 code unit at a time, so that offsets are those of spans and lone surrogates do no harm. */
final class TextStream implements CharStream {
    private final String text;
    private final String name;
    private int index;

    TextStream(SourceFile file) {
        this(file.text(), file.name());
    }

    TextStream(String text, String name) {
        this.text = text;
        this.name = name;
    }

    @Override
    public void consume() {
        if (index == text.length()) {
            throw new IllegalStateException("nothing is left to consume");
        }
        index++;
    }

    @Override
    public int LA(int distance) {
        int at = distance > 0 ? index + distance - 1 : index + distance;
        return distance == 0 || at < 0 || at >= text.length() ? IntStream.EOF : text.charAt(at);
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {
        // The whole text is at hand: there is nothing to keep for a marker.
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int target) {
        index = Math.min(target, text.length());
    }

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public String getSourceName() {
        return name;
    }

    @Override
    public String getText(Interval interval) {
        int end = Math.min(interval.b + 1, text.length());
        return interval.a >= end ? "" : text.substring(interval.a, end);
    }
}
