package org.dnn.compiler.diagnostic;

/** Marks parts of a rendered diagnostic with ANSI escapes, or leaves them plain. */
record Colours(boolean on) {
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String BLUE = "34";
    private static final String CYAN = "36";

    String severity(Severity severity, String text) {
        return mark(colour(severity) + ";1", text);
    }

    String message(String text) {
        return mark("1", text);
    }

    String margin(String text) {
        return mark(BLUE, text);
    }

    String caret(Severity severity, String text) {
        return mark(colour(severity), text);
    }

    String label(String text) {
        return mark(CYAN, text);
    }

    String help(String text) {
        return mark(CYAN + ";1", text);
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case NOTE -> CYAN;
        };
    }

    private String mark(String codes, String text) {
        return on && !text.isBlank() ? "\u001B[" + codes + "m" + text + "\u001B[0m" : text;
    }
}
