package org.dnn.compiler.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Balances brackets, declaration by declaration, so that a bracket too many or too few spoils nothing beyond the
 * declaration it stands in. Where brackets balance, they are left as they are.
 */
final class Brackets {
    /** How deeply brackets may be nested: more than anyone writes, less than a stack of calls bears. */
    static final int DEEPEST = 64;

    private Brackets() {}

    /** Takes lexemes of which those that begin a declaration are marked. */
    static List<Lexeme> balance(List<Lexeme> code, Reports reports) {
        List<Lexeme> balanced = new ArrayList<>(code.size());
        int start = 0;
        for (int i = 1; i <= code.size(); i++) {
            if (i == code.size() || code.get(i).startsDeclaration()) {
                List<Lexeme> declaration = code.subList(start, i);
                balanced.addAll(
                        isBalanced(declaration) ? declaration : new BracketRepair(declaration, reports).repair());
                start = i;
            }
        }
        return balanced;
    }

    /** Whether brackets match, and none is nested too deeply. */
    private static boolean isBalanced(List<Lexeme> declaration) {
        Deque<Integer> open = new ArrayDeque<>();
        for (Lexeme lexeme : declaration) {
            if (Words.opens(lexeme.getType())) {
                open.push(Words.closer(lexeme.getType()));
            } else if (Words.closes(lexeme.getType()) && (open.isEmpty() || open.pop() != lexeme.getType())) {
                return false;
            }
            if (open.size() > DEEPEST) {
                return false;
            }
        }
        return open.isEmpty();
    }
}
