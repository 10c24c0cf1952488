package org.dnn.compiler.check;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.source.Span;

/** The settings of one block, each once, each known. */
final class Settings {
    /** What settings are called in PyTorch and its relatives. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("batch_size", "batch"),
            Map.entry("learning_rate", "lr"), Map.entry("learningRate", "lr"), Map.entry("num_epochs", "epochs"),
            Map.entry("n_epochs", "epochs"), Map.entry("max_epochs", "epochs"), Map.entry("criterion", "loss"),
            Map.entry("loss_fn", "loss"), Map.entry("optim", "optimizer"), Map.entry("network", "model"));

    private final Report report;
    private final Name owner;
    /** What misspelt settings were meant to be: they are not missing. */
    private final Set<String> meant = new HashSet<>();
    private boolean unknown;
    private final Map<String, Setting> all = new LinkedHashMap<>();

    Settings(Report report, Name owner, Collection<Setting> settings, List<String> known) {
        this(report, owner, settings, known, "");
    }

    /** @param otherwise what a setting that is not known may be, with {@code %s} for its name; "" for nothing else */
    Settings(Report report, Name owner, Collection<Setting> settings, List<String> known, String otherwise) {
        this.report = report;
        this.owner = owner;
        for (Setting setting : settings) {
            String name = setting.name().text();
            if (!known.contains(name)) {
                unknown(setting, known, otherwise);
            } else if (all.putIfAbsent(name, setting) != null) {
                report.add(Diagnostic.of(Code.DUPLICATE_SETTING, setting.name().span(), name + " is given twice")
                        .label(all.get(name).name().span(), "given here").help("keep one of them"));
            }
        }
    }

    private void unknown(Setting setting, List<String> known, String otherwise) {
        Name name = setting.name();
        Optional<String> elsewhere = Optional.ofNullable(ELSEWHERE.get(name.text())).filter(known::contains);
        Optional<String> near = elsewhere.or(() -> Suggestions.nearest(name.text(), known));
        near.ifPresent(meant::add);
        unknown = true;
        if (elsewhere.isPresent()) {
            report.calledElsewhere(Code.UNKNOWN_SETTING, "setting", name, elsewhere.get());
        } else if (near.isPresent() || otherwise.isEmpty()) {
            report.unknown(Code.UNKNOWN_SETTING, "setting", name, known);
        } else {
            report.error(Code.UNKNOWN_SETTING, name.span(), "there is no setting " + name,
                    otherwise.replace("%s", name.text()));
        }
    }

    /** Whether one was given that is not known: what it was meant to be may be missed elsewhere. */
    boolean hasUnknown() {
        return unknown;
    }

    /** Whether one that is not known was perhaps meant to be this. */
    boolean isMeant(String name) {
        return meant.contains(name);
    }

    Optional<Setting> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** All values of a setting; none where it is not given. */
    List<Expression> values(String name) {
        return find(name).map(Setting::values).orElse(List.of());
    }

    /** The one value of a setting. */
    Optional<Expression> value(String name) {
        Optional<Setting> setting = find(name);
        if (setting.isPresent() && setting.get().values().size() > 1) {
            Span second = setting.get().values().get(1).span();
            report.error(Code.WRONG_VALUE, second, name + " takes one value", "leave the others out");
        }
        return setting.flatMap(s -> s.values().stream().findFirst())
                .filter(v -> !(v instanceof Expression.Missing));
    }

    Optional<Expression> required(String name, String help) {
        if (find(name).isEmpty() && !meant.contains(name)) {
            report.error(Code.MISSING_SETTING, owner.span(), owner + " needs " + name, help);
        }
        return value(name);
    }
}
