package org.dnn.compiler.parse;

import java.util.List;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.dnn.grammar.DnnParser;

/**
 * Runs the generated parser: at full speed first, as if the text were right, and a second time with recovery where it is
 * not.
 */
final class Syntax extends DnnParser {
    /** How many rules may be open at once: some beyond what the deepest brackets need, well within a thread's stack. */
    private static final int DEEPEST = 20 * Brackets.DEEPEST;

    private int depth;

    private Syntax(List<Lexeme> tokens) {
        super(new CommonTokenStream(new ListTokenSource(tokens)));
        removeErrorListeners();
        // Messages look ahead as far as the statement goes.
        ((CommonTokenStream) getInputStream()).fill();
    }

    static FileContext parse(List<Lexeme> tokens, Reports reports) {
        Syntax syntax = new Syntax(tokens);
        syntax.getInterpreter().setPredictionMode(PredictionMode.SLL);
        syntax.setErrorHandler(new Bail());
        try {
            return syntax.file();
        } catch (ParseCancellationException wrong) {
            // The text is wrong, or SLL prediction is too weak for it: the second run tells.
            return syntax.parseAgain(tokens, reports);
        }
    }

    private FileContext parseAgain(List<Lexeme> tokens, Reports reports) {
        reset();
        depth = 0;
        getInterpreter().setPredictionMode(PredictionMode.LL);
        setErrorHandler(new Recovery(tokens, reports));
        return file();
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int rule) {
        if (depth > DEEPEST) {
            throw new TooDeep(this);
        }
        depth++;
        super.enterRule(context, state, rule);
    }

    @Override
    public void exitRule() {
        depth--;
        super.exitRule();
    }

    /** Ends the first run at the first mistake, without a word. */
    private static final class Bail extends BailErrorStrategy {
        @Override
        public void reportError(org.antlr.v4.runtime.Parser parser, RecognitionException mistake) {
            // The second run reports it.
        }
    }

    /** Thrown where operators are nested beyond what is read; the rule that asked for more recovers from it. */
    static final class TooDeep extends RecognitionException {
        TooDeep(DnnParser parser) {
            super(parser, parser.getInputStream(), parser.getContext());
            setOffendingToken(parser.getCurrentToken());
        }
    }
}
