package org.dnn.compiler.diagnostic;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what the stages have to say, and gives it in the order of the text. The same thing said twice is kept once. */
public final class Diagnostics {
    private final Set<Diagnostic> all = new LinkedHashSet<>();

    public void add(Diagnostic diagnostic) {
        all.add(diagnostic);
    }

    public void add(Diagnostic.Builder diagnostic) {
        add(diagnostic.build());
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public List<Diagnostic> all() {
        return all.stream().sorted(Comparator.comparing((Diagnostic d) -> d.primary().file().name())
                .thenComparingInt(d -> d.primary().start())).toList();
    }
}
