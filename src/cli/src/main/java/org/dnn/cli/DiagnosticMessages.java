package org.dnn.cli;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Locale;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.JsonView;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.Span;

/**
 * Turns the compiler's diagnostics into messages.
 *
 * @param root the source root, from which the compiler names files
 */
record DiagnosticMessages(Path root) {
    Message.Diagnostic of(Diagnostic diagnostic) {
        Span place = diagnostic.primary();
        return new Message.Diagnostic(diagnostic.severity().name().toLowerCase(Locale.ROOT),
                root.resolve(place.file().name()).toString(), place.line(), place.column(), text(diagnostic),
                JsonParser.parseString(JsonView.of(diagnostic)).getAsJsonObject());
    }

    /** Without the second line, which says where: a name that can be opened depends on who reads it. */
    private static String text(Diagnostic diagnostic) {
        String[] parts = Renderer.plain().render(diagnostic).split("\n", 3);
        return (parts[0] + "\n" + parts[2]).stripTrailing();
    }
}
