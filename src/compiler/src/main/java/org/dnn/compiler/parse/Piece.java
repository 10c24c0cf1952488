package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser;

/**
 * A piece of a file's text, for what works on the text itself: the formatter, an editor's colours.
 *
 * @param text as it is written; "" for the end of a statement that is no more than the end of a line
 */
public record Piece(Kind kind, String text, Span span) {
    /** What a piece is where it stands: {@code data} may be a keyword in one place and a name in another. */
    public enum Kind {
        KEYWORD, NAME, UNIT, NUMBER, TEXT, SIGN, STATEMENT_END, COMMENT, DOCUMENTATION
    }

    public boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /**
     * All pieces of a file, in order. Where the file has mistakes, what is not of the language is left out and brackets
     * that are missing are there without text; a comma before a closing bracket is always left out.
     */
    public static List<Piece> of(SourceFile file) {
        Reports reports = new Reports(file);
        Lexemes lexemes = Scanner.scan(file, reports);
        List<Lexeme> all = new ArrayList<>(Parser.filter(lexemes.code(), reports));
        all.addAll(lexemes.comments());
        return all.stream().map(l -> new Piece(kind(l), l.getText(), l.span(file)))
                .sorted(Comparator.comparingInt(p -> p.span().start())).toList();
    }

    private static Kind kind(Lexeme lexeme) {
        int type = lexeme.getType();
        if (type == DnnParser.Name) {
            return Kind.NAME;
        } else if (Words.isWord(type)) {
            return Kind.KEYWORD;
        }
        return switch (type) {
            case DnnParser.Unit -> Kind.UNIT;
            case DnnParser.Number -> Kind.NUMBER;
            case DnnParser.Text -> Kind.TEXT;
            case DnnParser.Separator -> Kind.STATEMENT_END;
            case DnnParser.Comment -> Kind.COMMENT;
            case DnnParser.Documentation -> Kind.DOCUMENTATION;
            default -> Kind.SIGN;
        };
    }
}
