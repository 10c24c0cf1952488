package org.dnn.compiler.parse;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser;

/** Where the parts of a parse tree stand in the text; a part that could not be read stands behind what is before it. */
record Spans(SourceFile file) {
    Span of(Token token) {
        return new Span(file, token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
    }

    Span of(ParserRuleContext context) {
        int start = context.getStart().getStartIndex();
        int end = end(context);
        return new Span(file, Math.min(start, end), end);
    }

    /** The empty stretch at which a part ends. */
    Span endOf(ParserRuleContext context) {
        return new Span(file, end(context), end(context));
    }

    private static int end(ParserRuleContext context) {
        Token stop = context.getStop();
        return stop == null ? context.getStart().getStartIndex() : stop.getStopIndex() + 1;
    }

    /** The name at a position among the names of a part; one without text where there is none. */
    Name name(ParserRuleContext context, int position) {
        TerminalNode node = context.getToken(DnnParser.Name, position);
        return node == null ? new Name("", endOf(context)) : name(node.getSymbol());
    }

    Name name(Token token) {
        return new Name(token.getText(), of(token));
    }
}
