package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.model.DataSet;

/** What a file declares, by name, and what of it has been used. */
final class FileScope {
    final Map<String, Constant> constants = new LinkedHashMap<>();
    final Map<String, DataSet> data = new LinkedHashMap<>();
    final Map<String, Declaration.Data> dataBlocks = new LinkedHashMap<>();
    final Map<String, Declaration.Network> networks = new LinkedHashMap<>();
    final Set<String> used = new LinkedHashSet<>();
    /** What is declared but wrong, or does not parse; what refers to it says nothing more. */
    final Set<String> broken = new LinkedHashSet<>();
    /** Whether something has lost its name; a name that is unknown may be its. */
    boolean unnamed;

    /** Whether a name that is not known may belong to what is broken, whose own name may have suffered. */
    boolean mayBeBroken(String name) {
        return unnamed || Suggestions.nearest(name, broken).isPresent();
    }
}
