package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.ast.UnaryOperator;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser;
import org.dnn.grammar.DnnParser.ArgumentContext;
import org.dnn.grammar.DnnParser.ArgumentsContext;
import org.dnn.grammar.DnnParser.ChainContext;
import org.dnn.grammar.DnnParser.ConditionalContext;
import org.dnn.grammar.DnnParser.ExpressionContext;
import org.dnn.grammar.DnnParser.LayerContext;
import org.dnn.grammar.DnnParser.NamedContext;
import org.dnn.grammar.DnnParser.NegationContext;
import org.dnn.grammar.DnnParser.NegativeContext;
import org.dnn.grammar.DnnParser.ParenthesizedContext;
import org.dnn.grammar.DnnParser.PrimaryContext;
import org.dnn.grammar.DnnParser.RepeatContext;
import org.dnn.grammar.DnnParser.SegmentsContext;
import org.dnn.grammar.DnnParser.StageContext;
import org.dnn.grammar.DnnParser.StallContext;
import org.dnn.grammar.DnnParser.SumContext;
import org.dnn.grammar.DnnParser.TypeContext;
import org.dnn.grammar.DnnParser.ValueContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions, stages and types from the parse tree, holes included. Plain loops and no lambdas: each lambda costs
 * a fresh virtual machine about a millisecond, and every run of the compiler comes through here.
 */
final class ExpressionBuilder {
    /** How many operators may be nested, each an operand of the next: more than anyone writes, and no danger to a stack. */
    private static final int MOST_OPERATORS = 400;

    private final Reports reports;
    private final Spans spans;
    private final Literals literals;
    /** How many operators are nested, at most, in the parts that have been built of the expression that is being built. */
    private int deepest;

    ExpressionBuilder(Reports reports) {
        this.reports = reports;
        this.spans = new Spans(reports.file());
        this.literals = new Literals(reports);
    }

    /** Any expression; a hole where there is none. */
    Expression expression(@Nullable ParserRuleContext part, ParserRuleContext parent) {
        if (part == null) {
            return new Expression.Missing(spans.endOf(parent));
        }
        return switch (part.getRuleIndex()) {
            case DnnParser.RULE_value -> value((ValueContext) part);
            case DnnParser.RULE_expression -> either((ExpressionContext) part);
            case DnnParser.RULE_conditional -> conditional((ConditionalContext) part);
            case DnnParser.RULE_chain -> chain((ChainContext) part);
            case DnnParser.RULE_disjunction, DnnParser.RULE_conjunction, DnnParser.RULE_comparison, DnnParser.RULE_sum,
                    DnnParser.RULE_product ->
                joined(part);
            case DnnParser.RULE_negation ->
                prefixed(((NegationContext) part).Not(), UnaryOperator.NOT, part,
                        ((NegationContext) part).comparison());
            case DnnParser.RULE_negative ->
                prefixed(((NegativeContext) part).Minus(), UnaryOperator.NEGATE, part,
                        ((NegativeContext) part).primary());
            case DnnParser.RULE_primary -> primary((PrimaryContext) part);
            case DnnParser.RULE_parenthesized -> expression(((ParenthesizedContext) part).expression(), part);
            case DnnParser.RULE_named -> named((NamedContext) part);
            case DnnParser.RULE_layer ->
                application(((LayerContext) part).Name(), ((LayerContext) part).arguments(), part);
            default -> throw new IllegalStateException("no expression: rule " + part.getRuleIndex());
        };
    }

    List<Expression> expressions(List<? extends ParserRuleContext> parts) {
        List<Expression> result = new ArrayList<>(parts.size());
        for (ParserRuleContext part : parts) {
            result.add(expression(part, part));
        }
        return result;
    }

    // ---- values of settings and options

    private Expression value(ValueContext context) {
        if (context.stall() != null) {
            return stall(context.stall());
        }
        Expression value = context.segments() != null
                ? segments(context.segments())
                : expression(context.expression(), context);
        return context.Except() == null
                ? value
                : new Expression.Except(value,
                        context.listing() == null ? List.of() : expressions(context.listing().expression()),
                        spans.of(context));
    }

