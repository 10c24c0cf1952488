package org.dnn.compiler.diagnostic;

import java.util.Collection;
import java.util.Locale;

import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;

/**
 * Writes diagnostics for programs, as JSON (RFC 8259) in ASCII. Lines and columns count from 1, columns in code points;
 * the end is the place behind the last character. A diagnostic without label, labels, calls, help or fixes has them empty.
 */
public final class JsonView {
    private JsonView() {}

    /** One array with one object per diagnostic, each on a line of its own. */
    public static String of(Collection<Diagnostic> diagnostics) {
        StringBuilder text = new StringBuilder("[");
        String separator = "\n";
        for (Diagnostic diagnostic : diagnostics) {
            text.append(separator).append(of(diagnostic));
            separator = ",\n";
        }
        return text.append("\n]\n").toString();
    }

    /** One object, on one line. */
    public static String of(Diagnostic diagnostic) {
        JsonWriter json = new JsonWriter();
        json.beginObject();
        json.field("code", diagnostic.code().text());
        json.field("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        json.field("message", diagnostic.message());
        place(diagnostic.primary(), json);
        json.field("label", diagnostic.label());
        json.beginArray("labels");
        diagnostic.labels().forEach(label -> label(label, json));
        json.endArray();
        json.beginArray("calls");
        diagnostic.calls().forEach(call -> call(call, json));
        json.endArray();
        json.field("help", diagnostic.help());
        json.beginArray("fixes");
        diagnostic.fixes().forEach(fix -> fix(fix, json));
        json.endArray();
        json.endObject();
        return json.toString();
    }

    private static void place(Span span, JsonWriter json) {
        SourceFile file = span.file();
        json.field("file", file.name());
        json.field("line", span.line());
        json.field("column", span.column());
        json.field("endLine", file.line(span.end()));
        json.field("endColumn", file.column(span.end()));
    }

    private static void label(Label label, JsonWriter json) {
        json.beginObject();
        json.field("text", label.text());
        place(label.span(), json);
        json.endObject();
    }

    private static void call(CallSite call, JsonWriter json) {
        json.beginObject();
        json.field("text", call.span().text());
        json.field("bindings", call.bindings());
        place(call.span(), json);
        json.endObject();
    }

    private static void fix(Fix fix, JsonWriter json) {
        json.beginObject();
        json.field("title", fix.title());
        json.beginArray("edits");
        for (Edit edit : fix.edits()) {
            json.beginObject();
            place(edit.span(), json);
            json.field("replacement", edit.replacement());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }
}
