package org.dnn.runtime.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML and SVG. Text is escaped, tags are closed; there is no other way in but {@link #trusted}. */
final class Markup {
    /** After these no line ends, because the space would show or because many stand in a line. */
    private static final Set<String> IN_LINE = Set.of("span", "b", "i", "code", "a", "td", "th", "tspan", "button");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens a tag; attributes are names and values in turn. */
    Markup open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the tag that was opened last. */
    Markup close() {
        String tag = open.pop();
        out.append("</").append(tag).append('>');
        end(tag);
        return this;
    }

    /** A tag without content, as in {@code <path/>}. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        end(tag);
        return this;
    }

    /** A tag around text. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** What is markup already and comes from our own hands. */
    Markup trusted(String markup) {
        out.append(markup);
        return this;
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void end(String tag) {
        if (!IN_LINE.contains(tag)) {
            out.append('\n');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n' -> out.append(c);
                // XML has no such characters.
                default -> out.append(c < ' ' || c == 0xFFFE || c == 0xFFFF ? '\uFFFD' : c);
            }
        }
    }

    /** All that was written. */
    String done() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> is not closed");
        }
        return out.toString();
    }
}
