package org.dnn.compiler.ast;

import java.util.List;

import org.dnn.compiler.source.SourceFile;

/** All that one file says. Documentation is the text of the {@code ///} lines at its beginning, or "". */
public record FileTree(SourceFile file, String documentation, List<Declaration> declarations) {
    public FileTree {
        declarations = List.copyOf(declarations);
    }
}