    private Expression stall(StallContext context) {
        return new Expression.Stall(expression(context.named(), context), expression(context.sum(), context),
                spans.of(context));
    }

    private Expression segments(SegmentsContext context) {
        List<Expression.Segment> segments = new ArrayList<>();
        for (ParseTree child : context.children) {
            if (child instanceof ParserRuleContext segment) {
                segments.add(segment(segment));
            }
        }
        return new Expression.Segments(segments, spans.of(context));
    }

    /** A segment's words each stand before a value: {@code from}, {@code to}, {@code over}. */
    private Expression.Segment segment(ParserRuleContext context) {
        Optional<Expression> from = Optional.empty();
        Optional<Expression> to = Optional.empty();
        Optional<Expression> over = Optional.empty();
        for (int i = 0; i + 1 < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof TerminalNode word && context.getChild(i + 1) instanceof SumContext sum) {
                Optional<Expression> value = Optional.of(expression(sum, context));
                switch (word.getSymbol().getType()) {
                    case DnnParser.From -> from = value;
                    case DnnParser.To -> to = value;
                    default -> over = value;
                }
            }
        }
        return new Expression.Segment(spans.name(context, 0), from, to, over, spans.of(context));
    }

    // ---- types

    /** A type; one without kind and shape where there is none. */
    TypeExpression type(@Nullable TypeContext context, ParserRuleContext parent) {
        if (context == null) {
            return new TypeExpression(Optional.empty(), false, Optional.empty(), spans.endOf(parent));
        }
        Optional<Expression> kind = context.named() == null ? Optional.empty() : Optional.of(named(context.named()));
        Optional<List<Expression>> shape = context.shape() == null
                ? Optional.empty()
                : Optional.of(expressions(context.shape().expression()));
        return new TypeExpression(kind, context.Question() != null, shape, spans.of(context));
    }

    // ---- chains

    private Expression either(ExpressionContext context) {
        return expression(context.conditional() == null ? context.chain() : context.conditional(), context);
    }

    private Expression conditional(ConditionalContext context) {
        int around = deepest;
        deepest = 0;
        Expression result = new Expression.Conditional(expression(context.expression(0), context),
                expression(context.expression(1), context), expression(context.expression(2), context),
                spans.of(context));
        return deepened(1, around, result, context.getStart());
    }

    private Expression chain(ChainContext context) {
        Expression source = expression(context.disjunction(), context);
        return context.stage().isEmpty()
                ? source
                : new Expression.Chain(source, stages(context.stage()), spans.of(context));
    }

    List<Stage> stages(List<StageContext> contexts) {
        List<Stage> result = new ArrayList<>(contexts.size());
        for (StageContext context : contexts) {
            result.add(stage(context));
        }
        return result;
    }

    private Stage stage(StageContext context) {
        Optional<Name> name = context.As() == null ? Optional.empty() : Optional.of(spans.name(context, 0));
        Optional<TypeExpression> assertion = context.Colon() == null
                ? Optional.empty()
                : Optional.of(type(context.type(), context));
        RepeatContext repeat = context.repeat();
        return repeat == null
                ? new Stage.Apply(
                        expression(context.parenthesized() == null ? context.layer() : context.parenthesized(),
                                context),
                        name, assertion, spans.of(context))
                : new Stage.Repeat(expression(repeat.sum(), repeat), stages(repeat.stage()), name, assertion,
                        spans.of(context));
    }

    private Expression application(@Nullable TerminalNode callee, @Nullable ArgumentsContext arguments,
            ParserRuleContext context) {
        if (callee == null) {
            return new Expression.Missing(spans.of(context));
        }
        Name name = spans.name(callee.getSymbol());
        return arguments == null
                ? new Expression.Reference(name)
                : new Expression.Call(name, arguments(arguments), spans.of(context));
    }

    private List<Argument> arguments(ArgumentsContext context) {
        List<Argument> result = new ArrayList<>();
        for (ArgumentContext argument : context.argument()) {
            Optional<Name> name = argument.Colon() == null ? Optional.empty() : Optional.of(spans.name(argument, 0));
            result.add(new Argument(name, expression(argument.value(), argument), spans.of(argument)));
        }
        return result;
    }

    // ---- operators

    private Expression prefixed(List<TerminalNode> signs, UnaryOperator operator, ParserRuleContext context,
            @Nullable ParserRuleContext operand) {
        Expression result = expression(operand, context);
        if (signs.size() > MOST_OPERATORS) {
            return tooMany(signs.getFirst().getSymbol(), result.span());
        }
        for (TerminalNode sign : signs.reversed()) {
            result = new Expression.Unary(operator, result, spans.of(sign.getSymbol()).to(spans.of(context)));
        }
        return signs.isEmpty() ? result : deepened(signs.size(), 0, result, signs.getFirst().getSymbol());
    }

    /** Operands and operators in turn, joined from the left. */
    private Expression joined(ParserRuleContext context) {
        int around = deepest;
        deepest = 0;
        Expression result = expression((ParserRuleContext) context.getChild(0), context);
        for (int i = 1; i + 1 < context.getChildCount(); i += 2) {
            Token operator = ((TerminalNode) context.getChild(i)).getSymbol();
            if (deepest == MOST_OPERATORS) {
                return tooMany(operator, result.span());
            }
            ParserRuleContext operand = (ParserRuleContext) context.getChild(i + 1);
            result = new Expression.Binary(operator(operator), result, expression(operand, context),
                    spans.of(operator), spans.of(context.getStart()).to(spans.of(operand)));
            deepest++;
        }
        return deepened(0, around, result, context.getStart());
    }

    /** The result, if it is not too deep with so many operators more than its deepest part. */
    private Expression deepened(int operators, int around, Expression result, Token operator) {
        if (deepest + operators > MOST_OPERATORS) {
            return tooMany(operator, result.span());
        }
        deepest = Math.max(deepest + operators, around);
        return result;
    }

    private Expression tooMany(Token operator, Span hole) {
        deepest = 0;
        reports.add(Diagnostic
                .of(Code.TOO_DEEP, spans.of(operator), "more than " + MOST_OPERATORS + " operators are nested here")
                .help("name a part of it, and use the name"));
        return new Expression.Missing(hole);
    }

    private static BinaryOperator operator(Token token) {
        return switch (token.getType()) {
            case DnnParser.Or -> BinaryOperator.OR;
            case DnnParser.And -> BinaryOperator.AND;
            case DnnParser.Less -> BinaryOperator.LESS;
            case DnnParser.LessOrEqual -> BinaryOperator.LESS_OR_EQUAL;
            case DnnParser.Greater -> BinaryOperator.GREATER;
            case DnnParser.GreaterOrEqual -> BinaryOperator.GREATER_OR_EQUAL;
            case DnnParser.Equal -> BinaryOperator.EQUAL;
            case DnnParser.NotEqual -> BinaryOperator.NOT_EQUAL;
            case DnnParser.Plus -> BinaryOperator.ADD;
            case DnnParser.Minus -> BinaryOperator.SUBTRACT;
            case DnnParser.Star -> BinaryOperator.MULTIPLY;
            case DnnParser.Slash -> BinaryOperator.DIVIDE;
            default -> throw new IllegalStateException("no operator: " + token);
        };
    }

    // ---- the smallest parts

    private Expression primary(PrimaryContext context) {
        if (context.numeral() != null) {
            return literals.numeral(context.numeral());
        } else if (context.Text() != null) {
            return literals.text(context.Text().getSymbol());
        } else if (context.True() != null || context.False() != null) {
            return new Expression.Truth(context.True() != null, spans.of(context));
        } else if (context.listing() != null) {
            return new Expression.Listing(expressions(context.listing().expression()), spans.of(context.listing()));
        }
        return expression(context.parenthesized() == null ? context.named() : context.parenthesized(), context);
    }

    private Expression named(NamedContext context) {
        return context.Dot() == null
                ? application(context.Name(0), context.arguments(), context)
                : new Expression.Member(spans.name(context, 0), spans.name(context, 1), spans.of(context));
    }
}
