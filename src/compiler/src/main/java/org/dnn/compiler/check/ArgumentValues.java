package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;

/** The value of one argument, of the type that its parameter wants. */
final class ArgumentValues {
    private final Constants constants;
    private final ArgumentBinder binder;
    private final Report report;

    ArgumentValues(Constants constants, ArgumentBinder binder, Report report) {
        this.constants = constants;
        this.binder = binder;
        this.report = report;
    }

    Optional<Object> of(Entry entry, Parameter parameter, Expression value) {
        if (value instanceof Expression.Missing) {
            return Optional.empty();
        }
        return switch (parameter.type()) {
            case WHOLE -> constants.whole(value).filter(v -> inRange(parameter, v, value)).map(v -> v);
            case REAL -> constants.real(value).map(v -> v.toDouble()).filter(v -> inRange(parameter, v, value))
                    .map(v -> v);
            case TRUTH -> constants.truth(value).map(v -> v);
            case PAIR -> pair(parameter, value).map(v -> v);
            case PADDING -> isWord(value, "same") ? Optional.of("same") : pair(parameter, value).map(v -> v);
            case INITIALISER -> initialiser(value).map(v -> v);
            case REALS -> reals(parameter, value).map(v -> v);
            case REAL_PAIR -> reals(parameter, value).filter(v -> isPair(v, parameter, value)).map(v -> v);
            case REAL_OR_REALS -> value instanceof Expression.Listing
                    ? reals(parameter, value).map(v -> v)
                    : constants.real(value).map(v -> v.toDouble()).filter(v -> inRange(parameter, v, value))
                            .map(List::of);
            case WORD -> word(entry, parameter, value);
            case TEXT -> text(parameter, value).map(v -> v);
            case DURATION, DURATIONS, METRIC, PART -> Optional.of(value);
        };
    }

    static boolean isWord(Expression value, String word) {
        return value instanceof Expression.Reference reference && reference.name().text().equals(word);
    }

    private boolean inRange(Parameter parameter, double number, Expression value) {
        boolean holds = parameter.range().holds(number);
        if (!holds) {
            report.error(Code.OUT_OF_RANGE, value.span(),
                    parameter.name() + " must be " + parameter.range().text() + ", found " + shown(number, value),
                    parameter.name() + " is " + parameter.sentence());
        }
        return holds;
    }

    /** As it was written, and what that comes to. */
    private static String shown(double number, Expression value) {
        String text = value.span().text();
        boolean literal = value instanceof Expression.Numeral || value instanceof Expression.Unary;
        return literal
                ? text
                : text + ", which is " + (number == Math.rint(number) ? Long.toString((long) number) : number);
    }

    private boolean isPair(List<Double> numbers, Parameter parameter, Expression value) {
        if (numbers.size() != 2) {
            wrong(parameter, value);
        }
        return numbers.size() == 2;
    }

    private Optional<Arguments.Pair> pair(Parameter parameter, Expression value) {
        List<Expression> parts = value instanceof Expression.Listing listing ? listing.elements() : List.of(value);
        if (parts.isEmpty() || parts.size() > 2) {
            wrong(parameter, value);
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (Expression part : parts) {
            constants.whole(part).filter(v -> inRange(parameter, v, part)).ifPresent(numbers::add);
        }
        return numbers.size() == parts.size()
                ? Optional.of(new Arguments.Pair(numbers.getFirst(), numbers.getLast()))
                : Optional.empty();
    }

    private Optional<List<Double>> reals(Parameter parameter, Expression value) {
        if (!(value instanceof Expression.Listing listing)) {
            wrong(parameter, value);
            return Optional.empty();
        }
        List<Double> numbers = new ArrayList<>();
        for (Expression element : listing.elements()) {
            constants.real(element).map(v -> v.toDouble()).filter(v -> inRange(parameter, v, element))
                    .ifPresent(numbers::add);
        }
        return numbers.size() == listing.elements().size() ? Optional.of(numbers) : Optional.empty();
    }

    private Optional<Object> word(Entry entry, Parameter parameter, Expression value) {
        boolean free = parameter.options().isEmpty();
        if (free && !(value instanceof Expression.Reference) && constants.isConstant(value)) {
            return constants.real(value).map(v -> v.toDouble());
        }
        Optional<Name> word = value instanceof Expression.Reference reference
                ? Optional.of(reference.name())
                : Optional.empty();
        String text = value instanceof Expression.Text t ? t.value() : word.map(Name::text).orElse("");
        if (text.isEmpty()) {
            wrong(parameter, value);
            return Optional.empty();
        }
        if (!free && !parameter.options().contains(text)) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_VALUE, value.span(),
                    parameter.name() + " of " + entry.name() + " is one of " + String.join(", ", parameter.options())
                            + "; found " + text);
            Suggestions.nearest(text, parameter.options()).ifPresent(near -> diagnostic
                    .help("did you mean " + near + "?").fix(Fix.replace("replace by " + near, value.span(), near)));
            report.add(diagnostic);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<String> text(Parameter parameter, Expression value) {
        if (value instanceof Expression.Text text) {
            return Optional.of(text.value());
        }
        if (value instanceof Expression.Member || value instanceof Expression.Reference) {
            String meant = '"' + value.span().text() + '"';
            report.add(Diagnostic.of(Code.WRONG_VALUE, value.span(),
                    parameter.name() + " is a text; found " + value.span().text()).help("put it in quotes")
                    .fix(Fix.replace("write " + meant, value.span(), meant)));
            return Optional.empty();
        }
        wrong(parameter, value);
        return Optional.empty();
    }

    private Optional<Object> initialiser(Expression value) {
        Optional<Invocation> given = Invocation.of(value, Group.INITIALISER, "xavier_uniform, or normal(0, 0.01)",
                report);
        Optional<Entry> entry = given.flatMap(g -> Lookup.find(report, Group.INITIALISER, g.name()));
        return entry.flatMap(
                e -> binder.bind(e, given.get().arguments(), value.span()).map(a -> new Arguments.Initialiser(e, a)));
    }

    private void wrong(Parameter parameter, Expression value) {
        report.error(Code.WRONG_VALUE, value.span(),
                parameter.name() + " is " + parameter.type().text() + "; found " + value.span().text(),
                parameter.name() + ": " + parameter.sentence());
    }
}
