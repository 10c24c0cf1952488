package org.dnn.compiler.check;

import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.UnaryOperator;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.Span;

/** Computes constants exactly: numbers are fractions, rounded once at the end. */
final class Constants {
    private final Map<String, Constant> known;
    private final Report report;

    Constants(Map<String, Constant> known, Report report) {
        this.known = known;
        this.report = report;
    }

    /** The constant that an expression is; empty, after saying so, if it is none. */
    Optional<Constant> of(Expression expression) {
        return switch (expression) {
            case Expression.Numeral numeral -> Optional.of(new Constant.Exact(numeral.value(), numeral.unit()));
            case Expression.Truth truth -> Optional.of(new Constant.Truth(truth.value()));
            case Expression.Reference reference -> reference(reference);
            case Expression.Unary unary -> of(unary.operand()).flatMap(v -> unary(unary, v));
            case Expression.Binary binary -> of(binary.left())
                    .flatMap(l -> of(binary.right()).flatMap(r -> binary(binary, l, r)));
            case Expression.Conditional conditional -> truth(conditional.condition())
                    .flatMap(c -> of(c ? conditional.whenTrue() : conditional.whenFalse()));
            case Expression.Call call -> call(call);
            case Expression.Missing _ -> Optional.empty();
            case Expression.Text text -> {
                report.error(Code.NOT_CONSTANT, text.span(), "a number is expected, found a text",
                        "leave the quotes out");
                yield Optional.empty();
            }
            case Expression.Member _,Expression.Listing _,Expression.Chain _,Expression.Segments _,Expression.Except _,Expression.Stall _ ->
                wrong(expression.span(), "a number is expected, found " + expression.span().text(),
                        "write a number, such as 16 or 0.5");
        };
    }

    /** Whether an expression can be a constant: it names nothing that is not known. */
    boolean isConstant(Expression expression) {
        return switch (expression) {
            case Expression.Numeral _,Expression.Truth _ -> true;
            case Expression.Reference reference -> known.containsKey(reference.name().text());
            case Expression.Unary unary -> isConstant(unary.operand());
            case Expression.Binary binary -> isConstant(binary.left()) && isConstant(binary.right());
            case Expression.Conditional c -> isConstant(c.condition()) && isConstant(c.whenTrue())
                    && isConstant(c.whenFalse());
            case Expression.Call call -> (call.callee().text().equals("floor") || call.callee().text().equals("ceil"))
                    && call.arguments().stream().allMatch(a -> isConstant(a.value()));
            case Expression.Text _,Expression.Member _,Expression.Listing _,Expression.Chain _,Expression.Segments _,Expression.Except _,Expression.Stall _,Expression.Missing _ ->
                false;
        };
    }

    Optional<Rational> number(Expression expression) {
        return of(expression).flatMap(c -> switch (c) {
            case Constant.Exact exact -> plain(exact, expression.span());
            case Constant.Truth _ -> wrong(expression.span(), "a number is expected, found true or false",
                    "write a number, such as 16 or 0.5");
            case Constant.Unknown _ -> Optional.empty();
        });
    }

    /** A number that is no duration, no share and no amount of memory. */
    private Optional<Rational> plain(Constant.Exact exact, Span span) {
        if (exact.unit().isEmpty()) {
            return Optional.of(exact.value());
        }
        boolean percent = exact.unit().get().text().equals("%");
        String meant = (percent ? exact.value().dividedBy(Rational.of(100)) : exact.value()).toString();
        report.add(Diagnostic
                .of(Code.WRONG_UNIT, span, "a number without a unit is expected here, found " + span.text())
                .help("write " + meant).fix(Fix.replace("write " + meant, span, meant)));
        return Optional.empty();
    }

    /** A number that is computed with in float32: it may not become infinite there, or 0. */
    Optional<Rational> real(Expression expression) {
        return number(expression).filter(v -> isFloat(v, expression.span()));
    }

    private boolean isFloat(Rational value, Span span) {
        float rounded = (float) value.toDouble();
        boolean vanishes = rounded == 0 && value.signum() != 0;
        if (vanishes || Float.isInfinite(rounded)) {
            report.error(Code.OUT_OF_RANGE, span,
                    span.text() + " is too " + (vanishes ? "small" : "large") + " for float32",
                    vanishes ? "write 0, or a number from 1.5e-45" : "numbers are below 3.4e38");
            return false;
        }
        return true;
    }

    Optional<Boolean> truth(Expression expression) {
        return of(expression).flatMap(c -> c instanceof Constant.Truth truth
                ? Optional.of(truth.value())
                : wrong(expression.span(), "true or false is expected, found a number",
                        "write true or false, or compare, as in depth > 1"));
    }

    /** A whole number that fits an int. */
    Optional<Integer> whole(Expression expression) {
        return number(expression).flatMap(value -> {
            if (!value.isWhole()) {
                report.error(Code.NOT_CONSTANT, expression.span(), "a whole number is expected, found " + value,
                        expression instanceof Expression.Binary
                                ? "use floor(" + expression.span().text() + ") or ceil(" + expression.span().text()
                                        + ")"
                                : "write " + value.floor() + " or " + value.ceiling());
                return Optional.empty();
            }
            if (value.numerator().bitLength() > 31) {
                return wrong(expression.span(), value + " is too large", "numbers here are below 2³¹");
            }
            return Optional.of(value.numerator().intValue());
        });
    }

