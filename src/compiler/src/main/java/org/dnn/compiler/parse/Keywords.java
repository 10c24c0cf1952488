package org.dnn.compiler.parse;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.grammar.DnnParser;

/**
 * Decides by their place which words are keywords, names and units. Takes balanced lexemes with their statements
 * separated, and changes their types.
 */
final class Keywords {
    private final List<Lexeme> code;
    private final Reports reports;
    private final Surroundings surroundings = new Surroundings();

    private Keywords(List<Lexeme> code, Reports reports) {
        this.code = code;
        this.reports = reports;
    }

    static void resolve(List<Lexeme> code, Reports reports) {
        Keywords keywords = new Keywords(code, reports);
        for (int i = 0; i < code.size(); i++) {
            keywords.resolve(i);
            keywords.surroundings.pass(code.get(i));
        }
    }

    private void resolve(int index) {
        Lexeme lexeme = code.get(index);
        if (isUnit(index)) {
            lexeme.setType(DnnParser.Unit);
        } else if (lexeme.is(DnnParser.Name)) {
            resolveName(index);
        } else if (Words.isWord(lexeme.getType()) && !isKeyword(index)) {
            lexeme.setType(DnnParser.Name);
        } else if (lexeme.is(DnnParser.Assign)) {
            resolveOption(index);
        }
    }

    /** A word right behind a number and on its line, unless it is a keyword there or begins something else. */
    private boolean isUnit(int index) {
        int type = type(index);
        return type(index - 1) == DnnParser.Number && Words.mayBeName(type) && !Words.isInfixWord(type)
                && !code.get(index).startsLine() && switch (type(index + 1)) {
                    case DnnParser.Colon, DnnParser.Assign, DnnParser.Dot, DnnParser.OpenParenthesis -> false;
                    default -> true;
                };
    }

    private void resolveName(int index) {
        if (surroundings.statements() == DnnParser.Data && startsStatement(index) && Words.mayBeName(type(index + 1))) {
            Misspellings.dataItem(code.get(index), reports);
        }
    }

    private boolean isKeyword(int index) {
        int type = type(index);
        int before = type(index - 1);
        int next = type(index + 1);
        if (Words.isReserved(type)) {
            return before != DnnParser.Dot && next != DnnParser.Colon;
        }
        if (Words.beginsDeclaration(type)) {
            return surroundings.statements() == Surroundings.TOP && startsStatement(index) && next != DnnParser.Colon;
        }
        if (Words.beginsDataItem(type)) {
            return surroundings.statements() == DnnParser.Data && startsStatement(index);
        }
        return switch (type) {
            case DnnParser.When -> (before == DnnParser.Colon || before == DnnParser.Comma) && Words.mayBeName(next);
            case DnnParser.Repeat -> (before == DnnParser.Arrow || startsStatement(index)) && beginsCount(next);
            case DnnParser.For -> before == DnnParser.Stalls || endsValue(before);
            case DnnParser.From, DnnParser.To, DnnParser.Over -> endsValue(before) || lacksValue(before, next);
            default -> endsValue(before);
        };
    }

    /** {@code from to 1}: the second word is a keyword, since no value follows a value. */
    private static boolean lacksValue(int before, int next) {
        boolean behindKeyword = before == DnnParser.From || before == DnnParser.To || before == DnnParser.Over;
        return behindKeyword && Words.beginsValue(next) && !Words.isInfixWord(next);
    }

    private static boolean beginsCount(int type) {
        return Words.beginsValue(type) || type == DnnParser.OpenParenthesis || type == DnnParser.OpenBrace
                || type == DnnParser.Minus;
    }

    private boolean startsStatement(int index) {
        int before = type(index - 1);
        return before == Token.EOF || before == DnnParser.Separator || before == DnnParser.OpenBrace;
    }

    /** Whether a value ends with a lexeme that has been resolved: one that is a keyword still ends none. */
    private static boolean endsValue(int type) {
        return Words.endsValue(type) && (type == DnnParser.Name || !Words.mayBeName(type));
    }

    /** {@code (lr = 0.1)}, as Python writes it: read as {@code (lr: 0.1)}. Defaults in a header follow a type instead. */
    private void resolveOption(int index) {
        int start = type(index - 2);
        boolean option = surroundings.inParentheses() && Words.isWord(type(index - 1))
                && (start == DnnParser.OpenParenthesis || start == DnnParser.Comma);
        if (option) {
            Lexeme sign = code.get(index);
            Lexeme name = code.get(index - 1);
            reports.add(
                    reports.at(Code.FOREIGN_NOTATION, sign, "'" + name.getText() + "' is given with ':', not with '='")
                            .fix(Fix.replace("write ':'", reports.span(name.end(), sign.end()), ":")));
            name.setType(DnnParser.Name);
            sign.setType(DnnParser.Colon);
        }
    }

    private int type(int index) {
        return index >= 0 && index < code.size() ? code.get(index).getType() : Token.EOF;
    }
}
