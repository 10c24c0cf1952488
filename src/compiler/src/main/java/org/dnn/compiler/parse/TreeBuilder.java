package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser.AugmentContext;
import org.dnn.grammar.DnnParser.BodyContext;
import org.dnn.grammar.DnnParser.ColumnsContext;
import org.dnn.grammar.DnnParser.ContentContext;
import org.dnn.grammar.DnnParser.DataContext;
import org.dnn.grammar.DnnParser.DeclarationContext;
import org.dnn.grammar.DnnParser.ExportContext;
import org.dnn.grammar.DnnParser.FileContext;
import org.dnn.grammar.DnnParser.IgnoreContext;
import org.dnn.grammar.DnnParser.ItemContext;
import org.dnn.grammar.DnnParser.NetworkContext;
import org.dnn.grammar.DnnParser.ParamContext;
import org.dnn.grammar.DnnParser.ParameterContext;
import org.dnn.grammar.DnnParser.SettingContext;
import org.dnn.grammar.DnnParser.SettingsContext;
import org.dnn.grammar.DnnParser.StatementContext;
import org.dnn.grammar.DnnParser.TrainContext;
import org.jspecify.annotations.Nullable;

/** Makes the tree of declarations from the parse tree, holes included. */
final class TreeBuilder {
    private final Reports reports;
    private final Documentation documentation;
    private final Spans spans;
    private final ExpressionBuilder expressions;

    TreeBuilder(Reports reports, Documentation documentation) {
        this.reports = reports;
        this.documentation = documentation;
        this.spans = new Spans(reports.file());
        this.expressions = new ExpressionBuilder(reports);
    }

    FileTree file(FileContext context) {
        List<Declaration> declarations = new ArrayList<>();
        for (DeclarationContext part : context.declaration()) {
            Declaration declaration = declaration(part);
            if (declaration != null) {
                declarations.add(declaration);
            }
        }
        return new FileTree(reports.file(), documentation.ofFile(context.getStart().getStartIndex()), declarations);
    }

    private String above(ParserRuleContext context) {
        return documentation.above(context.getStart().getStartIndex());
    }

    /** Null where not even the kind of the declaration could be told. */
    private @Nullable Declaration declaration(DeclarationContext context) {
        if (context.setting() != null) {
            return setting(context.setting());
        } else if (context.param() != null) {
            return param(context.param());
        } else if (context.data() != null) {
            return data(context.data());
        } else if (context.network() != null) {
            return network(context.network());
        } else if (context.train() != null) {
            return train(context.train());
        } else if (context.export() != null) {
            return export(context.export());
        }
        return null;
    }

    private Setting setting(SettingContext context) {
        List<Expression> values = context.value().isEmpty()
                ? List.of(new Expression.Missing(spans.endOf(context)))
                : expressions.expressions(context.value());
        return new Setting(spans.name(context, 0), values, spans.of(context));
    }

    private List<Setting> settings(@Nullable SettingsContext context) {
        List<Setting> settings = new ArrayList<>();
        if (context != null) {
            for (SettingContext part : context.setting()) {
                settings.add(setting(part));
            }
        }
        return settings;
    }

    private Declaration param(ParamContext context) {
        return new Declaration.Param(above(context), spans.name(context, 0), expressions.type(context.type(), context),
                expressions.expression(context.expression(), context), spans.of(context));
    }

    private Declaration train(TrainContext context) {
        return new Declaration.Train(above(context), spans.name(context, 0), settings(context.settings()),
                spans.of(context));
    }

    private Declaration export(ExportContext context) {
        return new Declaration.Export(spans.name(context, 0), settings(context.settings()), spans.of(context));
    }

    // ---- data

    private Declaration data(DataContext context) {
        List<DataItem> items = new ArrayList<>();
        for (ItemContext part : context.item()) {
            DataItem item = item(part);
            if (item != null) {
                items.add(item);
            }
        }
        return new Declaration.Data(above(context), spans.name(context, 0), items, spans.of(context));
    }

    private @Nullable DataItem item(ItemContext context) {
        if (context.setting() != null) {
            return setting(context.setting());
        } else if (context.columns() != null) {
            return columns(context.columns());
        } else if (context.ignore() != null) {
            return ignore(context.ignore());
        } else if (context.augment() != null) {
            return augment(context.augment());
        }
        return null;
    }

