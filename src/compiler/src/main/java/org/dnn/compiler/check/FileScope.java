package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.model.DataSet;

/** What a file declares, by name, and what of it has been used. */
final class FileScope {
    final Map<String, Constant> constants = new LinkedHashMap<>();
    final Map<String, DataSet> data = new LinkedHashMap<>();
    final Map<String, Declaration.Data> dataBlocks = new LinkedHashMap<>();
    final Map<String, Declaration.Network> networks = new LinkedHashMap<>();
    final Set<String> used = new LinkedHashSet<>();
    /** Data blocks that are declared but wrong; what refers to them says nothing more. */
    final Set<String> brokenData = new LinkedHashSet<>();
}
