package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.source.Span;

/** Binds what is given in a call to what the header of a model or block takes. */
final class Headers {
    private final Constants caller;
    private final Report report;

    /** @param caller constants as the call sees them */
    Headers(Constants caller, Report report) {
        this.caller = caller;
        this.report = report;
    }

    /** Bare {@code int}, {@code float}, {@code bool} are hyper-parameters; everything else is a tensor. */
    static boolean isHyperparameter(Declaration.Parameter parameter) {
        boolean bare = parameter.type().shape().isEmpty() && !parameter.type().optional();
        return bare && parameter.type().kind().orElse(null) instanceof Expression.Reference reference
                && Params.TYPES.contains(reference.name().text());
    }

    /** As it was written: {@code Residual(x: [C, H, W], filters: int)}. */
    static String text(Declaration.Network network) {
        return network.name() + "("
                + String.join(", ", network.parameters().stream().map(p -> p.span().text()).toList()) + ")";
    }

    static List<Declaration.Parameter> tensors(Declaration.Network network) {
        return network.parameters().stream().filter(p -> !isHyperparameter(p)).toList();
    }

    /** The constants of the file and the sizes of what is given; empty, after saying so, if the tensors do not fit. */
    Optional<Map<String, Constant>> sizes(Declaration.Network network, List<Operand.Tensor> given,
            Map<String, Constant> file, Span call) {
        List<Declaration.Parameter> parameters = tensors(network);
        if (parameters.size() != given.size()) {
            report.error(Code.ARGUMENT_TYPE, call, network.name() + " takes " + parameters.size() + " tensor"
                    + (parameters.size() == 1 ? "" : "s") + ", found " + given.size(),
                    "its header is " + text(network));
            return Optional.empty();
        }
        Map<String, Constant> sizes = new LinkedHashMap<>(file);
        HeaderTypes types = new HeaderTypes(network, report);
        boolean fits = true;
        for (int i = 0; i < given.size(); i++) {
            fits &= types.bind(parameters.get(i), given.get(i), sizes, call);
        }
        return fits ? Optional.of(sizes) : Optional.empty();
    }

    void defineTensors(Declaration.Network network, List<Operand.Tensor> given, NetworkChecker inside) {
        List<Declaration.Parameter> parameters = tensors(network);
        for (int i = 0; i < given.size(); i++) {
            inside.define(parameters.get(i).name(), given.get(i));
        }
    }

    /** The constants of the body: those of the file and the shapes, and the hyper-parameters, given or by default. */
    Optional<Map<String, Constant>> hyperparameters(Declaration.Network network, List<Argument> given,
            Map<String, Constant> known, Span call) {
        Map<String, Expression> bound = new LinkedHashMap<>();
        List<Declaration.Parameter> parameters = network.parameters().stream().filter(Headers::isHyperparameter)
                .toList();
        boolean right = true;
        int position = 0;
        for (Argument argument : given) {
            Optional<Declaration.Parameter> parameter;
            if (argument.name().isPresent()) {
                parameter = named(network, parameters, argument.name().get());
            } else if (position < parameters.size()) {
                parameter = Optional.of(parameters.get(position++));
            } else {
                parameter = Optional.empty();
                report.error(Code.UNKNOWN_SETTING, argument.span(), network.name() + " takes "
                        + parameters.size() + " argument" + (parameters.size() == 1 ? "" : "s"), "leave it out");
            }
            right &= parameter.isPresent();
            if (parameter.isPresent() && bound.put(parameter.get().name().text(), argument.value()) != null) {
                report.error(Code.DUPLICATE_SETTING, argument.span(), parameter.get().name() + " is given twice",
                        "keep one of them");
                right = false;
            }
        }
        Map<String, Constant> constants = new LinkedHashMap<>(known);
        for (Declaration.Parameter parameter : parameters) {
            Expression value = bound.get(parameter.name().text());
            Optional<Constant> constant;
            if (value != null) {
                constant = Params.typed(parameter.type().span().text(), value, caller);
            } else if (parameter.value().isPresent()) {
                constant = Params.typed(parameter.type().span().text(), parameter.value().get(),
                        new Constants(constants, report));
            } else {
                constant = Optional.empty();
                report.error(Code.MISSING_SETTING, call, network.name() + " needs " + parameter.name(),
                        parameter.span().text() + " has no default");
            }
            right &= constant.isPresent();
            constant.ifPresent(c -> constants.put(parameter.name().text(), c));
        }
        return right ? Optional.of(constants) : Optional.empty();
    }

    private Optional<Declaration.Parameter> named(Declaration.Network network, List<Declaration.Parameter> parameters,
            Name name) {
        Optional<Declaration.Parameter> found = parameters.stream()
                .filter(p -> p.name().text().equals(name.text())).findFirst();
        if (found.isEmpty() && !name.isMissing()) {
            List<String> known = new ArrayList<>(parameters.stream().map(p -> p.name().text()).toList());
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.UNKNOWN_SETTING, name.span(),
                    network.name() + " has no parameter " + name);
            Suggestions.nearest(name.text(), known).ifPresentOrElse(
                    near -> diagnostic.help("did you mean " + near + "?")
                            .fix(Fix.replace("replace by " + near, name.span(), near)),
                    () -> diagnostic.help(known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)));
            report.add(diagnostic);
        }
        return found;
    }
}
