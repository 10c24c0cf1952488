package org.dnn.compiler.parse;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dnn.grammar.DnnParser;

/**
 * How the generated parser goes on where the text is wrong. Since brackets are balanced, a rule that fails skips whole
 * brackets, and never one that closes what an outer rule has opened: a mistake stays within its innermost brackets, or
 * within its statement.
 */
final class Recovery extends DefaultErrorStrategy {
    private final Wording wording;
    /** For each opening bracket the index of the one that closes it. */
    private final int[] partners;
    /** How many brackets are open before each token. */
    private final int[] depths;
    /** The number of the statement that each token stands in. */
    private final int[] statements;
    /** Statements of which something has been said already: what else is wrong with them may be a consequence. */
    private final BitSet reported = new BitSet();

    Recovery(List<Lexeme> tokens, Reports reports) {
        this.wording = new Wording(reports);
        this.partners = new int[tokens.size()];
        this.depths = new int[tokens.size()];
        this.statements = new int[tokens.size()];
        survey(tokens);
    }

    /** Statements end at separators, headers of declarations at their opening brace. */
    private void survey(List<Lexeme> tokens) {
        Deque<Integer> open = new ArrayDeque<>();
        int statement = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int type = tokens.get(i).getType();
            depths[i] = open.size();
            statements[i] = statement;
            if (Words.opens(type)) {
                statement += open.isEmpty() && type == DnnParser.OpenBrace ? 1 : 0;
                open.push(i);
            } else if (Words.closes(type)) {
                partners[open.pop()] = i;
            } else if (type == DnnParser.Separator) {
                statement++;
            }
        }
    }

    @Override
    public void reportError(Parser parser, RecognitionException mistake) {
        if (mistake instanceof Syntax.TooDeep) {
            wording.tooDeep(parser);
            beginErrorCondition(parser);
        } else {
            IntervalSet expected = mistake.getExpectedTokens();
            report(parser, expected == null ? new IntervalSet() : expected, false, false);
        }
    }

    private void report(Parser parser, IntervalSet expected, boolean insertable, boolean removable) {
        int statement = statements[index(parser)];
        if (!inErrorRecoveryMode(parser) && !reported.get(statement)) {
            reported.set(statement);
            wording.mismatch(parser, expected, insertable, removable);
        }
        beginErrorCondition(parser);
    }

    /** Leaves behind what a failed rule has opened, then all up to what one of the rules that called it waits for. */
    @Override
    public void recover(Parser parser, RecognitionException mistake) {
        for (int opened = openedBy(parser); opened > 0; opened--) {
            skipTo(parser, new IntervalSet());
            parser.getInputStream().seek(index(parser) + 1);
        }
        skipTo(parser, getErrorRecoverySet(parser));
    }

    /** What the rules that are being read within the innermost brackets wait for. */
    @Override
    protected IntervalSet getErrorRecoverySet(Parser parser) {
        ATN atn = parser.getInterpreter().atn;
        IntervalSet result = new IntervalSet();
        int depth = depths[index(parser)];
        RuleContext context = parser.getContext();
        while (context instanceof ParserRuleContext rule && rule.invokingState >= 0
                && depths[rule.getStart().getTokenIndex()] >= depth) {
            RuleTransition call = (RuleTransition) atn.states.get(rule.invokingState).transition(0);
            result.addAll(atn.nextTokens(call.followState));
            context = rule.getParent();
        }
        result.remove(Token.EPSILON);
        return result;
    }

    /** Called before an optional part and before each turn of a loop. */
    @Override
    public void sync(Parser parser) {
        ATNState state = parser.getInterpreter().atn.states.get(parser.getState());
        IntervalSet next = parser.getATN().nextTokens(state);
        if (inErrorRecoveryMode(parser) || next.contains(current(parser)) || next.contains(Token.EPSILON)) {
            return;
        }
        boolean removable = isSuperfluous(parser) && next.contains(parser.getInputStream().LA(2));
        report(parser, next, false, false);
        if (removable) {
            parser.getInputStream().seek(index(parser) + 1);
            return;
        }
        int index = index(parser);
        skipTo(parser, IntervalSet.of(DnnParser.Separator).or(structure(next)));
        if (!next.contains(current(parser))) {
            parser.getInputStream().seek(index);
            throw new InputMismatchException(parser);
        }
    }

    /** Called where one certain token must stand and another does. */
    @Override
    public Token recoverInline(Parser parser) {
        IntervalSet expected = getExpectedTokens(parser);
        int wanted = expected.isNil() ? Token.INVALID_TYPE : expected.getMinElement();
        Token found = parser.getCurrentToken();
        if (found.getType() == DnnParser.Stray && found.getText().equals(Words.text(wanted))) {
            return take(parser);
        }
        int next = parser.getInputStream().LA(2);
        boolean follows = canFollow(parser, current(parser));
        boolean superfluous = isSuperfluous(parser);
        report(parser, expected, follows, superfluous && next == wanted && !follows);
        if (wanted == DnnParser.Name && follows) {
            return missing(parser, wanted);
        }
        if (superfluous && next == wanted) {
            parser.getInputStream().seek(index(parser) + 1);
            return take(parser);
        }
        if (follows && wanted != DnnParser.OpenBrace) {
            return missing(parser, wanted);
        }
        if (superfluous && wanted == DnnParser.Name && canFollow(parser, next)) {
            parser.getInputStream().seek(index(parser) + 1);
            return missing(parser, wanted);
        }
        skipToWanted(parser, wanted);
        if (current(parser) == wanted) {
            return take(parser);
        }
        throw new InputMismatchException(parser);
    }

    /** Goes to the bracket or the end that must come, where it does within the statement. */
    private void skipToWanted(Parser parser, int wanted) {
        int index = index(parser);
        if (Words.closes(wanted)) {
            if (openedBy(parser) > 0) {
                skipTo(parser, new IntervalSet());
            }
        } else if (wanted == Token.EOF) {
            skipTo(parser, IntervalSet.of(wanted));
        } else if (Words.opens(wanted)) {
            skipTo(parser, IntervalSet.of(wanted).or(IntervalSet.of(DnnParser.Separator)));
            if (current(parser) != wanted) {
                parser.getInputStream().seek(index);
            }
        }
    }

    /** How many brackets the rule that is being read has opened and not yet closed. */
    private int openedBy(Parser parser) {
        return depths[index(parser)] - depths[parser.getContext().getStart().getTokenIndex()];
    }

    private Token take(Parser parser) {
        reportMatch(parser);
        Token token = parser.getCurrentToken();
        parser.consume();
        return token;
    }

    private static Lexeme missing(Parser parser, int type) {
        Token before = parser.getInputStream().LT(-1);
        int offset = before == null ? parser.getCurrentToken().getStartIndex() : before.getStopIndex() + 1;
        Lexeme lexeme = Lexeme.inserted(type, offset);
        lexeme.setTokenIndex(-1);
        return lexeme;
    }

    /** Whether a token may stand behind the one that is wanted. */
    private static boolean canFollow(Parser parser, int type) {
        ATN atn = parser.getInterpreter().atn;
        ATNState behind = atn.states.get(parser.getState()).transition(0).target;
        return atn.nextTokens(behind, parser.getContext()).contains(type);
    }

    /** Whether what stands here may be left out: it holds nothing together, and none of the rules being read waits for it. */
    private boolean isSuperfluous(Parser parser) {
        int type = current(parser);
        return !isStructure(type) && !Words.opens(type) && !getErrorRecoverySet(parser).contains(type);
    }

    /** What holds statements and lists together, and is not skipped to get at something else. */
    private static boolean isStructure(int type) {
        return Words.closes(type) || type == DnnParser.Separator || type == Token.EOF;
    }

    private static IntervalSet structure(IntervalSet tokens) {
        IntervalSet result = new IntervalSet();
        tokens.toList().stream().filter(t -> isStructure(t) || t == DnnParser.Comma || t == DnnParser.OpenBrace)
                .forEach(result::add);
        return result;
    }

    /** Skips to one of these tokens, over whole brackets, but not beyond the brackets that are open here. */
    private void skipTo(Parser parser, IntervalSet tokens) {
        int type = current(parser);
        while (type != Token.EOF && !Words.closes(type) && !tokens.contains(type)) {
            int index = index(parser);
            parser.getInputStream().seek(Words.opens(type) ? partners[index] + 1 : index + 1);
            type = current(parser);
        }
    }

    private static int current(Parser parser) {
        return parser.getInputStream().LA(1);
    }

    private static int index(Parser parser) {
        return parser.getInputStream().index();
    }
}
