package org.dnn.compiler.check;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Suggestions;

/** Finds entries of the catalogue by name, and says what was meant where there is none. */
final class Lookup {
    private Lookup() {}

    static Optional<Entry> find(Report report, Group group, Name name) {
        return find(report, group, name, List.of());
    }

    /** @param others what else the name may have been meant to be: the blocks of the file, where a layer is expected */
    static Optional<Entry> find(Report report, Group group, Name name, Collection<String> others) {
        Optional<Entry> entry = Catalog.find(group, name.text());
        if (entry.isPresent() || name.isMissing()) {
            return entry;
        }
        Optional<Entry> foreign = Catalog.foreign(group, name.text());
        if (Catalog.notBuilt(group).contains(name.text())) {
            report.notBuilt(name.span(), group.word() + " " + name);
        } else if (foreign.isPresent()) {
            report.calledElsewhere(Code.UNKNOWN_NAME, group.word(), name, foreign.get().name());
        } else {
            unknown(report, group, name, others);
        }
        return Optional.empty();
    }

    /** What is built is meant rather than what is not. */
    private static void unknown(Report report, Group group, Name name, Collection<String> others) {
        Set<String> known = new LinkedHashSet<>(others);
        known.addAll(Catalog.built(group));
        Optional<String> planned = Suggestions.nearest(name.text(), Catalog.notBuilt(group));
        if (Suggestions.nearest(name.text(), known).isEmpty() && planned.isPresent()) {
            report.error(Code.UNKNOWN_NAME, name.span(), "there is no " + group.word() + " " + name,
                    "did you mean " + planned.get() + "? It is not built yet");
        } else {
            report.unknown(group.word(), name, known);
        }
    }
}
