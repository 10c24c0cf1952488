package org.dnn.compiler.parse;

import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;

/** A token with what the filter between lexer and parser needs to know of it. */
final class Lexeme extends CommonToken {
    private final boolean startsLine;
    private final boolean inserted;
    private boolean startsDeclaration;

    /** What the lexer found. */
    Lexeme(Token token, boolean startsLine) {
        super(token);
        this.startsLine = startsLine;
        this.inserted = false;
    }

    /** A stretch of the text to be read as the given type. */
    Lexeme(Token token, int type, int start, int end, boolean startsLine) {
        this(token, startsLine);
        setType(type);
        setStartIndex(start);
        setStopIndex(end - 1);
    }

    private Lexeme(int type, int offset) {
        super(type, "");
        this.startsLine = false;
        this.inserted = true;
        setStartIndex(offset);
        setStopIndex(offset - 1);
    }

    /** A token of no text that the file lacks. */
    static Lexeme inserted(int type, int offset) {
        return new Lexeme(type, offset);
    }

    boolean is(int type) {
        return getType() == type;
    }

    /** Whether it is the first of its line. */
    boolean startsLine() {
        return startsLine;
    }

    /** Whether it does not stand in the file. */
    boolean isInserted() {
        return inserted;
    }

    /** Whether a declaration begins here; what stands before has no part in it. */
    boolean startsDeclaration() {
        return startsDeclaration;
    }

    void markDeclaration() {
        startsDeclaration = true;
    }

    int start() {
        return getStartIndex();
    }

    /** The offset behind it. */
    int end() {
        return getStopIndex() + 1;
    }

    Span span(SourceFile file) {
        return new Span(file, start(), end());
    }
}
