package org.dnn.compiler.diagnostic;

/** Writes JSON, token by token; what is put together wrongly comes out wrongly. */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();

    void beginObject() {
        separate();
        text.append('{');
    }

    void endObject() {
        text.append('}');
    }

    void beginArray(String name) {
        name(name);
        text.append('[');
    }

    void endArray() {
        text.append(']');
    }

    void field(String name, String value) {
        name(name);
        quoted(value);
    }

    void field(String name, int value) {
        name(name);
        text.append(value);
    }

    private void name(String name) {
        separate();
        quoted(name);
        text.append(':');
    }

    /** A comma, behind whatever is complete. */
    private void separate() {
        if (!text.isEmpty() && "{[:,".indexOf(text.charAt(text.length() - 1)) < 0) {
            text.append(',');
        }
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                text.append("\\u").append("%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
