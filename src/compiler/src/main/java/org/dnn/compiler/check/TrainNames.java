package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;

/** A train block is named without its file, {@code -Ddnn.train=CubeAdam}, so its name is unique in a source root. */
public final class TrainNames {
    private TrainNames() {}

    /** Says where two files of a source root have a train block of one name. */
    public static void check(List<FileTree> trees, Diagnostics diagnostics) {
        Map<String, Name> seen = new LinkedHashMap<>();
        for (FileTree tree : trees) {
            for (Declaration declaration : tree.declarations()) {
                if (declaration instanceof Declaration.Train train && !train.name().isMissing()) {
                    Name first = seen.putIfAbsent(train.name().text(), train.name());
                    boolean elsewhere = first != null && !first.span().file().equals(tree.file());
                    if (elsewhere) {
                        diagnostics.add(Diagnostic
                                .of(Code.DUPLICATE_NAME, train.name().span(),
                                        "another file has a train block " + train.name())
                                .label(first.span(), "the first")
                                .help("choose another name: they are trained by name alone"));
                    }
                }
            }
        }
    }
}
