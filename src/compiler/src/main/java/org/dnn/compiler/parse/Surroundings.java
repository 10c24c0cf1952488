package org.dnn.compiler.parse;

import java.util.ArrayDeque;
import java.util.Deque;

import org.dnn.grammar.DnnParser;

/** Which declaration and which brackets surround a place, as balanced lexemes pass by. */
final class Surroundings {
    /** What {@link #statements()} says at the top of the file, outside any declaration. */
    static final int TOP = -1;
    /** What {@link #statements()} says where no statements of a declaration stand. */
    static final int NONE = 0;

    private final Deque<Integer> open = new ArrayDeque<>();
    private int declaration = NONE;

    /** To be called for each lexeme, in order, once what surrounds it has been asked. */
    void pass(Lexeme lexeme) {
        if (lexeme.startsDeclaration()) {
            declaration = lexeme.getType();
        }
        if (Words.opens(lexeme.getType())) {
            open.push(lexeme.getType());
        } else if (Words.closes(lexeme.getType())) {
            open.pop();
        }
    }

    /** Whether a line's end can end a statement here. */
    boolean amongStatements() {
        return open.isEmpty() || open.peek() == DnnParser.OpenBrace;
    }

    boolean inParentheses() {
        return !open.isEmpty() && open.peek() == DnnParser.OpenParenthesis;
    }

    /** Whose statements stand here: the keyword of a declaration, {@link #TOP} or {@link #NONE}. */
    int statements() {
        if (open.isEmpty()) {
            return TOP;
        }
        return open.size() == 1 && open.peek() == DnnParser.OpenBrace ? declaration : NONE;
    }
}
