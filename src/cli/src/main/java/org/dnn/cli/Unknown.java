package org.dnn.cli;

import java.util.Collection;

import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.runtime.Problem;

/** Says that a name is not among those there are, and which one may have been meant. */
final class Unknown {
    private Unknown() {}

    /** @param what the sort of thing, such as {@code train block} */
    static Problem of(String what, String name, Collection<String> known) {
        String meant = Suggestions.nearest(name, known).map(n -> "; did you mean " + n + "?").orElse(";");
        String all = meant.endsWith("?") ? "There " + are(known) : "there " + are(known);
        return new Problem("there is no " + what + " " + name + meant + " " + all);
    }

    /** The names there are: {@code are Fast, Slow}. */
    static String are(Collection<String> known) {
        String verb = known.size() == 1 ? "is " : "are ";
        return verb + (known.isEmpty() ? "none" : String.join(", ", known));
    }
}
