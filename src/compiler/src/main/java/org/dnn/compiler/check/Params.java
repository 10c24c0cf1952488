package org.dnn.compiler.check;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.compiler.source.Span;

/** The constants of a file: {@code param width: int = 16}, or what is given for it from outside. */
final class Params {
    /** The types of constants and hyper-parameters. */
    static final List<String> TYPES = List.of("int", "float", "bool");

    private final Report report;
    private final Map<String, Constant> constants;
    private final Map<String, String> given;

    /**
     * @param constants what is declared goes here
     * @param given     values from outside, by name
     */
    Params(Report report, Map<String, Constant> constants, Map<String, String> given) {
        this.report = report;
        this.constants = constants;
        this.given = given;
    }

    void declare(Declaration.Param param) {
        Optional<String> type = type(param.type());
        Optional<Constant> own = type.flatMap(t -> typed(t, param.value(), new Constants(constants, report)));
        String outside = given.get(param.name().text());
        Optional<Constant> value = outside == null || type.isEmpty() ? own : outside(param.name(), type.get(), outside);
        constants.put(param.name().text(), value.orElse(new Constant.Unknown()));
    }

    private Optional<String> type(TypeExpression type) {
        Span span = type.span();
        boolean known = TYPES.contains(span.text());
        if (known || type.kind().orElse(null) instanceof Expression.Missing || span.text().isEmpty()) {
            return known ? Optional.of(span.text()) : Optional.empty();
        }
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_VALUE, span,
                "a param is int, float or bool; found " + span.text());
        Suggestions.nearest(span.text(), TYPES).ifPresent(near -> diagnostic.help("did you mean " + near + "?")
                .fix(Fix.replace("replace by " + near, span, near)));
        report.add(diagnostic);
        return Optional.empty();
    }

    /** A constant of one of the {@link #TYPES}; empty, after saying so, if the expression is none. */
    static Optional<Constant> typed(String type, Expression value, Constants constants) {
        return switch (type) {
            case "int" -> constants.whole(value).map(Constant.Exact::of);
            case "bool" -> constants.truth(value).map(Constant.Truth::new);
            default -> constants.number(value).map(v -> new Constant.Exact(v, Optional.empty()));
        };
    }

    private Optional<Constant> outside(Name name, String type, String text) {
        Optional<Constant> value = switch (type) {
            case "bool" -> text.equals("true") || text.equals("false")
                    ? Optional.of(new Constant.Truth(text.equals("true")))
                    : Optional.empty();
            default -> number(text).filter(v -> !type.equals("int") || (v.isWhole() && v.numerator().bitLength() <= 31))
                    .map(v -> new Constant.Exact(v, Optional.empty()));
        };
        if (value.isEmpty()) {
            report.error(Code.WRONG_VALUE, name.span(),
                    "-Ddnn.param." + name + "=" + text + " does not fit: " + name + " is of type " + type,
                    type.equals("bool") ? "give true or false" : "give a number");
        }
        return value;
    }

    private static Optional<Rational> number(String text) {
        try {
            return Optional.of(Rational.of(new BigDecimal(text.replace("_", ""))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
