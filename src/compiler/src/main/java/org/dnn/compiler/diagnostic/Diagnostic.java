package org.dnn.compiler.diagnostic;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.source.Span;

/**
 * One thing to say about a file.
 *
 * @param message  what was found and what was expected, in one sentence without a full stop
 * @param primary  where
 * @param label    a few words at the place itself, or ""
 * @param labels   further places that explain it
 * @param calls    the chain of block calls that leads to the place, innermost first
 * @param help     what to do, in one sentence, or ""
 * @param fixes    edits that mend it
 */
public record Diagnostic(Code code, Severity severity, String message, Span primary, String label, List<Label> labels,
        List<CallSite> calls, String help, List<Fix> fixes) {
    public Diagnostic {
        labels = List.copyOf(labels);
        calls = List.copyOf(calls);
        fixes = List.copyOf(fixes);
    }

    public static Builder of(Code code, Span primary, String message) {
        return new Builder(code, primary, message);
    }

    /** Collects the parts that a diagnostic may do without. */
    public static final class Builder {
        private final Code code;
        private final Span primary;
        private final String message;
        private Severity severity;
        private String label = "";
        private String help = "";
        private final List<Label> labels = new ArrayList<>();
        private final List<CallSite> calls = new ArrayList<>();
        private final List<Fix> fixes = new ArrayList<>();

        private Builder(Code code, Span primary, String message) {
            this.code = code;
            this.primary = primary;
            this.message = message;
            this.severity = code.severity();
        }

        public Builder severity(Severity value) {
            severity = value;
            return this;
        }

        public Builder label(String text) {
            label = text;
            return this;
        }

        public Builder label(Span span, String text) {
            labels.add(new Label(span, text));
            return this;
        }

        public Builder calls(List<CallSite> chain) {
            calls.addAll(chain);
            return this;
        }

        public Builder help(String text) {
            help = text;
            return this;
        }

        public Builder fix(Fix fix) {
            fixes.add(fix);
            return this;
        }

        public Diagnostic build() {
            return new Diagnostic(code, severity, message, primary, label, labels, calls, help, fixes);
        }
    }
}
