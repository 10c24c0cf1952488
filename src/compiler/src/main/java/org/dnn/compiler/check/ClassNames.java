package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;

/** Data, models and train blocks become classes of their names, and some beside: none may be called like one of those. */
final class ClassNames {
    private final Map<String, Name> declared = new LinkedHashMap<>();
    private final Report report;

    private ClassNames(Report report) {
        this.report = report;
    }

    static void check(FileTree tree, Report report) {
        ClassNames names = new ClassNames(report);
        tree.declarations().forEach(names::declare);
        tree.declarations().forEach(names::compare);
    }

    private void declare(Declaration declaration) {
        switch (declaration) {
            case Declaration.Data data -> declared.put(data.name().text(), data.name());
            case Declaration.Train train -> declared.put(train.name().text(), train.name());
            case Declaration.Network network when network.model() -> declared.put(network.name().text(),
                    network.name());
            case Declaration.Network _,Declaration.Param _,Declaration.Export _,Setting _ -> {
                /* No classes. */
            }
        }
    }

    private void compare(Declaration declaration) {
        switch (declaration) {
            case Declaration.Data data -> compare(data.name(), List.of("Rows"));
            case Declaration.Train train -> compare(train.name(), List.of("Step", "Evaluation"));
            case Declaration.Network network when network.model() -> compare(network.name(), List.of("Prediction"));
            case Declaration.Network _,Declaration.Param _,Declaration.Export _,Setting _ -> {
                /* No classes. */
            }
        }
    }

    private void compare(Name owner, List<String> endings) {
        for (String ending : endings) {
            Name other = declared.get(owner.text() + ending);
            if (other != null && !owner.isMissing()) {
                report.add(Diagnostic.of(Code.DUPLICATE_NAME, other.span(),
                        other + " is the name of a class that " + owner + " becomes")
                        .label(owner.span(), "becomes " + owner + " and " + other).help("choose another name"));
            }
        }
    }
}
