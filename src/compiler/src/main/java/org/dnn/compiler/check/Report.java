package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.CallSite;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.source.Span;

/** Where checks say what they find; knows by which calls of blocks they have come here. */
final class Report {
    /** More names than this are looked up, not listed. */
    private static final int LISTED = 16;

    private final Diagnostics diagnostics;
    private final List<CallSite> calls;

    Report(Diagnostics diagnostics) {
        this(diagnostics, List.of());
    }

    private Report(Diagnostics diagnostics, List<CallSite> calls) {
        this.diagnostics = diagnostics;
        this.calls = calls;
    }

    /** The same, one call deeper. */
    Report inside(CallSite call) {
        List<CallSite> deeper = new ArrayList<>(calls);
        deeper.addFirst(call);
        return new Report(diagnostics, deeper);
    }

    List<Span> callSpans() {
        return calls.stream().map(CallSite::span).toList();
    }

    void add(Diagnostic.Builder diagnostic) {
        diagnostics.add(diagnostic.calls(calls));
    }

    void error(Code code, Span span, String message, String help) {
        add(Diagnostic.of(code, span, message).help(help));
    }

    /** Nothing has this name; perhaps something has a similar one. */
    void unknown(String what, Name name, Collection<String> known) {
        unknown(Code.UNKNOWN_NAME, what, name, known);
    }

    void unknown(Code code, String what, Name name, Collection<String> known) {
        unknown(code, what, name, known, "the language reference says what there is");
    }

    /** @param otherwise the help where nothing is similar and there is too much to list, or nothing */
    void unknown(Code code, String what, Name name, Collection<String> known, String otherwise) {
        if (name.isMissing()) {
            return;
        }
        Diagnostic.Builder diagnostic = Diagnostic.of(code, name.span(), "there is no " + what + " " + name);
        Suggestions.nearest(name.text(), known).ifPresentOrElse(
                near -> diagnostic.help("did you mean " + near + "?")
                        .fix(Fix.replace("replace by " + near, name.span(), near)),
                () -> {
                    diagnostic.help(known.isEmpty() || known.size() > LISTED
                            ? otherwise
                            : (known.size() == 1 ? "there is " : "there are ") + String.join(", ", known));
                });
        add(diagnostic);
    }

    /** Others call by this name what has another one here. */
    void calledElsewhere(Code code, String what, Name name, String own) {
        add(Diagnostic.of(code, name.span(), "there is no " + what + " " + name).help("here it is called " + own)
                .fix(Fix.replace("replace by " + own, name.span(), own)));
    }

    void notBuilt(Span span, String what) {
        add(Diagnostic.of(Code.NOT_BUILT, span, what + " is not built yet")
                .help("it is planned; what can be used today is in the language reference"));
    }
}