    /** The size of an axis. */
    Optional<Integer> size(Expression expression) {
        Optional<Rational> value = number(expression);
        if (value.isPresent() && !value.get().isWhole()) {
            report.add(Diagnostic.of(Code.NOT_A_SIZE, expression.span(),
                    expression.span().text() + " is " + value.get() + ", which is not a whole size")
                    .help("use floor(" + expression.span().text() + ") or ceil(" + expression.span().text() + ")"));
            return Optional.empty();
        }
        if (value.isPresent() && (value.get().signum() <= 0 || value.get().numerator().bitLength() > 31)) {
            report.add(Diagnostic.of(Code.NOT_A_SIZE, expression.span(),
                    "a size is a whole number from 1, found " + value.get()).help("write 1 or more"));
            return Optional.empty();
        }
        return value.map(v -> v.numerator().intValue());
    }

    private Optional<Constant> reference(Expression.Reference reference) {
        Constant value = known.get(reference.name().text());
        if (value == null && !reference.name().isMissing()) {
            report.unknown(Code.UNKNOWN_NAME,
                    HeaderTypes.isDimension(reference.name().text()) ? "size" : "constant", reference.name(),
                    known.keySet(), "declare it, as param " + reference.name() + ": int = 8 in the file or "
                            + reference.name()
                            + ": int in the header; a size that a call binds has a capital, as in [N]");
        }
        return Optional.ofNullable(value).filter(v -> !(v instanceof Constant.Unknown));
    }

    private Optional<Constant> unary(Expression.Unary unary, Constant value) {
        return switch (value) {
            case Constant.Exact exact when unary.operator() == UnaryOperator.NEGATE -> Optional
                    .of(new Constant.Exact(exact.value().negate(), exact.unit()));
            case Constant.Truth truth when unary.operator() == UnaryOperator.NOT -> Optional
                    .of(new Constant.Truth(!truth.value()));
            case Constant.Exact _,Constant.Truth _,Constant.Unknown _ -> wrong(unary.span(), unary.operator().symbol()
                    + " does not go with " + (value instanceof Constant.Exact ? "a number" : "true or false"),
                    "- is for numbers, not for true and false");
        };
    }

    private Optional<Constant> binary(Expression.Binary binary, Constant left, Constant right) {
        if (left instanceof Constant.Exact a && right instanceof Constant.Exact b) {
            if (a.unit().isPresent() || b.unit().isPresent()) {
                report.error(Code.WRONG_UNIT, binary.span(),
                        "numbers with units are not computed with, found " + binary.span().text(),
                        "write one number with its unit");
                return Optional.empty();
            }
            return numbers(binary, a.value(), b.value());
        }
        if (left instanceof Constant.Truth a && right instanceof Constant.Truth b) {
            return switch (binary.operator()) {
                case AND -> Optional.of(new Constant.Truth(a.value() && b.value()));
                case OR -> Optional.of(new Constant.Truth(a.value() || b.value()));
                case EQUAL -> Optional.of(new Constant.Truth(a.value() == b.value()));
                case NOT_EQUAL -> Optional.of(new Constant.Truth(a.value() != b.value()));
                default ->
                    wrong(binary.operatorSpan(), binary.operator().symbol() + " needs numbers, found true or false",
                            "for true and false there are and, or, == and !=");
            };
        }
        return wrong(binary.operatorSpan(),
                binary.operator().symbol() + " needs two numbers, or two of true and false; found one of each",
                "compare the number first, as in depth > 1");
    }

    private Optional<Constant> numbers(Expression.Binary binary, Rational a, Rational b) {
        int order = a.compareTo(b);
        return switch (binary.operator()) {
            case ADD -> exact(a.plus(b));
            case SUBTRACT -> exact(a.minus(b));
            case MULTIPLY -> exact(a.times(b));
            case DIVIDE -> b.signum() == 0
                    ? wrong(binary.operatorSpan(), "division by zero", "divide by another number")
                    : exact(a.dividedBy(b));
            case LESS -> Optional.of(new Constant.Truth(order < 0));
            case LESS_OR_EQUAL -> Optional.of(new Constant.Truth(order <= 0));
            case GREATER -> Optional.of(new Constant.Truth(order > 0));
            case GREATER_OR_EQUAL -> Optional.of(new Constant.Truth(order >= 0));
            case EQUAL -> Optional.of(new Constant.Truth(order == 0));
            case NOT_EQUAL -> Optional.of(new Constant.Truth(order != 0));
            case AND, OR -> wrong(binary.operatorSpan(), binary.operator().symbol()
                    + " needs true or false on both sides, found numbers", "compare them first, as in depth > 1");
        };
    }

    private static Optional<Constant> exact(Rational value) {
        return Optional.of(new Constant.Exact(value, Optional.empty()));
    }

    private Optional<Constant> call(Expression.Call call) {
        String name = call.callee().text();
        boolean rounds = name.equals("floor") || name.equals("ceil");
        if (!rounds || call.arguments().size() != 1) {
            return wrong(call.span(), "a number is expected, found " + call.span().text(),
                    "of functions, floor(x) and ceil(x) give one");
        }
        return number(call.arguments().getFirst().value())
                .flatMap(v -> exact(name.equals("floor") ? v.floor() : v.ceiling()));
    }

    private <T> Optional<T> wrong(Span span, String message, String help) {
        report.error(Code.NOT_CONSTANT, span, message, help);
        return Optional.empty();
    }
}
