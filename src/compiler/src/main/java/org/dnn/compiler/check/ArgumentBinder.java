package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.source.Span;

/** Binds the arguments of a call to the parameters of a catalogue entry, and checks their types and ranges. */
final class ArgumentBinder {
    /** What PyTorch's layers are told of their inputs. */
    private static final Set<String> FOUND_BY_ITSELF = Set.of("in_features", "in_channels", "num_features",
            "normalized_shape");

    private final Report report;
    private final ArgumentValues values;

    ArgumentBinder(Constants constants, Report report) {
        this.report = report;
        this.values = new ArgumentValues(constants, this, report);
    }

    /** All parameters with their values; empty, after saying why, where the call is wrong. */
    Optional<Arguments> bind(Entry entry, List<Argument> given, Span call) {
        Map<String, Object> bound = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        boolean right = true;
        boolean unknown = false;
        int position = 0;
        for (Argument argument : given) {
            Optional<Parameter> parameter = argument.name().isPresent()
                    ? byName(entry, argument.name().get())
                    : byPosition(entry, position++, argument);
            if (parameter.isEmpty()) {
                right = false;
                unknown = true;
                continue;
            }
            if (!named.add(parameter.get().name())) {
                report.error(Code.DUPLICATE_SETTING, argument.span(), parameter.get().name() + " is given twice",
                        "keep one of them");
                right = false;
            }
            Optional<Object> value = values.of(entry, parameter.get(), argument.value());
            right &= value.isPresent();
            value.ifPresent(v -> bound.put(parameter.get().name(), v));
        }
        // A name that is not known may be the misspelt name of what is missing.
        return (unknown || complete(entry, bound, named, call)) && right
                ? Optional.of(new Arguments(bound))
                : Optional.empty();
    }

    private boolean complete(Entry entry, Map<String, Object> bound, Set<String> named, Span call) {
        List<String> missing = new ArrayList<>();
        for (Parameter parameter : entry.parameters()) {
            if (!named.contains(parameter.name())) {
                parameter.standard().ifPresentOrElse(s -> bound.put(parameter.name(), s),
                        () -> missing.add(parameter.name()));
            }
        }
        if (!missing.isEmpty()) {
            Parameter first = entry.parameter(missing.getFirst()).orElseThrow();
            report.error(Code.MISSING_SETTING, call, entry.name() + " needs " + String.join(" and ", missing),
                    "add " + first.name() + ": …, " + first.sentence() + " (" + first.type().text() + ")");
        }
        return missing.isEmpty();
    }

    private Optional<Parameter> byName(Entry entry, Name name) {
        Optional<Parameter> found = entry.parameter(name.text());
        if (found.isEmpty() && !name.isMissing()) {
            List<String> known = entry.parameters().stream().map(Parameter::name).toList();
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.UNKNOWN_SETTING, name.span(),
                    entry.name() + " has no parameter " + name);
            if (FOUND_BY_ITSELF.contains(name.text())) {
                report.add(diagnostic.help("leave it out: the size of what comes in is found by itself"));
                return found;
            }
            Optional<String> near = Suggestions.nearest(name.text(), known);
            near.ifPresent(n -> diagnostic.fix(Fix.replace("replace by " + n, name.span(), n)));
            report.add(diagnostic.help(near.map(n -> "did you mean " + n + "?").orElse(known.isEmpty()
                    ? entry.name() + " takes no parameters"
                    : entry.name() + " takes " + String.join(", ", known))));
        }
        return found;
    }

    private Optional<Parameter> byPosition(Entry entry, int position, Argument argument) {
        List<Parameter> positional = entry.parameters().stream().filter(Parameter::positional).toList();
        if (position < positional.size()) {
            return Optional.of(positional.get(position));
        }
        if (!(argument.value() instanceof Expression.Missing)) {
            String takes = positional.isEmpty()
                    ? "no argument without a name"
                    : positional.size() + " argument" + (positional.size() == 1 ? "" : "s") + " without a name";
            List<String> names = entry.parameters().stream().filter(p -> !p.positional()).map(Parameter::name)
                    .toList();
            String help = names.isEmpty() ? "leave it out" : "name it: " + String.join(", ", names);
            if (entry.group() == Entry.Group.LAYER && !positional.isEmpty()) {
                help = "the size of what comes in is found by itself; " + help;
            } else if (entry.group() == Entry.Group.OPTIMIZER) {
                help = "write lr: " + argument.span().text();
            }
            report.error(Code.UNKNOWN_SETTING, argument.span(), entry.name() + " takes " + takes, help);
        }
        return Optional.empty();
    }
}