    private DataItem columns(ColumnsContext context) {
        DataItem.Role role = context.Input() != null ? DataItem.Role.INPUT : DataItem.Role.TARGET;
        List<Name> names = new ArrayList<>();
        for (TerminalNode name : context.Name()) {
            names.add(spans.name(name.getSymbol()));
        }
        if (names.isEmpty()) {
            names.add(spans.name(context, 0));
        }
        ContentContext content = context.content();
        Optional<TypeExpression> type = content == null || content.Colon() == null
                ? Optional.empty()
                : Optional.of(expressions.type(content.type(), content));
        Optional<Expression> formula = content == null || content.Assign() == null
                ? Optional.empty()
                : Optional.of(expressions.expression(content.disjunction(), content));
        return new DataItem.Columns(role, names, type, formula, expressions.stages(context.stage()), spans.of(context));
    }

    private DataItem ignore(IgnoreContext context) {
        return new DataItem.Ignore(expressions.expressions(context.layer()), spans.of(context));
    }

    private DataItem augment(AugmentContext context) {
        return new DataItem.Augment(spans.name(context, 0), expressions.stages(context.stage()), spans.of(context));
    }

    // ---- networks

    private Declaration network(NetworkContext context) {
        List<Declaration.Parameter> parameters = new ArrayList<>();
        for (ParameterContext parameter : context.parameter()) {
            parameters.add(parameter(parameter));
        }
        Optional<Name> resultName = Optional.empty();
        Optional<TypeExpression> result = Optional.empty();
        if (context.result() != null) {
            resultName = context.result().Colon() == null
                    ? Optional.empty()
                    : Optional.of(spans.name(context.result(), 0));
            result = Optional.of(expressions.type(context.result().type(), context.result()));
        } else {
            reportMissingResult(context);
        }
        return new Declaration.Network(above(context), context.Model() != null, spans.name(context, 0), parameters,
                resultName, result, body(context.body(), context), spans.of(context));
    }

    private void reportMissingResult(NetworkContext context) {
        if (context.CloseParenthesis() != null && context.Arrow() == null) {
            Span place = spans.of(context.CloseParenthesis().getSymbol()).after();
            boolean read = context.body() != null && context.body().OpenBrace() != null;
            if (read && !reports.covers(place.start(), context.body().getStart().getStartIndex() + 1)) {
                reports.add(
                        Diagnostic.of(Code.EXPECTED, place, "expected '->' and the result's type after the parameters")
                                .help("write what comes out, as in -> y: [3]"));
            }
        }
    }

    private Declaration.Parameter parameter(ParameterContext context) {
        Optional<Expression> value = context.Assign() == null
                ? Optional.empty()
                : Optional.of(expressions.expression(context.expression(), context));
        return new Declaration.Parameter(spans.name(context, 0), expressions.type(context.type(), context), value,
                spans.of(context));
    }

    private Declaration.Body body(@Nullable BodyContext context, ParserRuleContext parent) {
        if (context == null) {
            Span end = spans.endOf(parent);
            return new Declaration.Body(List.of(), new Expression.Missing(end), end);
        }
        List<Declaration.Assignment> assignments = new ArrayList<>();
        Expression result = new Expression.Missing(spans.endOf(context));
        List<StatementContext> results = new ArrayList<>();
        boolean endsWithResult = false;
        for (StatementContext statement : context.statement()) {
            Expression value = expressions.expression(statement.expression(), statement);
            endsWithResult = statement.Assign() == null;
            if (!endsWithResult) {
                assignments.add(new Declaration.Assignment(spans.name(statement, 0), value, spans.of(statement)));
            } else {
                results.add(statement);
                result = value;
            }
        }
        checkResults(context, results, endsWithResult);
        return new Declaration.Body(assignments, result, spans.of(context));
    }

    /** The last statement and no other is without a name. Nothing is said where something else is wrong with the body. */
    private void checkResults(BodyContext context, List<StatementContext> results, boolean endsWithResult) {
        Span span = spans.of(context);
        if (reports.covers(span.start(), span.end())) {
            return;
        }
        Diagnostic.Builder builder = null;
        if (results.size() > (endsWithResult ? 1 : 0)) {
            builder = Diagnostic
                    .of(Code.MISPLACED_RESULT, spans.of(results.getFirst()), "the result of the body is its last line")
                    .label("neither the last nor named").help("give this value a name, or remove it");
        } else if (!endsWithResult) {
            Span brace = new Span(span.file(), Math.max(span.start(), span.end() - 1), span.end());
            builder = Diagnostic.of(Code.MISPLACED_RESULT, brace, "the body has no result")
                    .help("its last line says what comes out, and has no name");
        }
        if (builder != null) {
            reports.add(builder);
        }
    }
}
