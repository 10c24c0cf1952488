package org.dnn.compiler.check;

import java.util.Optional;

import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;

/** Finds entries of the catalogue by name, and says what was meant where there is none. */
final class Lookup {
    private Lookup() {}

    static Optional<Entry> find(Report report, Group group, Name name) {
        Optional<Entry> entry = Catalog.find(group, name.text());
        if (entry.isPresent() || name.isMissing()) {
            return entry;
        }
        Optional<Entry> foreign = Catalog.foreign(group, name.text());
        if (Catalog.notBuilt(group).contains(name.text())) {
            report.notBuilt(name.span(), group.word() + " " + name);
        } else if (foreign.isPresent()) {
            String own = foreign.get().name();
            report.add(Diagnostic.of(Code.UNKNOWN_NAME, name.span(), "there is no " + group.word() + " " + name)
                    .help("here it is called " + own).fix(Fix.replace("replace by " + own, name.span(), own)));
        } else {
            report.unknown(group.word(), name, Catalog.names(group));
        }
        return Optional.empty();
    }
}
