package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.model.Program;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.Outside;

/** Checks one file. */
public final class Check {
    private final FileTree tree;
    private final Report report;
    private final Outside outside;
    private final Map<String, String> parameters;
    private final FileScope file = new FileScope();
    private long seed = 1;

    private Check(FileTree tree, Diagnostics diagnostics, Outside outside, Map<String, String> parameters) {
        this.tree = tree;
        this.report = new Report(diagnostics);
        this.outside = outside;
        this.parameters = parameters;
    }

    /** What the file means; what is wrong is left out, after saying so. */
    public static Program check(FileTree tree, Diagnostics diagnostics, Outside outside,
            Map<String, String> parameters) {
        return new Check(tree, diagnostics, outside, parameters).run();
    }

    private Program run() {
        names();
        for (Declaration declaration : tree.declarations()) {
            switch (declaration) {
                case Setting setting -> setting(setting);
                case Declaration.Param param -> param(param);
                case Declaration.Network network -> file.networks.putIfAbsent(network.name().text(), network);
                case Declaration.Data _,Declaration.Train _,Declaration.Export _ -> {
                    /* Later: they use the others. */
                }
            }
        }
        Constants constants = new Constants(file.constants, report);
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Data data) {
                new DataChecker(report, constants, outside, seed).check(data).ifPresentOrElse(
                        d -> file.data.putIfAbsent(d.name(), d), () -> file.brokenData.add(data.name().text()));
            }
        }
        Models models = new Models(file, report, constants);
        List<Training> trainings = trainings(models, constants);
        for (Declaration.Network network : file.networks.values()) {
            if (network.model() && !file.used.contains(network.name().text())) {
                models.bindByHeader(network);
            }
        }
        unused();
        return new Program(tree.file(), tree.documentation(), List.copyOf(file.data.values()), models.networks(),
                trainings);
    }

    private List<Training> trainings(Models models, Constants constants) {
        Map<String, String> exports = exports();
        List<Training> trainings = new ArrayList<>();
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Train train) {
                new TrainChecker(report, constants, models, seed).check(train, exports)
                        .ifPresent(trainings::add);
            }
        }
        return trainings;
    }

    /** Two declarations of one name are one too many: each becomes a class. */
    private void names() {
        Map<String, Name> seen = new LinkedHashMap<>();
        for (Declaration declaration : tree.declarations()) {
            Optional<Name> name = switch (declaration) {
                case Declaration.Param param -> Optional.of(param.name());
                case Declaration.Data data -> Optional.of(data.name());
                case Declaration.Network network -> Optional.of(network.name());
                case Declaration.Train train -> Optional.of(train.name());
                case Declaration.Export _,Setting _ -> Optional.empty();
            };
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
        setting.values().stream().findFirst().filter(v -> !(v instanceof Expression.Missing))
                .flatMap(v -> new Constants(Map.of(), report).number(v)).ifPresent(v -> {
                    if (!v.isWhole() || v.numerator().bitLength() > 63) {
                        report.error(Code.WRONG_VALUE, setting.span(), "a seed is a whole number, found " + v, "");
                    } else {
                        seed = v.numerator().longValue();
                    }
                });
    }

    private void param(Declaration.Param param) {
        Constants constants = new Constants(file.constants, report);
        String given = parameters.get(param.name().text());
        Optional<Constant> value = given == null ? constants.of(param.value()) : outsideValue(param, given);
        value.ifPresent(v -> file.constants.put(param.name().text(), v));
    }

    private Optional<Constant> outsideValue(Declaration.Param param, String given) {
        try {
            return Optional.of(given.equals("true") || given.equals("false")
                    ? new Constant.Truth(given.equals("true"))
                    : new Constant.Exact(Rational.of(new java.math.BigDecimal(given.replace("_", ""))),
                            Optional.empty()));
        } catch (NumberFormatException e) {
            report.error(Code.WRONG_VALUE, param.name().span(),
                    "-Ddnn.param." + param.name() + " is " + given + ", which is no number", "");
            return Optional.empty();
        }
    }

    private Map<String, String> exports() {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> trains = tree.declarations().stream().filter(d -> d instanceof Declaration.Train)
                .map(d -> ((Declaration.Train) d).name().text()).toList();
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Export export) {
                if (!trains.contains(export.train().text())) {
                    report.unknown("train block", export.train(), trains);
                }
                for (Setting setting : export.settings()) {
                    if (setting.name().text().equals("onnx")) {
                        report.notBuilt(setting.span(), "export to onnx");
                    } else if (!setting.name().text().equals("weights")) {
                        report.unknown(Code.UNKNOWN_SETTING, "setting", setting.name(), List.of("weights", "onnx"));
                    } else if (setting.values().getFirst() instanceof Expression.Text text) {
                        files.put(export.train().text(), text.value());
                    } else {
                        report.error(Code.WRONG_VALUE, setting.span(), "a file's name is a text",
                                "for example weights: \"model.safetensors\"");
                    }
                }
            }
        }
        return files;
    }

    private void unused() {
        for (Declaration.Network network : file.networks.values()) {
            if (!network.model() && !file.used.contains(network.name().text())) {
                report.add(Diagnostic.of(Code.UNUSED, network.name().span(), "no model uses block " + network.name())
                        .help("use it, or take it out"));
            }
        }
    }
}
