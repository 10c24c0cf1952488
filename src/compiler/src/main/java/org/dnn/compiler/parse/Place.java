package org.dnn.compiler.parse;

import java.util.Optional;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.tree.ParseTree;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser;

/**
 * A place where the parser cannot go on.
 *
 * @param found   what stands there
 * @param before  what stands before it; nothing at the beginning of the file
 * @param context the rule that is being read
 */
record Place(Lexeme found, Optional<Lexeme> before, ParserRuleContext context, TokenStream tokens) {
    static Place of(Parser parser) {
        TokenStream tokens = parser.getInputStream();
        Optional<Lexeme> before = tokens.index() == 0 ? Optional.empty() : Optional.of((Lexeme) tokens.LT(-1));
        return new Place((Lexeme) parser.getCurrentToken(), before, parser.getContext(), tokens);
    }

    int type() {
        return found.getType();
    }

    int beforeType() {
        return before.map(Lexeme::getType).orElse(Token.EOF);
    }

    /** The type of what stands so many tokens before. */
    int typeBefore(int count) {
        int index = found.getTokenIndex() - count;
        return before.isEmpty() || index < 0 ? Token.EOF : tokens.get(index).getType();
    }

    /** Where what is missing could be put. */
    int gap() {
        return before.map(Lexeme::end).orElse(found.start());
    }

    /** What is wrong: what was found, or the place behind the last thing on the line. */
    Span span(SourceFile file) {
        return endsLine() ? new Span(file, gap(), gap()) : found.span(file);
    }

    /** Whether the line, or the file, ends here. */
    boolean endsLine() {
        return found.isInserted() || (found.startsLine() && Words.closes(type()));
    }

    /** Whether such a token comes later in the statement. */
    boolean isFollowedBy(int type) {
        return isFollowedBy(type, Words.text(type));
    }

    /** Whether a bracket closes later in the statement that nothing opens. */
    boolean isClosedLater(String closer) {
        return isFollowedBy(DnnParser.Stray, closer);
    }

    private boolean isFollowedBy(int type, String text) {
        Token token = found;
        while (token.getType() != DnnParser.Separator && token.getType() != Token.EOF) {
            if (token.getType() == type && token.getText().equals(text)) {
                return true;
            }
            token = tokens.get(token.getTokenIndex() + 1);
        }
        return false;
    }

    /** What was read last, if it is of this rule, or ends with something of this rule; the outermost of them. */
    <T extends ParserRuleContext> Optional<T> ended(Class<T> rule) {
        return ended(context, rule);
    }

    static <T extends ParserRuleContext> Optional<T> ended(ParserRuleContext context, Class<T> rule) {
        ParserRuleContext current = context;
        while (current.getChildCount() > 0) {
            ParseTree last = current.getChild(current.getChildCount() - 1);
            if (rule.isInstance(last)) {
                return Optional.of(rule.cast(last));
            }
            if (!(last instanceof ParserRuleContext next)) {
                break;
            }
            current = next;
        }
        return Optional.empty();
    }

    /** For a message: {@code 'else'}, {@code the end of the line}. */
    String foundWords() {
        return switch (type()) {
            case Token.EOF -> "the end of the file";
            case DnnParser.Separator -> endsLine() ? "the end of the line" : "';'";
            default -> endsLine() ? "the end of the line" : Wording.quote(found.getText());
        };
    }

    /** For a message: {@code " after 'lr:'"}, or "" where nothing stands before. */
    String afterWords() {
        if (before.isEmpty() || before.get().is(DnnParser.Separator) || before.get().isInserted()) {
            return "";
        }
        Lexeme last = before.get();
        int index = last.getTokenIndex();
        String text = last.getText();
        if (index > 0 && joinsWithWordBefore(last.getType()) && tokens.get(index - 1) instanceof Lexeme word
                && word.end() == last.start() && !Words.opens(word.getType())) {
            text = word.getText() + text;
        }
        return " after " + Wording.quote(text);
    }

    private static boolean joinsWithWordBefore(int type) {
        return type == DnnParser.Colon || type == DnnParser.Dot || type == DnnParser.OpenParenthesis
                || type == DnnParser.OpenBracket;
    }
}
