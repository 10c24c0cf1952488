package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.model.Program;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.Span;

/** Checks one file. */
public final class Check {
    private final FileTree tree;
    private final Diagnostics diagnostics;
    private final Report report;
    private final Outside outside;
    private final Map<String, String> parameters;
    /** Where the parser has found something wrong. */
    private final List<Span> unread;
    private final FileScope file = new FileScope();
    private OptionalLong seed = OptionalLong.empty();

    private Check(FileTree tree, Diagnostics diagnostics, Outside outside, Map<String, String> parameters) {
        this.tree = tree;
        this.diagnostics = diagnostics;
        this.report = new Report(diagnostics);
        this.outside = outside;
        this.parameters = parameters;
        this.unread = diagnostics.all().stream().filter(this::isError).map(Diagnostic::primary).toList();
    }

    /** What the file means; what is wrong is left out, after saying so. */
    public static Program check(FileTree tree, Diagnostics diagnostics, Outside outside,
            Map<String, String> parameters) {
        return new Check(tree, diagnostics, outside, parameters).run();
    }

    private Program run() {
        names();
        ClassNames.check(tree, report);
        declare();
        Constants constants = new Constants(file.constants, report);
        data(constants);
        Models models = new Models(file, report, constants);
        List<Training> trainings = trainings(models, constants);
        for (Declaration.Network network : file.networks.values()) {
            if (network.model() && !file.used.contains(network.name().text())) {
                models.bindByHeader(network);
            }
        }
        if (!hasErrors()) {
            Unused.check(tree, report);
        }
        return new Program(tree.file(), tree.documentation(), List.copyOf(file.data.values()), models.networks(),
                trainings);
    }

    private void declare() {
        Params params = new Params(report, file.constants, parameters);
        for (Declaration declaration : tree.declarations()) {
            boolean whole = whole(declaration);
            switch (declaration) {
                case Setting setting when whole -> setting(setting);
                case Declaration.Param param when whole -> params.declare(param);
                case Declaration.Param param -> file.constants.put(param.name().text(), new Constant.Unknown());
                case Declaration.Network network -> file.networks.putIfAbsent(network.name().text(), network);
                case Declaration.Data _,Declaration.Train _,Declaration.Export _,Setting _ -> {
                    /* Later: they use the others. */
                }
            }
        }
    }

    /** What does not parse is not checked: what would be said of it follows from what has been said. */
    private boolean whole(Declaration declaration) {
        Span span = declaration.span();
        boolean whole = unread.stream().noneMatch(s -> span.start() <= s.start() && s.start() <= span.end());
        name(declaration).filter(_ -> !whole).ifPresent(n -> {
            file.unnamed |= n.isMissing();
            file.broken.add(n.text());
        });
        return whole;
    }

    private void data(Constants constants) {
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Data data && whole(data)) {
                file.dataBlocks.putIfAbsent(data.name().text(), data);
                new DataChecker(report, constants, outside, seed.orElse(1)).check(data).ifPresentOrElse(
                        d -> file.data.putIfAbsent(d.name(), d), () -> {
                            saidWhy(data.name());
                            file.broken.add(data.name().text());
                        });
            }
        }
    }

    private List<Training> trainings(Models models, Constants constants) {
        Map<String, String> exports = exports();
        List<Training> trainings = new ArrayList<>();
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Train train && whole(train)) {
                new TrainChecker(report, constants, models, seed.orElse(1)).check(train, exports)
                        .ifPresentOrElse(trainings::add, () -> saidWhy(train.name()));
            }
        }
        return trainings;
    }

    /** Nothing is left out in silence. */
    private void saidWhy(Name name) {
        if (!hasErrors()) {
            throw new CompilerBug("check", name + " is left out, and nothing was said");
        }
    }

    private static Optional<Name> name(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Param param -> Optional.of(param.name());
            case Declaration.Data data -> Optional.of(data.name());
            case Declaration.Network network -> Optional.of(network.name());
            case Declaration.Train train -> Optional.of(train.name());
            case Declaration.Export _,Setting _ -> Optional.empty();
        };
    }

    /** Two declarations of one name are one too many: each becomes a class. */
    private void names() {
        Map<String, Name> seen = new LinkedHashMap<>();
        for (Declaration declaration : tree.declarations()) {
            Optional<Name> name = name(declaration);
            if (name.isEmpty() || name.get().isMissing()) {
                continue;
            }
            Name first = seen.putIfAbsent(name.get().text(), name.get());
            if (first != null) {
                report.add(Diagnostic.of(Code.DUPLICATE_NAME, name.get().span(), name.get() + " is already declared")
                        .label(first.span(), "declared here").help("choose another name"));
            }
        }
    }

    private void setting(Setting setting) {
        if (!setting.name().text().equals("seed")) {
            report.unknown(Code.UNKNOWN_SETTING, "setting", setting.name(), List.of("seed"));
            return;
        }
        if (seed.isPresent()) {
            report.error(Code.DUPLICATE_SETTING, setting.name().span(), "seed is given twice", "keep one of them");
        }
        setting.values().stream().findFirst().filter(v -> !(v instanceof Expression.Missing))
                .flatMap(v -> Seeds.of(v, new Constants(file.constants, report), report))
                .ifPresent(v -> seed = OptionalLong.of(v));
    }

    private Map<String, String> exports() {
        Exports exports = new Exports(report, tree.declarations().stream()
                .filter(d -> d instanceof Declaration.Train).map(d -> ((Declaration.Train) d).name().text()).toList());
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Export export && whole(export)) {
                exports.check(export);
            }
        }
        return exports.files();
    }

    private boolean hasErrors() {
        return diagnostics.all().stream().anyMatch(this::isError);
    }

    private boolean isError(Diagnostic diagnostic) {
        return diagnostic.severity() == Severity.ERROR && diagnostic.primary().file().equals(tree.file());
    }
}
