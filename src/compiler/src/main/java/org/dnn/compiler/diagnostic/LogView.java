package org.dnn.compiler.diagnostic;

/** Writes a diagnostic on one line, for logs: {@code cube.dnn:12:5: error DNN0203: shapes cannot be added}. */
public final class LogView {
    private LogView() {}

    public static String of(Diagnostic diagnostic) {
        return ScreenLine
                .harmless(diagnostic.primary() + ": " + Renderer.title(diagnostic) + ": " + diagnostic.message());
    }
}
