package org.dnn.compiler.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.lang.model.SourceVersion;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;

/**
 * Data, models and train blocks become classes of their names, and some beside: none may be called like one of those, or
 * like what every class of Java sees.
 */
final class ClassNames {
    /** A declaration that becomes a class, and how the names of those beside it end. */
    private record Owner(Name name, List<String> endings) {}

    /** Classes within the generated ones. */
    private static final Set<String> INNER = Set.of("Row", "Vectors", "Machine");

    private ClassNames() {}

    static void check(FileTree tree, Report report) {
        List<Owner> owners = tree.declarations().stream().flatMap(d -> owner(d).stream())
                .filter(o -> !o.name().isMissing()).toList();
        Map<String, Name> declared = new LinkedHashMap<>();
        owners.forEach(o -> declared.put(o.name().text(), o.name()));
        for (Owner owner : owners) {
            if (isTaken(owner.name().text())) {
                report.error(Code.RESERVED_WORD, owner.name().span(), owner.name()
                        + " becomes a class, and Java has this name for something else",
                        "choose another name, such as My"
                                + owner.name().text().substring(0, 1).toUpperCase(Locale.ROOT)
                                + owner.name().text().substring(1));
            }
            for (String ending : owner.endings()) {
                Name other = declared.get(owner.name().text() + ending);
                if (other != null) {
                    report.add(Diagnostic.of(Code.DUPLICATE_NAME, other.span(),
                            other + " is the name of a class that " + owner.name() + " becomes")
                            .label(owner.name().span(), "becomes " + owner.name() + " and " + other)
                            .help("choose another name"));
                }
            }
        }
    }

    /** By Java's language, its package {@code java.lang}, or a class within a generated one. */
    private static boolean isTaken(String name) {
        return SourceVersion.isKeyword(name) || INNER.contains(name)
                || Object.class.getResource(name + ".class") != null;
    }

    private static Optional<Owner> owner(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Data data -> Optional.of(new Owner(data.name(), List.of("Rows")));
            case Declaration.Train train -> Optional.of(new Owner(train.name(), List.of("Step", "Evaluation")));
            case Declaration.Network network -> network.model()
                    ? Optional.of(new Owner(network.name(), List.of("Prediction")))
                    : Optional.empty();
            case Declaration.Param _,Declaration.Export _,Setting _ -> Optional.empty();
        };
    }
}
