package org.dnn.compiler.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes diagnostics for people at a terminal: the message, the place, its lines with carets below and labels at the
 * right, the chain of calls, and what to do.
 *
 * <pre>
 * error DNN0203: shapes cannot be added
 *   cifar_resnet.dnn:24:8
 * 22 |   body = x -> ConvBn(filters, stride: stride) -> relu
 * 23 |            -> ConvBn(filters)                          body: [32, 16, 16]
 * 24 |   body + x -> relu
 *    |        ^                                               x:    [16, 32, 32]
 *    |   called from cifar_resnet.dnn:31:8  Residual(2 * width, stride: 2)   with C = 16, H = 32, W = 32
 * help: project the shortcut: x -> Conv2d(filters, kernel: 1, stride: stride, bias: false) -> BatchNorm
 * </pre>
 */
public final class Renderer {
    private final Colours colours;

    private Renderer(boolean coloured) {
        this.colours = new Colours(coloured);
    }

    /** Writes characters alone. */
    public static Renderer plain() {
        return new Renderer(false);
    }

    /** Writes ANSI escapes for colours as well. */
    public static Renderer coloured() {
        return new Renderer(true);
    }

    /** Several diagnostics, an empty line between two. */
    public String render(Collection<Diagnostic> diagnostics) {
        return diagnostics.stream().map(this::render).collect(Collectors.joining("\n"));
    }

    /** One diagnostic; every line of it ends with a newline. */
    public String render(Diagnostic diagnostic) {
        StringBuilder text = new StringBuilder();
        text.append(colours.severity(diagnostic.severity(), title(diagnostic))).append(": ")
                .append(colours.message(ScreenLine.harmless(diagnostic.message()))).append('\n');
        text.append("  ").append(ScreenLine.harmless(diagnostic.primary().toString())).append('\n');
        new Excerpt(diagnostic, colours).writeTo(text);
        String help = help(diagnostic);
        if (!help.isEmpty()) {
            text.append(colours.help("help")).append(": ").append(ScreenLine.harmless(help)).append('\n');
        }
        return text.toString();
    }

    /** {@code error DNN0203}. */
    static String title(Diagnostic diagnostic) {
        return diagnostic.severity().name().toLowerCase(Locale.ROOT) + " " + diagnostic.code().text();
    }

    private static String help(Diagnostic diagnostic) {
        return diagnostic.help().isEmpty() && !diagnostic.fixes().isEmpty()
                ? diagnostic.fixes().getFirst().title()
                : diagnostic.help();
    }
}
