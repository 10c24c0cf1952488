package org.dnn.compiler.parse;

import org.dnn.grammar.DnnParser;

/** Kinds of token, as the filter sees them. The generated lexer numbers keywords in the order of the grammar. */
final class Words {
    private Words() {}

    /** A name or a keyword. */
    static boolean isWord(int type) {
        return type >= DnnParser.Data && type <= DnnParser.Name;
    }

    /** A keyword that is a name nowhere but before a colon and behind a dot. */
    static boolean isReserved(int type) {
        return type >= DnnParser.If && type <= DnnParser.False;
    }

    /** A word that may be a name. */
    static boolean mayBeName(int type) {
        return isWord(type) && !isReserved(type);
    }

    static boolean beginsDeclaration(int type) {
        return type >= DnnParser.Data && type <= DnnParser.Export;
    }

    static boolean beginsDataItem(int type) {
        return type >= DnnParser.Input && type <= DnnParser.Augment;
    }

    /** A keyword that stands behind a value. */
    static boolean isInfixWord(int type) {
        return switch (type) {
            case DnnParser.From, DnnParser.To, DnnParser.Over, DnnParser.Except, DnnParser.As, DnnParser.Stalls,
                    DnnParser.For ->
                true;
            default -> false;
        };
    }

    static boolean opens(int type) {
        return type == DnnParser.OpenParenthesis || type == DnnParser.OpenBracket || type == DnnParser.OpenBrace;
    }

    static boolean closes(int type) {
        return type == DnnParser.CloseParenthesis || type == DnnParser.CloseBracket || type == DnnParser.CloseBrace;
    }

    /** The bracket that closes an opening one. */
    static int closer(int opener) {
        return opener + 1;
    }

    static String text(int type) {
        String literal = DnnParser.VOCABULARY.getLiteralName(type);
        return literal == null ? "" : literal.substring(1, literal.length() - 1);
    }

    /** Whether a value can end with such a token. */
    static boolean endsValue(int type) {
        return mayBeName(type) || closes(type) || switch (type) {
            case DnnParser.True, DnnParser.False, DnnParser.Number, DnnParser.Unit, DnnParser.Percent, DnnParser.Text,
                    DnnParser.Question ->
                true;
            default -> false;
        };
    }

    /** Whether a value can begin with such a token; signs apart. */
    static boolean beginsValue(int type) {
        return mayBeName(type) || switch (type) {
            case DnnParser.True, DnnParser.False, DnnParser.Number, DnnParser.Text, DnnParser.If, DnnParser.Not -> true;
            default -> false;
        };
    }

    /** An operator or a word between two values; minus, which may also begin one, is among them. */
    static boolean isOperator(int type) {
        return (type >= DnnParser.Arrow && type <= DnnParser.NotEqual) || type == DnnParser.And || type == DnnParser.Or;
    }
}
