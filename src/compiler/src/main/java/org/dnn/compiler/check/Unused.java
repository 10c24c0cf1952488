package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;

/** Warns of what is declared and mentioned nowhere. For files without errors: a misspelt name leaves others unused. */
final class Unused {
    private final FileTree tree;
    private final Report report;
    private final References everywhere = new References();
    private final References trained = new References();

    private Unused(FileTree tree, Report report) {
        this.tree = tree;
        this.report = report;
    }

    static void check(FileTree tree, Report report) {
        new Unused(tree, report).run();
    }

    private void run() {
        tree.declarations().forEach(this::mentions);
        Set<String> reached = reached();
        for (Declaration declaration : tree.declarations()) {
            switch (declaration) {
                case Declaration.Param param -> {
                    if (!everywhere.mention(param.name().text())) {
                        warn(param.name(), "nothing uses param " + param.name());
                    }
                }
                case Declaration.Data data -> data(data);
                case Declaration.Network network -> network(network, reached);
                case Declaration.Train _,Declaration.Export _,Setting _ -> {
                    /* Nothing refers to them. */
                }
            }
        }
    }

    private void mentions(Declaration declaration) {
        switch (declaration) {
            case Declaration.Param param -> everywhere.and(param.value());
            case Declaration.Data data -> columns(data, everywhere);
            case Declaration.Network network -> network(network, everywhere);
            case Declaration.Train train -> {
                everywhere.settings(train.settings());
                trained.settings(train.settings());
            }
            case Declaration.Export export -> everywhere.settings(export.settings());
            case Setting setting -> everywhere.all(setting.values());
        }
    }

    private static References columns(Declaration.Data data, References references) {
        for (DataItem item : data.items()) {
            switch (item) {
                case DataItem.Columns columns -> {
                    columns.type().ifPresent(references::and);
                    columns.formula().ifPresent(references::and);
                    references.stages(columns.transforms());
                }
                case DataItem.Augment augment -> references.stages(augment.transforms());
                case DataItem.Ignore ignore -> references.all(ignore.columns());
                case Setting setting -> references.all(setting.values());
            }
        }
        return references;
    }

    private static References network(Declaration.Network network, References references) {
        for (Declaration.Parameter parameter : network.parameters()) {
            references.and(parameter.type());
            parameter.value().ifPresent(references::and);
        }
        network.result().ifPresent(references::and);
        network.body().assignments().forEach(a -> references.and(a.value()));
        return references.and(network.body().result());
    }

    /** The blocks that models use, by way of others too. */
    private Set<String> reached() {
        List<Declaration.Network> networks = new ArrayList<>();
        tree.declarations().forEach(d -> {
            if (d instanceof Declaration.Network network) {
                networks.add(network);
            }
        });
        Set<String> reached = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Declaration.Network network : networks) {
                if (network.model() || reached.contains(network.name().text())) {
                    more |= reached.addAll(network(network, new References()).names());
                }
            }
        }
        return reached;
    }

    private void network(Declaration.Network network, Set<String> reached) {
        if (!network.model() && !reached.contains(network.name().text())) {
            warn(network.name(), "no model uses block " + network.name());
        }
        List<Declaration.Parameter> tensors = Headers.tensors(network);
        boolean namesItsData = !tensors.isEmpty() && tensors.stream()
                .allMatch(p -> p.type().kind().orElse(null) instanceof Expression.Member);
        if (network.model() && !namesItsData && !trained.mention(network.name().text())) {
            report.add(Diagnostic.of(Code.UNUSED, network.name().span(),
                    "no train block uses model " + network.name() + ", and its header names no data: it is not checked")
                    .help("use it, take it out, or write a column such as Data.x in its header"));
        }
        References inside = network(network, new References());
        for (Declaration.Parameter parameter : network.parameters()) {
            if (!inside.mention(parameter.name().text())) {
                warn(parameter.name(), network.name() + " does not use " + parameter.name());
            }
        }
        for (Declaration.Assignment assignment : network.body().assignments()) {
            if (!inside.mention(assignment.name().text())) {
                warn(assignment.name(), assignment.name() + " is computed and not used");
            }
        }
    }

    private void data(Declaration.Data data) {
        String owner = data.name().text();
        if (!everywhere.mention(owner)) {
            warn(data.name(), "no model reads data " + owner);
            return;
        }
        References own = columns(data, new References());
        for (DataItem item : data.items()) {
            if (item instanceof DataItem.Columns columns) {
                boolean input = columns.role() == DataItem.Role.INPUT;
                boolean wanted = (input && everywhere.mention(owner + ".inputs"))
                        || (!input && !trained.mention(owner));
                columns.names().stream().filter(n -> !wanted && !everywhere.mention(owner + "." + n)
                        && !own.mention(n.text())).forEach(n -> warn(n,
                                input
                                        ? "no model reads column " + n
                                        : "no loss compares with column " + n));
            }
        }
    }

    private void warn(Name name, String message) {
        if (!name.isMissing()) {
            report.add(Diagnostic.of(Code.UNUSED, name.span(), message).help("use it, or take it out"));
        }
    }
}
