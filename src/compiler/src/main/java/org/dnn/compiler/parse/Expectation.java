package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.List;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dnn.grammar.DnnParser;

/**
 * What could have stood at a place, in words.
 *
 * @param tokens  the types of token that could
 * @param context the rule in which one was asked for
 * @param before  the type of the token before the place
 * @param missing whether what stands there could follow the one token that is wanted
 */
record Expectation(IntervalSet tokens, ParserRuleContext context, int before, boolean missing) {
    boolean isValue() {
        return tokens.contains(DnnParser.Number) && tokens.contains(DnnParser.OpenParenthesis);
    }

    boolean isStatementEnd() {
        return tokens.contains(DnnParser.Separator) && !tokens.contains(DnnParser.Name);
    }

    /** Whether a list of things could have gone on. */
    boolean isList() {
        return tokens.contains(DnnParser.Comma);
    }

    /** Whether one token is wanted and no other. */
    boolean isOnly(int type) {
        return tokens.size() == 1 && tokens.contains(type);
    }

    /** The text of the one token that is wanted, or "". */
    String onlyText() {
        return tokens.size() == 1 ? Words.text(tokens.getMinElement()) : "";
    }

    /** For a message: {@code a value}, {@code ',' or ')'}. */
    String words() {
        if (isValue()) {
            return before == DnnParser.Repeat ? "a count" : "a value";
        }
        if (tokens.contains(DnnParser.Data)) {
            return "a declaration or a setting";
        }
        if (tokens.contains(DnnParser.Input)) {
            return "a column or a setting";
        }
        if (tokens.contains(DnnParser.Repeat)) {
            return "a layer or a function";
        }
        if (tokens.contains(DnnParser.Name)) {
            return tokens.contains(DnnParser.OpenBracket) ? "a type" : name();
        }
        if (tokens.contains(DnnParser.Colon) && !missing && wantsType()) {
            return "':' and a type";
        }
        return tokens.contains(DnnParser.Arrow) && context.getRuleIndex() == DnnParser.RULE_network
                ? "'->' and the result's type"
                : literals();
    }

    private boolean wantsType() {
        return switch (context.getRuleIndex()) {
            case DnnParser.RULE_columns, DnnParser.RULE_content, DnnParser.RULE_parameter, DnnParser.RULE_param -> true;
            default -> false;
        };
    }

    private String name() {
        return switch (context.getRuleIndex()) {
            case DnnParser.RULE_columns, DnnParser.RULE_ignore, DnnParser.RULE_augment -> "a column's name";
            case DnnParser.RULE_layer -> context.getParent() instanceof DnnParser.IgnoreContext
                    ? "a column's name"
                    : "a layer or a function";
            case DnnParser.RULE_network -> tokens.contains(DnnParser.CloseParenthesis) ? "a parameter" : "a name";
            case DnnParser.RULE_parameter -> "a parameter";
            case DnnParser.RULE_settings, DnnParser.RULE_setting -> "a setting";
            case DnnParser.RULE_segment -> "a curve such as 'linear'";
            case DnnParser.RULE_export -> "the name of a 'train'";
            default -> "a name";
        };
    }

    private String literals() {
        List<String> words = new ArrayList<>();
        for (int type : tokens.toList()) {
            words.add(switch (type) {
                case Token.EOF -> "the end of the file";
                case DnnParser.Separator -> "a new line";
                default -> "'" + Words.text(type) + "'";
            });
        }
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }
}
